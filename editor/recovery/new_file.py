"""The first records of a journal, written to a separate file that then replaces the journal."""

from __future__ import annotations

import contextlib
import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from editor.document.authorship import Spans
from editor.recovery.journal_file import MAGIC, Authors, Header, bytes_of, close, record
from editor.storage.atomic_write import write_all


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that holds the first records of a journal, open for more of them, and locked.

    Attributes:
        path: where it is.
        descriptor: of the open file.
        size: in bytes.
        digest: of the text of the draft's file, see `Header`.
    """

    path: Path
    descriptor: int
    size: int
    digest: bytes

    def become(self, journal: Path) -> None:
        """Replace a journal. Raises OSError."""
        os.replace(self.path, journal)

    def discard(self) -> None:
        """Close and remove it, and ignore errors."""
        with contextlib.suppress(OSError):
            os.unlink(self.path)
        close(self.descriptor)


def write_new(path: Path, header: Header, text: str, authors: Spans) -> NewFile:
    """Write a file of the records with which a journal begins. May block. OSError leaves nothing."""
    data = MAGIC + record(header) + record(bytes_of(text)) + of_authors(authors)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    new = NewFile(path, os.open(path, flags, 0o600), len(data), header.digest)
    try:
        with contextlib.suppress(OSError):  # some file systems have no locks
            fcntl.flock(new.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        write_all(new.descriptor, data)
    except BaseException:
        new.discard()
        raise
    return new


def of_authors(spans: Spans) -> bytes:
    """Return the record of some authors, if there are any."""
    return record(Authors([(span.start, span.end, span.author) for span in spans])) if spans else b""
