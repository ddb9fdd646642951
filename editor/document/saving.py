"""A text being saved to a file, while the document may already be edited again."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from pathlib import Path

from editor.document.authorship import Spans
from editor.document.history import Step
from editor.storage.encodings import Encoding, EncodingError, encode
from editor.storage.files import FileStamp, is_same_file, require_stamp, write_file


@dataclass(frozen=True, slots=True)
class Saving:
    """A snapshot of a text being saved to a file; later edits of the document don't affect it.

    Attributes:
        path: the file.
        text, encoding: of the contents to write.
        authors: those of the text.
        revision: the document's revision.
        steps: its undo history, see `History.steps`.
        state: the history's state, to be marked as saved.
        read_as: the encoding that the text was read in.
        own_path, stamp: the document's file, and its stamp when last read or written; None: overwrite any file.
    """

    path: Path
    text: str
    encoding: Encoding
    revision: int
    steps: tuple[tuple[Step, ...], tuple[Step, ...]]
    _: KW_ONLY
    authors: Spans
    state: int
    read_as: Encoding
    own_path: Path | None
    stamp: FileStamp | None

    def require_unchanged(self) -> None:
        """Raise FileChangedError if `write` would. May block, and may run in any thread."""
        expected = self._expected
        if expected is not None:
            require_stamp(self.path, expected, self._bytes())

    @property
    def _expected(self) -> FileStamp | None:
        is_own_file = self.own_path is not None and is_same_file(self.path, self.own_path)
        return self.stamp if is_own_file else None

    def _bytes(self) -> bytes:
        """Return the bytes that would be written; none if the encoding lacks a character, which `write` reports."""
        try:
            return encode(self.text, self.encoding, self.read_as)
        except EncodingError:
            return b""

    def write(self) -> FileStamp:
        """Write the file, for `Document.saved`. May block, and may run in any thread. Raises FileError."""
        return write_file(self.path, self.text, encoding=self.encoding, read_as=self.read_as, expected=self._expected)
