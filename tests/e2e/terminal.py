"""A terminal to run the program in: a tmux of our own, its keys and its screen."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs

from tests.patience import PATIENCE_S
from tests.project import EAGER, ROOT

PROMPT = "READY>"
COMMAND = (sys.executable, "-m", "editor.cli")

_EVERY = 0.05
_SGR = re.compile(r"\x1b\[([0-9;:]*)m")
_OTHER_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;:?]*[A-Za-ln-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-B])")


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a program with another home directory, but the usual cache of models."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / ".state"),
        "XDG_CACHE_HOME": str(Path(platformdirs.user_cache_dir("logprose")).parent),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{EAGER}",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
    }


def tour_seen(home: Path) -> Path:
    """Return the file that records that the writer with this home has seen the first-start tour."""
    return home / ".state" / "logprose" / "tour-seen"


class Terminal:
    """A shell in a terminal of 100×30 cells. Every method that waits fails with the screen in its message."""

    def __init__(self, home: Path) -> None:
        self._socket = f"logprose-test-{secrets.token_hex(4)}"
        tour_seen(home).parent.mkdir(parents=True)
        tour_seen(home).touch()  # it would cover the draft
        startup = home / ".shrc"  # an interactive POSIX shell reads this first
        startup.write_text(f"PS1='{PROMPT} '\n")
        self._environment = environment(home) | {"ENV": str(startup)}
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", "100", "-y", "30", "-c", str(home), "sh")

    def _tmux(self, *arguments: str) -> str:
        command = ("tmux", "-L", self._socket, "-u", *arguments)
        return subprocess.run(command, env=self._environment, check=True, capture_output=True, text=True).stdout

    def close(self) -> None:
        """End everything that runs in it."""
        socket = Path(self.state("socket_path"))
        self._tmux("kill-server")
        socket.unlink(missing_ok=True)

    def record(self, path: Path) -> None:
        """Record every byte that programs write to this terminal from now on."""
        self._tmux("pipe-pane", f"cat >> {shlex.quote(str(path))}")

    def run(self, *arguments: str | Path) -> None:
        """Start the program from the shell."""
        self.run_other(*COMMAND, *arguments)

    def run_other(self, *command: str | Path) -> None:
        """Start another program from the shell."""
        self._tmux("send-keys", "-l", shlex.join(map(str, command)) + '; echo "status=$?"')
        self._tmux("send-keys", "Enter")

    def write(self, text: str) -> None:
        """Type a text."""
        self._tmux("send-keys", "-l", "--", text)

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names for them."""
        self._tmux("send-keys", *keys)

    def screen(self) -> str:
        """Return the screen, without spaces at the ends of its lines."""
        return "\n".join(line.rstrip() for line in self._tmux("capture-pane", "-p").splitlines())

    def underlined(self) -> list[str]:
        """Return the underlined pieces of the screen, whatever their style, from the top down."""
        return underlined_parts(self._tmux("capture-pane", "-p", "-e"))

    def state(self, variable: str) -> str:
        """Return one of tmux's variables of the pane, such as `cursor_flag`."""
        return self._tmux("display-message", "-p", f"#{{{variable}}}").strip()

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until `holds` returns True."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"timed out waiting for: {what}\n{self.screen()}")
            time.sleep(_EVERY)

    def until_shown(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self.until(lambda: text in self.screen(), f"{text!r} on the screen")

    def descendants(self, part: str) -> list[int]:
        """Return the processes started from here whose command line contains `part`."""
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except OSError:
                    continue  # it has just ended
        found, shell = [], int(self.state("pane_pid"))
        for pid in parents:
            ancestor = pid
            while ancestor in parents and ancestor != shell:
                ancestor = parents[ancestor]
            if ancestor == shell and part in command_line(pid):
                found.append(pid)
        return found


def command_line(pid: int) -> str:
    """Return the command line of a process; empty if there is no such process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def underlined_parts(screen: str) -> list[str]:
    """Return the underlined stretches of a screen with SGR sequences, line by line."""
    found: list[str] = []
    is_underlined = False
    for line in screen.splitlines():
        goes_on = False
        for index, part in enumerate(_SGR.split(_OTHER_SEQUENCE.sub("", line))):
            if index % 2:
                is_underlined = _underline_after(part, is_underlined)
            elif part:
                if is_underlined and goes_on:
                    found[-1] += part
                elif is_underlined:
                    found.append(part)
                goes_on = is_underlined
    return found


def _underline_after(parameters: str, before: bool) -> bool:
    """Return True if text is underlined after an SGR sequence with these parameters."""
    now = before
    parts = iter(parameters.split(";"))
    for part in parts:
        if part in ("", "0", "24", "4:0"):
            now = False
        elif part == "4" or part.startswith("4:"):
            now = True
        elif part in ("38", "48", "58"):
            for _ in range(3 if next(parts, "") == "2" else 1):
                next(parts, "")
    return now
