"""Makes system calls fail, or the process die at them, one after another, like SQLite's journal tests."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from editor.document import Document
from editor.recovery import ahead, journal, journal_file, new_file
from editor.recovery.journal import Journal
from editor.recovery.journal_file import SUFFIX, read_journal
from editor.storage import atomic_write, files
from editor.storage.files import FileError, read_file, write_file

ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EINTR")
OLD = "old text, line by line\n" * 300
NEW = "new text, and longer lines\n" * 400

_CALLS = frozenset(
    [
        *("open", "write", "read", "close", "fsync", "fstat", "stat", "lseek", "ftruncate", "posix_fallocate"),
        *("fchown", "fchmod", "listxattr", "getxattr", "setxattr", "removexattr", "replace", "unlink", "dup", "access"),
    ]
)
_NEVER_FAIL = ("close", "unlink", "access")
"""These undo what nothing else can undo, so they never fail; but the process may die there."""


class FaultyOs:
    """The module `os`, but call number `at` (from 1) fails, and with `goes_on` every later one that writes.

    Args:
        error: the error's name; "": the process dies.
        refused: calls by name; they always raise PermissionError when their predicate says so.
    """

    def __init__(
        self,
        at: int = 0,
        error: str = "",
        *,
        goes_on: bool = False,
        refused: dict[str, Callable[..., bool]] | None = None,
    ) -> None:
        self.calls = 0
        self._at = at
        self._error = error
        self._goes_on = goes_on
        self._refused = refused or {}

    def __getattr__(self, name: str) -> Any:
        real: Any = getattr(os, name)
        if name not in _CALLS:
            return real

        def call(*arguments: Any, **options: Any) -> Any:
            self.calls += 1
            if name in self._refused and self._refused[name](*arguments):
                raise PermissionError(1, "Operation not permitted")
            if self.calls == self._at or (self._goes_on and 0 < self._at < self.calls and name in ("write", "fsync")):
                if name == "write":
                    os.write(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                if not self._error:
                    os.kill(os.getpid(), signal.SIGKILL)
                if name not in _NEVER_FAIL:
                    number = getattr(errno, self._error)
                    raise OSError(number, os.strerror(number))
            return real(*arguments, **options)

        return call


@contextmanager
def faulty(
    system: FaultyOs, modules: Sequence[ModuleType] = (atomic_write, files, journal, journal_file, new_file)
) -> Iterator[None]:
    """Make these modules use `system` for their system calls."""
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            patch.setattr(module, "os", system)
        yield


def in_child(work: Callable[[], object]) -> bool:
    """Do something in a separate process; return True if it survived to the end."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


# -- saving ------------------------------------------------------------------------------------------------------------


def _refuses_new_files(path: Any, flags: int, *_: Any) -> bool:
    return bool(flags & os.O_CREAT) and Path(path).parent.name == "drafts"


KINDS: dict[str, dict[str, Callable[..., bool]]] = {
    "new file": {},
    "plain file": {},
    "symbolic link": {},
    "hard link": {},
    "another's, given away": {},
    "another's, not given away": {"fchown": lambda *_: True},
    "closed directory": {"open": _refuses_new_files},
}
NEED_ROOT = ("another's, given away", "another's, not given away")


class SaveFaults:
    """Saves under every fault, in a directory of its own, and counts the results.

    Attributes:
        counts: `faults`, `torn` (the file itself, with a complete copy next to it), `lost`, `false saved`, `left`
            (after an error), `left by death`, `left after sweeping`.
    """

    def __init__(self, directory: Path) -> None:
        self.counts: Counter[str] = Counter()
        self._directory = directory / "drafts"
        self._rescue = directory / "state" / "logprose" / "rescue"

    def run(self, kind: str) -> None:
        """Try each error, and death, at each call while saving such a file."""
        self._save(kind, counting := FaultyOs(refused=KINDS[kind]))
        for at in range(1, counting.calls + 1):
            for error in ("", *ERRORS):
                self._try(kind, at, error, goes_on=False)
            self._try(kind, at, "ENOSPC", goes_on=True)

    def _prepare(self, kind: str) -> Path:
        for directory in (self._directory, self._rescue):
            directory.mkdir(parents=True, exist_ok=True)
            for entry in directory.iterdir():
                entry.unlink()
        path, target = self._directory / "draft.md", self._directory / "draft.md"
        if kind == "symbolic link":
            target = self._directory / "target.md"
            path.symlink_to(target)
        if kind != "new file":
            target.write_text(OLD)
            target.chmod(0o640)
        if kind == "hard link":
            os.link(target, self._directory / "twin.md")
        if kind in NEED_ROOT:
            os.chown(target, 1234, 1234)
        return path

    def _save(self, kind: str, system: FaultyOs) -> str:
        """Save; return the writer's message: "saved", or an error."""
        path = self._prepare(kind)
        expected = read_file(path).stamp
        with faulty(system):
            try:
                write_file(path, NEW, expected=expected)
            except FileError as error:
                return str(error)
        return "saved"

    def _try(self, kind: str, at: int, error: str, *, goes_on: bool) -> None:
        system = FaultyOs(at, error, goes_on=goes_on, refused=KINDS[kind])
        said = ""
        if error:
            said = self._save(kind, system)
        else:
            in_child(lambda: self._save(kind, system))
        self._judge(kind, said)

    def _judge(self, kind: str, said: str) -> None:
        counts, path = self.counts, self._directory / "draft.md"
        counts["faults"] += 1
        found = path.read_text() if path.exists() else ""
        left = [entry for entry in self._directory.iterdir() if entry.name.startswith(".")]
        left += list(self._rescue.iterdir())
        is_whole = found in ("" if kind == "new file" else OLD, NEW)
        if not is_whole:
            has_copy = any(entry.read_text() == NEW for entry in left)
            counts["torn" if has_copy else "lost"] += 1
        if said == "saved":
            counts["false saved"] += found != NEW
        if said:
            assert "\n" not in said
            counts["left"] += len(left) if is_whole else 0
        elif is_whole:
            counts["left by death"] += len(left)
            target = self._directory / ("target.md" if kind == "symbolic link" else "draft.md")
            atomic_write.sweep(target, with_copies=True)
            swept = [*self._directory.iterdir(), *self._rescue.iterdir()]
            counts["left after sweeping"] += sum(entry.name.startswith(".") for entry in swept)
        if is_whole and kind not in ("new file",):
            status = path.stat()
            assert stat.S_IMODE(status.st_mode) == 0o640, (kind, said)
            assert (status.st_uid == 1234) == (kind in NEED_ROOT)
        if kind == "hard link":
            assert (self._directory / "twin.md").read_text() == found
        assert path.is_symlink() == (kind == "symbolic link")


# -- journalling -------------------------------------------------------------------------------------------------------

_TYPED = "typed while the disk fails"


class JournalFaults:
    """Writes ahead, types, re-bases and syncs under every fault, and counts the results.

    Attributes:
        counts: `faults`; `lost`: the journal lacks typed text after the disk works again, or after the death.
    """

    def __init__(self, directory: Path) -> None:
        self.counts: Counter[str] = Counter()
        self._directory = directory / "journals"
        self._log = directory / "typed"

    def run(self, error: str) -> None:
        """Make each call while typing fail with `error`; "": the process dies there."""
        self._type(counting := FaultyOs())
        for at in range(1, counting.calls + 1):
            for goes_on in (False, True) if error else (False,):
                system = FaultyOs(at, error, goes_on=goes_on)
                if error:
                    document, kept = self._type(system)
                    kept._tried_at = -1e9
                    kept.retry()
                    found = read_journal(kept.path).text if kept.path is not None else None
                    self.counts["lost"] += found != document.text
                    kept.close()
                    assert not any(self._directory.iterdir())
                else:
                    in_child(partial(self._type, system))
                    self._judge_death()
                self.counts["faults"] += 1

    def _type(self, system: FaultyOs) -> tuple[Document, Journal]:
        """Type letter by letter, noting the text after each; start a new base in the middle."""
        shutil.rmtree(self._directory, ignore_errors=True)
        self._log.write_text("")
        draft = self._directory.with_name("draft.md")
        draft.write_text("begun\n")
        document = Document.read(draft)
        kept = Journal(document, self._directory)
        kept._tried_at = -1e9
        with pytest.MonkeyPatch.context() as patch, faulty(system):
            patch.setattr(journal, "_RETRY_S", 0.0)
            patch.setattr(ahead, "_LEAST_AHEAD", 0)
            assert kept.is_behind
            kept.write_ahead()()()
            for index, letter in enumerate(_TYPED):
                document.replace(len(document), len(document), letter)
                with open(self._log, "a") as log:
                    log.write(letter)
                if index == 5:
                    kept.sync()()
                if index == 10 and kept.path is not None:
                    write = kept.rebase()
                    document.replace(0, 0, "")
                    write()()
        return document, kept

    def _judge_death(self) -> None:
        """Check that everything typed before the letter at which the process died is there."""
        typed = self._log.read_text()
        left = list(self._directory.glob(f"*{SUFFIX}")) if self._directory.exists() else []
        found = read_journal(left[0]).text if left else "begun\n"
        self.counts["lost"] += not found.startswith("begun\n" + typed)
