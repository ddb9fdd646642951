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
from typing import NamedTuple

import msgspec

from editor.document.authorship import Authored, Spans
from editor.document.document import Document, DocumentChange, Phase
from editor.document.transaction import Transaction
from editor.recovery.journal_file import (
    MAGIC,
    NEW_SUFFIX,
    SUFFIX,
    Authors,
    Header,
    JournalError,
    bytes_of,
    close,
    digest_of,
    read_header,
    reason,
    record,
)
from editor.storage.atomic_write import sync_directory, write_all
from editor.storage.files import FileError, read_file

_RETRY_S = 1.0  # after the journal couldn't be started
_LEAST_REBASED = 1 << 20  # bytes of transactions
_REBASED_AT = 4  # times the size of the text
_LEAST_AHEAD = 1 << 20  # code points of a text whose first record is written ahead of the first change


class _Ahead(NamedTuple):
    """A file that holds the text of a revision already, to become the journal at the first change after that."""

    revision: int
    descriptor: int
    size: int
    digest: bytes


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
        self._ahead: _Ahead | None = None
        self._saved_text: str | None = None  # of a later save than the file's digest is of
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
        self._drop_ahead()
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
        self._drop_ahead()
        self._tried_at = -_RETRY_S
        if descriptor >= 0:
            with contextlib.suppress(OSError):
                os.unlink(self._path)
            close(descriptor)

    def saved_before(self, text: str) -> None:
        """Record only the changes since a save; `text` is what was saved."""
        self._since = None
        if len(text) >= _LEAST_AHEAD and self._names_the_file():
            self._saved_text = text  # what is there leads to the same text, so the new base can wait for a thread
            return
        self._digest, self._saved_text = digest_of(text), None
        if self._descriptor < 0:
            self._tried_at = -_RETRY_S
            self._begin()
            return
        try:
            descriptor, size = _write_new(_new(self._path), self._beginning())
        except OSError as error:
            self.problem = reason(error)  # the old file stays in use: it leads to the same text
            return
        self._put(descriptor, size, bytearray())

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
            authors = self._document.authorship.spans  # nothing was written of those ahead
        elif self._descriptor < 0:
            if not self._digest:
                self._digest = digest_of(_before(self._document.text, change.inverse))
            self._begin()
            return
        data = record([(one.start, one.end, bytes_of(one.text)) for one in change.transaction.changes])
        self._write(data + _authors(authors))

    def _noted(self, span: Authored) -> None:
        """Record an author; if there is no file yet, its beginning will name them all."""
        if self._descriptor >= 0:
            self._write(_authors((span,)))

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
            descriptor, size = _write_new(_new(self._path), self._beginning())
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

    def _beginning(self) -> bytes:
        """Return the first records, with the current text."""
        return _beginning(self._header(), self._document.text, self._document.authorship.spans)

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
        document = self._document
        is_in_file = document.path is not None and bool(document.stamp.digest) and not document.modified
        is_free = self._descriptor < 0 and self._ahead is None and not document.read_only
        return is_in_file and is_free and len(document) >= _LEAST_AHEAD

    def write_ahead(self) -> Callable[[], Callable[[], None]]:
        """Return a function that writes the first records while nothing changes; it blocks and can run in any thread.

        It takes the text from the draft's file, if that still is what was read or saved. It returns a function to be
        called where the document is edited.
        """
        document, path = self._document, self._ahead_path
        source, stamp, encoding = document.path, document.stamp, document.encoding
        revision, length, chosen = document.revision, len(document), document.chosen_encoding
        header = self._header()

        def write() -> Callable[[], None]:
            try:
                assert source is not None
                content = read_file(source, chosen)
                if (content.stamp.digest, content.encoding, len(content.text)) != (stamp.digest, encoding, length):
                    return lambda: None
                digest = digest_of(content.text)
                beginning = _beginning(msgspec.structs.replace(header, digest=digest), content.text, ())
                self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
                written = _write_new(path, beginning)
            except (OSError, FileError, ValueError):
                return lambda: None  # the first change will write it, or say why not
            ahead = _Ahead(revision, *written, digest)
            return lambda: self._keep_ahead(ahead)

        return write

    @property
    def _ahead_path(self) -> Path:
        return self._path.with_name(f"{self._path.stem}-ahead{NEW_SUFFIX}")

    def _keep_ahead(self, ahead: _Ahead) -> None:
        """Have the file ready, unless the document was edited meanwhile."""
        if self._has_stopped or self._descriptor >= 0 or ahead.revision != self._document.revision:
            _discard(ahead.descriptor, self._ahead_path)
        else:
            self._ahead = ahead

    def _has_begun_ahead(self) -> bool:
        """Let the file that is ready become the journal, before its first change is recorded. False: there is none."""
        ahead = self._ahead
        if ahead is None:
            return False
        try:
            os.replace(self._ahead_path, self._path)
        except OSError:
            self._drop_ahead()
            return False
        self._ahead = None
        self._descriptor, self._size, self._base_size = ahead.descriptor, ahead.size, ahead.size
        self._digest, self.problem = ahead.digest, ""
        return True

    def _drop_ahead(self) -> None:
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            _discard(ahead.descriptor, self._ahead_path)

    # -- a new base ----------------------------------------------------------------------------------------------------

    @property
    def is_long(self) -> bool:
        """Whether the file should start over from the current text: it holds many transactions, hasn't heard of the
        last save, or failed to sync."""
        changes = self._size - self._base_size
        is_free = self._descriptor >= 0 and self._since is None and not self._unwritten
        is_old = self._is_doubtful or self._saved_text is not None
        return is_free and (is_old or changes > max(_LEAST_REBASED, _REBASED_AT * self._base_size))

    def rebase(self) -> Callable[[], Callable[[], None]]:
        """Start over from the current text. Return a function that writes it; it blocks and can run in any thread.

        That function returns one that replaces the old file, to be called where the document is edited. The old file
        is intact until then, and stays if anything fails.
        """
        text, saved, header = self._document.text, self._saved_text, self._header()
        authors = self._document.authorship.spans
        since = self._since = bytearray()

        def write() -> Callable[[], None]:
            digest = header.digest if saved is None else digest_of(saved)
            try:
                beginning = _beginning(msgspec.structs.replace(header, digest=digest), text, authors)
                descriptor, size = _write_new(_new(self._path), beginning)
            except OSError:
                return lambda: self._give_up(since)
            try:
                os.fsync(descriptor)
            except OSError:
                _discard(descriptor, _new(self._path))
                return lambda: self._give_up(since)
            return lambda: self._adopt(since, descriptor, size, digest)

        return write

    def _give_up(self, since: bytearray) -> None:
        if self._since is since:
            self._since = None

    def _adopt(self, since: bytearray, descriptor: int, size: int, digest: bytes) -> None:
        """Switch to the new file, unless the document was saved meanwhile."""
        if self._since is not since:
            _discard(descriptor, _new(self._path))
            return
        self._since = None
        if self._put(descriptor, size, since):
            self._digest, self._saved_text = digest, None

    def _put(self, descriptor: int, size: int, since: bytearray) -> bool:
        """Switch to a new file, with the records since it was started. Returns False if that fails."""
        try:
            write_all(descriptor, since)
            os.replace(_new(self._path), self._path)
        except OSError:
            _discard(descriptor, _new(self._path))
            return False
        old, self._descriptor = self._descriptor, descriptor
        self._base_size, self._size = size, size + len(since)
        self._unwritten.clear()
        self._is_doubtful = False
        close(old)
        return True


def _beginning(header: Header, text: str, authors: Spans) -> bytes:
    return MAGIC + record(header) + record(bytes_of(text)) + _authors(authors)


def _authors(spans: Spans) -> bytes:
    """Return the record of some authors, if there are any."""
    return record(Authors([(span.start, span.end, span.author) for span in spans])) if spans else b""


def _before(text: str, inverse: Transaction) -> str:
    """Return the text that a transaction was applied to."""
    for change in reversed(inverse.changes):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _new(path: Path) -> Path:
    return path.with_suffix(NEW_SUFFIX)


def _write_new(new: Path, data: bytes) -> tuple[int, int]:
    """Write a file that will become a journal, and lock it. Returns its descriptor and size; OSError leaves nothing."""
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
