"""The recovery journal: edits are on disk as they are made, until the file itself has them.

Every system call goes through this module's `os`, so that tests can make each of them fail in turn.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import socket
import time
from collections.abc import Callable
from pathlib import Path

from editor.document.document import Document, DocumentChange, Phase
from editor.document.transaction import Transaction
from editor.recovery.journal_file import MAGIC, NEW_SUFFIX, SUFFIX, Header, bytes_of, close, digest_of, reason, record
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
        document: its changes are recorded before any other listener hears of them.
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
        self.problem = ""
        """Why nothing can be written now; empty if it can."""
        self._stop = document.subscribe(self._changed, Phase.JOURNAL)

    @property
    def path(self) -> Path | None:
        """The file's path, while there is one."""
        return self._path if self._descriptor >= 0 else None

    def close(self) -> None:
        """Stop recording, and remove the file."""
        self._stop()
        self.saved()

    def let_go(self) -> None:
        """Stop recording, and leave the file for the next start."""
        self._stop()
        self._since = None
        descriptor, self._descriptor = self._descriptor, -1
        close(descriptor)

    def saved(self) -> None:
        """Start over: the document's file has everything now."""
        descriptor, self._descriptor = self._descriptor, -1
        self._digest, self.problem, self._is_doubtful = b"", "", False
        self._unwritten.clear()
        self._since = None
        self._tried_at = -_RETRY_S
        if descriptor >= 0:
            with contextlib.suppress(OSError):
                os.unlink(self._path)
            close(descriptor)

    def saved_before(self, text: str) -> None:
        """Record only the changes since a save; `text` is what was saved."""
        self._since = None
        self._digest = digest_of(text)
        if self._descriptor < 0:
            self._tried_at = -_RETRY_S
            self._begin()
            return
        try:
            descriptor, size = _write_new(self._path, self._beginning(self._document.text))
        except OSError as error:
            self.problem = reason(error)  # the old file stays in use: it leads to the same text
            return
        self._put(descriptor, size, bytearray())

    def begin(self) -> None:
        """Record the current text, which is in no file."""
        if self._descriptor < 0:
            self._digest = self._digest or digest_of("")
            self._begin()

    # -- writing -------------------------------------------------------------------------------------------------------

    def _changed(self, change: DocumentChange) -> None:
        if self._descriptor < 0:
            if not self._digest:
                self._digest = digest_of(_before(self._document.text, change.inverse))
            self._begin()
            return
        data = record([(one.start, one.end, bytes_of(one.text)) for one in change.transaction.changes])
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
        """Write what couldn't be written before, then `data`, after the file's intact part."""
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
            descriptor, size = _write_new(self._path, self._beginning(self._document.text))
            try:
                os.replace(_new(self._path), self._path)
            except OSError:
                _discard(descriptor, _new(self._path))
                raise
        except (OSError, ValueError) as error:
            self.problem = reason(error)
            return
        self._descriptor, self._size, self._base_size = descriptor, size, size
        self.problem = ""

    def retry(self) -> None:
        """Try again to write what couldn't be written."""
        if self.problem and self._descriptor < 0 and self._digest:
            self._begin()
        elif self._unwritten:
            self._write_rest(b"")

    def _beginning(self, text: str) -> bytes:
        document = self._document
        header = Header(
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
        return MAGIC + record(header) + record(bytes_of(text))

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

    # -- a new base ----------------------------------------------------------------------------------------------------

    @property
    def is_long(self) -> bool:
        """Whether the file should start over from the current text: it holds many transactions, or failed to sync."""
        changes = self._size - self._base_size
        is_free = self._descriptor >= 0 and self._since is None and not self._unwritten
        return is_free and (self._is_doubtful or changes > max(_LEAST_REBASED, _REBASED_AT * self._base_size))

    def rebase(self) -> Callable[[], Callable[[], None]]:
        """Start over from the current text. Return a function that writes it; it blocks and can run in any thread.

        That function returns one that replaces the old file, to be called where the document is edited. The old file
        is intact until then, and stays if anything fails.
        """
        beginning = self._beginning(self._document.text)
        since = self._since = bytearray()

        def write() -> Callable[[], None]:
            try:
                descriptor, size = _write_new(self._path, beginning)
            except OSError:
                return lambda: self._give_up(since)
            try:
                os.fsync(descriptor)
            except OSError:
                _discard(descriptor, _new(self._path))
                return lambda: self._give_up(since)
            return lambda: self._adopt(since, descriptor, size)

        return write

    def _give_up(self, since: bytearray) -> None:
        if self._since is since:
            self._since = None

    def _adopt(self, since: bytearray, descriptor: int, size: int) -> None:
        """Switch to the new file, unless the document was saved meanwhile."""
        if self._since is not since:
            _discard(descriptor, _new(self._path))
            return
        self._since = None
        self._put(descriptor, size, since)

    def _put(self, descriptor: int, size: int, since: bytearray) -> None:
        """Switch to a new file, with the records since it was started, unless that fails."""
        try:
            write_all(descriptor, since)
            os.replace(_new(self._path), self._path)
        except OSError:
            _discard(descriptor, _new(self._path))
            return
        old, self._descriptor = self._descriptor, descriptor
        self._base_size, self._size = size, size + len(since)
        self._unwritten.clear()
        self._is_doubtful = False
        close(old)


def _before(text: str, inverse: Transaction) -> str:
    """Return the text that a transaction was applied to."""
    for change in reversed(inverse.changes):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _new(path: Path) -> Path:
    return path.with_suffix(NEW_SUFFIX)


def _write_new(path: Path, data: bytes) -> tuple[int, int]:
    """Write a file that will become `path`, and lock it. Return its descriptor and size. Leaves nothing on OSError."""
    new = _new(path)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(new, flags, 0o600)
    try:
        with contextlib.suppress(OSError):  # some file systems have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        write_all(descriptor, data)
    except BaseException:
        _discard(descriptor, new)
        raise
    return descriptor, len(data)


def _discard(descriptor: int, path: Path) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
    close(descriptor)
