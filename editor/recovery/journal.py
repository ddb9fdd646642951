"""The recovery journal: edits are on disk as they are made, until the file itself has them.

Every system call goes through the `os` of a module in this room, or of `editor.storage`, so that tests can make each of
them fail in turn.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from editor.document.authorship import Authored
from editor.document.document import Document, DocumentChange, Phase
from editor.document.transaction import Transaction
from editor.recovery.ahead import AheadFile, takes_long
from editor.recovery.journal_file import (
    NEW_SUFFIX,
    SUFFIX,
    Header,
    JournalError,
    bytes_of,
    close,
    digest_of,
    read_header,
    reason,
    record,
)
from editor.recovery.new_file import NewFile, of_authors, write_new
from editor.storage.atomic_write import sync_directory, write_all

_RETRY_S = 1.0  # after the journal couldn't be started
_LEAST_REBASED = 1 << 20  # bytes of transactions
_REBASED_AT = 4  # times the size of the text


class Journal:
    """Records one document's changes since it was read or saved.

    The file exists from the first change until the document is saved. Each transaction is written at once, so that it
    outlives the process; `sync` makes it outlive the machine. If nothing can be written, `problem` says why, and the
    next change tries again.

    Args:
        document: its changes are recorded before any other listener is called.
        directory: the journal's; created for its owner only.
        name: of a draft without a file.
    """

    def __init__(self, document: Document, directory: Path, name: str = "") -> None:
        self._document = document
        self._directory = directory
        self._name = name
        self._path = directory / f"{secrets.token_hex(8)}{SUFFIX}"
        self._descriptor = -1
        self._digest = b""
        self._size = self._base_size = 0  # bytes: of the file's intact part, and of its first records
        self._unwritten = bytearray()
        self._since: bytearray | None = None  # records since a new base was started
        self._is_doubtful = False  # the disk reported that it may have lost some of the file
        self._tried_at = -_RETRY_S
        self._ahead = AheadFile(document, self._path.with_name(f"{self._path.stem}-ahead{NEW_SUFFIX}"))
        self._saved_text: str | None = None  # of a later save than the file's digest
        self.problem = ""
        """Why nothing can be written now; empty if it can."""
        self._has_stopped = False
        self._stops = [document.subscribe(self._changed, Phase.JOURNAL), document.authorship.subscribe(self._noted)]

    @property
    def path(self) -> Path | None:
        """The file's path, while there is one."""
        return self._path if self._descriptor >= 0 else None

    def close(self) -> None:
        """Stop recording, and remove the file."""
        self._stop()
        self._has_stopped = True
        self.saved()

    def let_go(self) -> None:
        """Stop recording, and leave the file for the next start."""
        self._stop()
        self._has_stopped = True
        self._since = None
        self._ahead.drop()
        descriptor, self._descriptor = self._descriptor, -1
        close(descriptor)

    def _stop(self) -> None:
        for stop in self._stops:
            stop()

    def saved(self) -> None:
        """Start over: the document's file has everything now."""
        descriptor, self._descriptor = self._descriptor, -1
        self._digest, self.problem, self._is_doubtful = b"", "", False
        self._saved_text = None
        self._unwritten.clear()
        self._since = None
        self._ahead.drop()
        self._tried_at = -_RETRY_S
        if descriptor >= 0:
            with contextlib.suppress(OSError):
                os.unlink(self._path)
            close(descriptor)

    def saved_before(self, text: str) -> None:
        """Record only the changes since a save; `text` is the saved text."""
        self._since = None
        if takes_long(len(text)) and self._names_the_file():
            self._saved_text = text  # the existing records lead to the same text, so the new base can wait for a thread
            return
        self._digest, self._saved_text = digest_of(text), None
        if self._descriptor < 0:
            self._tried_at = -_RETRY_S
            self._begin()
            return
        try:
            new = self._written()
        except OSError as error:
            self.problem = reason(error)  # the old file stays in use: it leads to the same text
            return
        self._put(new, bytearray())

    def _names_the_file(self) -> bool:
        with contextlib.suppress(JournalError):
            return self._descriptor >= 0 and read_header(self._path).path == self._header().path
        return False

    def begin(self) -> None:
        """Record the current text, which is in no file."""
        if self._descriptor < 0:
            self._digest = self._digest or digest_of("")
            self._begin()

    # -- writing -------------------------------------------------------------------------------------------------------

    def _changed(self, change: DocumentChange) -> None:
        authors = change.authored
        if self._descriptor < 0 and self._has_begun_ahead():
            authors = self._document.authorship.spans  # none of the records ahead were written
        elif self._descriptor < 0:
            if not self._digest:
                self._digest = digest_of(_before(self._document.text, change.inverse))
            self._begin()
            return
        data = record([(one.start, one.end, bytes_of(one.text)) for one in change.transaction.changes])
        self._write(data + of_authors(authors))

    def _noted(self, span: Authored) -> None:
        """Record an author; if there is no file yet, its first records will contain them all."""
        if self._descriptor >= 0:
            self._write(of_authors((span,)))

    def _write(self, data: bytes) -> None:
        if self._since is not None:
            self._since += data
        if self._unwritten:
            self._write_rest(data)
            return
        try:
            written = os.write(self._descriptor, data)
        except OSError as error:
            self.problem, written = reason(error), 0
        if written == len(data):
            self._size += written
        else:
            self._write_rest(data)

    def _write_rest(self, data: bytes) -> None:
        """Write the data that couldn't be written before, then `data`, after the file's intact part."""
        self._unwritten += data
        try:
            os.ftruncate(self._descriptor, self._size)
            write_all(self._descriptor, self._unwritten)
        except OSError as error:
            self.problem = reason(error)
        else:
            self._size += len(self._unwritten)
            self._unwritten.clear()
            self.problem = ""

    def _begin(self) -> None:
        """Start the file with the current text."""
        now = time.monotonic()
        if now - self._tried_at < _RETRY_S:
            return
        self._tried_at = now
        try:
            self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = self._written()
            try:
                new.become(self._path)
            except OSError:
                new.discard()
                raise
        except (OSError, ValueError) as error:
            self.problem = reason(error)
            return
        self._use(new)

    def retry(self) -> None:
        """Retry the failed write."""
        if self.problem and self._descriptor < 0 and self._digest:
            self._begin()
        elif self._unwritten:
            self._write_rest(b"")

    def _written(self) -> NewFile:
        """Return a file of the first records, with the current text. Raises OSError."""
        return write_new(self._new_path, self._header(), self._document.text, self._document.authorship.spans)

    def _use(self, new: NewFile) -> None:
        """Record in a file that has taken the journal's place."""
        self._descriptor, self._size, self._base_size = new.descriptor, new.size, new.size
        self._digest, self.problem = new.digest, ""

    @property
    def _new_path(self) -> Path:
        return self._path.with_suffix(NEW_SUFFIX)

    def _header(self) -> Header:
        document = self._document
        return Header(
            b"" if document.path is None else os.fsencode(os.path.realpath(document.path)),
            self._name,
            document.stamp.device,
            document.stamp.inode,
            self._digest,
            os.getpid(),
            socket.gethostname(),
            time.time(),
            document.encoding.name,
        )

    def sync(self) -> Callable[[], None]:
        """Return a function that makes everything written so far durable. It blocks and can run in any thread."""
        if self._descriptor < 0:
            return lambda: None
        try:
            descriptor = os.dup(self._descriptor)  # the file may be closed before that runs
        except OSError as error:
            self.problem = reason(error)
            return lambda: None
        if not self._unwritten:
            self.problem = ""

        def work() -> None:
            try:
                os.fsync(descriptor)
                sync_directory(self._directory)
            except OSError as error:
                self.problem, self._is_doubtful = reason(error), True
            finally:
                close(descriptor)

        return work

    # -- ahead of the first change -------------------------------------------------------------------------------------

    @property
    def is_behind(self) -> bool:
        """Whether to write the first records ahead: the text is that of its file and so long that the first change
        would have to wait."""
        return self._descriptor < 0 and self._ahead.is_wanted

    def write_ahead(self) -> Callable[[], Callable[[], None]]:
        """Return a function that writes the first records while nothing changes; it blocks and can run in any thread.

        It returns a function to be called on the thread that edits the document.
        """
        return self._ahead.writing(self._header(), lambda: self._descriptor < 0 and not self._has_stopped)

    def _has_begun_ahead(self) -> bool:
        """Make the prepared file the journal, before its first change is recorded. False: there is none."""
        new = self._ahead.become(self._path)
        if new is not None:
            self._use(new)
        return new is not None

    # -- a new base ----------------------------------------------------------------------------------------------------

    @property
    def is_long(self) -> bool:
        """Whether the file should start over from the current text: it holds many transactions, lacks the
        last save, or failed to sync."""
        changes = self._size - self._base_size
        is_free = self._descriptor >= 0 and self._since is None and not self._unwritten
        is_old = self._is_doubtful or self._saved_text is not None
        return is_free and (is_old or changes > max(_LEAST_REBASED, _REBASED_AT * self._base_size))

    def rebase(self) -> Callable[[], Callable[[], None]]:
        """Start over from the current text. Return a function that writes it; it blocks and can run in any thread.

        That function returns one that replaces the old file, to be called on the thread that edits the document. The
        old file is intact until then, and stays if anything fails.
        """
        text, saved, header = self._document.text, self._saved_text, self._header()
        authors = self._document.authorship.spans
        since = self._since = bytearray()

        def write() -> Callable[[], None]:
            digest = header.digest if saved is None else digest_of(saved)
            try:
                new = write_new(self._new_path, msgspec.structs.replace(header, digest=digest), text, authors)
            except OSError:
                return lambda: self._give_up(since)
            try:
                os.fsync(new.descriptor)
            except OSError:
                new.discard()
                return lambda: self._give_up(since)
            return lambda: self._adopt(since, new)

        return write

    def _give_up(self, since: bytearray) -> None:
        if self._since is since:
            self._since = None

    def _adopt(self, since: bytearray, new: NewFile) -> None:
        """Switch to the new file, unless the document was saved meanwhile."""
        if self._since is not since:
            new.discard()
            return
        self._since = None
        if self._put(new, since):
            self._digest, self._saved_text = new.digest, None

    def _put(self, new: NewFile, since: bytearray) -> bool:
        """Switch to a new file, with the records since it was started. Returns False if that fails."""
        try:
            write_all(new.descriptor, since)
            new.become(self._path)
        except OSError:
            new.discard()
            return False
        old, self._descriptor = self._descriptor, new.descriptor
        self._base_size, self._size = new.size, new.size + len(since)
        self._unwritten.clear()
        self._is_doubtful = False
        close(old)
        return True


def _before(text: str, inverse: Transaction) -> str:
    """Return the text that a transaction was applied to."""
    for change in reversed(inverse.changes):
        text = text[: change.start] + change.text + text[change.end :]
    return text
