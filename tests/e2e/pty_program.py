"""The program on a bare pseudo-terminal: type into it at given times, end it in any way, and read its journal."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from editor.recovery.journal_file import SUFFIX, read_journal
from editor.recovery.leftovers import leftovers
from tests.e2e.terminal import environment, tour_seen
from tests.patience import PATIENCE_S

COMMAND = (sys.executable, "-m", "editor.cli", "--no-scorer")
_TERMINAL_LEFT = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1000l", b"\x1b[?1003l")


class PtyProgram:
    """A program whose controlling terminal is ours.

    Args:
        home: its home directory; its state is in `.state` there.
        arguments: the program's.
        command: the command to run.
        size: of the terminal, in rows and columns.
        variables: of its environment, in addition to the usual ones.

    Attributes:
        written: everything it wrote to the terminal.
    """

    def __init__(
        self,
        home: Path,
        *arguments: str | Path,
        command: Sequence[str] = COMMAND,
        size: tuple[int, int] = (24, 80),
        variables: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        tour_seen(home).parent.mkdir(parents=True, exist_ok=True)
        tour_seen(home).touch()
        self._state = home / ".state" / "logprose"
        self.written = b""
        self._is_closing = False
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            full = {**environment(home), "TERM": "xterm-256color", **variables}
            os.execvpe(command[0], [*command, *map(str, arguments)], full)
        termios.tcsetwinsize(self._terminal, size)
        self._attributes = termios.tcgetattr(self._terminal)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while not self._is_closing:
                # Closing a terminal has no effect while a thread waits to read from it.
                if select.select([self._terminal], [], [], 0.05)[0]:
                    part = os.read(self._terminal, 1 << 16)
                    if not part:
                        break
                    self.written += part

    def comes_to(self, holds: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
        """Wait until `holds` returns True; return False if it never does."""
        deadline = time.monotonic() + patience_s
        while not (held := holds()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return held

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until `holds` returns True."""
        if not self.comes_to(holds):
            self.kill()
            raise AssertionError(f"timed out waiting for {what}; it has written {self.written[-1000:]!r}")

    def until_shown(self, name: str) -> None:
        """Wait for the first screen, with the draft's name in the status line."""
        self.until(lambda: name.encode() in self.written, f"{name} on the screen")

    def is_shown(self, text: bytes) -> bool:
        """Wait for a text on the terminal; return False if it never comes."""
        return self.comes_to(lambda: text in self.written)

    def until_kept(self, text: str) -> None:
        """Wait until a text is in the journal of the running program."""
        self.until(lambda: text in [read_journal(path).text for path in self._journals()], f"{text!r} in the journal")

    def _journals(self) -> list[Path]:
        return list((self._state / "journals").glob(f"*{SUFFIX}"))

    def type(self, text: str) -> float:
        """Send keys; return the time."""
        os.write(self._terminal, text.encode("utf-8", "surrogateescape"))
        return time.monotonic()

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def close_terminal(self) -> None:
        """Close the terminal's other end, like closing its window."""
        self._is_closing = True
        self._reader.join()
        os.close(self._terminal)

    def wait(self, patience_s: float = PATIENCE_S) -> int:
        """Wait until it ends; return its exit code, or minus the signal that killed it."""
        deadline = time.monotonic() + patience_s
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                raise AssertionError(f"it does not end; it has written {self.written[-1000:]!r}")
            time.sleep(0.01)
        self._reader.join(1)
        return os.waitstatus_to_exitcode(status)

    def is_terminal_left_clean(self) -> bool:
        """Return True if the terminal is as the program found it."""
        now: list[Any] = termios.tcgetattr(self._terminal)
        ends = self.written.rpartition(b"\x1b[?1049h")[2]
        return now == self._attributes and all(sequence in ends for sequence in _TERMINAL_LEFT)

    def children(self) -> list[int]:
        """Return its child processes."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def recovered(self) -> str | None:
        """Return the text in the newest journal left behind, if any."""
        found = leftovers(self._state / "journals")
        return read_journal(found[0].path).text if found else None


def type_until_killed(home: Path, draft: Path, moments: Sequence[float], pause_s: float) -> tuple[float, int]:
    """Type a draft and kill the program while typing; return how much is missing from the journal.

    Args:
        home: an empty home directory.
        draft: the file to create.
        moments: when to send the letters and, last, when to kill the program, in seconds from the first.
        pause_s: time for the program to draw its first screen.

    Returns:
        How many seconds before the kill the oldest missing letter was sent (0: none is missing), and how many are
        missing. -1 seconds: the text isn't what was typed.
    """
    draft.write_text("begun\n")
    program = PtyProgram(home, draft)
    program.until_shown(draft.name)
    time.sleep(pause_s)
    letters, sent = "", []
    start = time.monotonic()
    for moment in moments[:-1]:
        time.sleep(max(0.0, start + moment - time.monotonic()))
        letter = "abcdefghijklmnopqrstuvwxyz "[len(letters) % 27]
        sent.append(program.type(letter))
        letters += letter
    time.sleep(max(0.0, start + moments[-1] - time.monotonic()))
    killed = time.monotonic()
    program.kill()
    program.wait()
    program.close_terminal()
    assert draft.read_text() == "begun\n"
    text = program.recovered()
    found = "" if text is None else text.removesuffix("begun\n")
    if not letters.startswith(found):
        return -1.0, len(letters)
    missing = len(letters) - len(found)
    return (killed - sent[len(found)] if missing else 0.0), missing
