"""The first records of a long text's journal, written ahead of its first change, which then needn't wait for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from editor.document.document import Document
from editor.recovery.journal_file import Header, digest_of
from editor.recovery.new_file import NewFile, write_new
from editor.storage.files import FileError, read_file

_LEAST_AHEAD = 1 << 20  # code points


def takes_long(text_length: int) -> bool:
    """Return True if a text of this length, in code points, takes too long to write while a key waits."""
    return text_length >= _LEAST_AHEAD


class AheadFile:
    """Writes the text of a document's file in advance, to become its journal at the first change.

    Args:
        document: whose journal.
        path: where to write.
    """

    def __init__(self, document: Document, path: Path) -> None:
        self._document = document
        self._path = path
        self._new: NewFile | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether to write it: the text is that of its file, and long."""
        document = self._document
        is_in_file = document.path is not None and bool(document.stamp.digest) and not document.modified
        return is_in_file and self._new is None and not document.read_only and takes_long(len(document))

    def writing(self, header: Header, is_in_time: Callable[[], bool]) -> Callable[[], Callable[[], None]]:
        """Return a function that writes it while nothing changes; it blocks and can run in any thread.

        It takes the text from the draft's file, if that is still the one read or saved. It returns a function to be
        called on the thread that edits the document.

        Args:
            header: of the journal, with any digest.
            is_in_time: called in that function; returns True if the journal hasn't begun or ended meanwhile.
        """
        document, path = self._document, self._path
        source, stamp, encoding = document.path, document.stamp, document.encoding
        revision, length, chosen = document.revision, len(document), document.chosen_encoding

        def write() -> Callable[[], None]:
            try:
                assert source is not None
                content = read_file(source, chosen)
                if (content.stamp.digest, content.encoding, len(content.text)) != (stamp.digest, encoding, length):
                    return lambda: None
                begun = msgspec.structs.replace(header, digest=digest_of(content.text))
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                new = write_new(path, begun, content.text, ())
            except (OSError, FileError, ValueError):
                return lambda: None  # the first change will write it, or report why not
            return lambda: self._keep(new, is_in_time() and revision == document.revision)

        return write

    def _keep(self, new: NewFile, is_in_time: bool) -> None:
        if is_in_time:
            self._new = new
        else:
            new.discard()

    def become(self, journal: Path) -> NewFile | None:
        """Become the journal before its first change is recorded. Returns None if nothing was written."""
        new, self._new = self._new, None
        if new is None:
            return None
        try:
            new.become(journal)
        except OSError:
            new.discard()
            return None
        return new

    def drop(self) -> None:
        """Remove it, if it exists."""
        new, self._new = self._new, None
        if new is not None:
            new.discard()
