"""Tries to lose a text, and counts how often that succeeds: faults while saving and journalling, kills, signals, full
disks.

    python -m benchmarks.reliability [--kills 200] [--endings 20] [--seed 0]

Every system call in saving and journalling fails in turn with ENOSPC, EIO, EDQUOT and EINTR, and then the process dies
at that point. Each kind of file is saved to a file system that is really full, and beyond the file size limit. On a
pseudo-terminal, we type into the real program and kill it at random moments; end it with SIGTERM and SIGHUP, by closing
its terminal, and with a failing handler; and kill it once its journal works again after a full disk. Other owners and
full disks need root; without it they are skipped, with a message.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from editor.document import Document
from editor.storage.files import FileError
from tests.e2e.pty_program import PtyProgram, type_until_killed
from tests.e2e.test_endings import FAILING
from tests.suites.faults import ERRORS, KINDS, NEED_ROOT, JournalFaults, SaveFaults

IS_ROOT = os.geteuid() == 0
OLD = "old\n" * 200
BUSY_MS = 100.0
"""How many ms of typing may be missing after a SIGKILL."""


class Row(NamedTuple):
    """What was tried, how often, how often something was lost or wrong, and the details in words."""

    what: str
    tried: int
    failed: int
    figures: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.what:54} {self.tried:6,}  {'; '.join(self.figures)}"


def left_out(what: str, why: str) -> None:
    """Print that something is skipped here."""
    print(f"{what}: skipped, {why}", file=sys.stderr, flush=True)


def saving_faults(directory: Path) -> Iterator[Row]:
    """Try every fault while saving, for each kind of file."""
    for kind in KINDS:
        if kind in NEED_ROOT and not IS_ROOT:
            left_out(f"saving, {kind}", "not root")
            continue
        faults = SaveFaults(directory)
        with patch.dict(os.environ, {"XDG_STATE_HOME": str(directory / "state")}):
            faults.run(kind)
        counts = faults.counts
        figures = (
            f"texts lost {counts['lost']}",
            f"false “saved” {counts['false saved']}",
            f"temp files left {counts['left']}",
            f"after a death {counts['left by death']}, {counts['left after sweeping']} once recovered",
            f"torn with a whole copy next to it {counts['torn']}",
        )
        failed = sum(counts[what] for what in ("lost", "false saved", "left", "left after sweeping"))
        yield Row(f"saving, faults of system calls: {kind}", counts["faults"], failed, figures)


def journal_faults(directory: Path) -> Iterator[Row]:
    """Try every fault while journalling."""
    faults = JournalFaults(directory)
    for error in ("", *ERRORS):
        faults.run(error)
    lost = faults.counts["lost"]
    yield Row("journalling, faults of system calls", faults.counts["faults"], lost, (f"texts lost {lost}",))


def kills(count: int, seed: int) -> Iterator[Row]:
    """Kill the program at random moments of typing."""
    chance = random.Random(seed)
    missing, letters, wrong = [], [], 0
    for _ in range(count):
        moments = [0.0]
        for _ in range(chance.randint(10, 80)):
            moments.append(moments[-1] + chance.uniform(0.001, 0.05))
        with home() as place:
            seconds, lost = type_until_killed(place, place / "draft.md", moments, chance.uniform(0, 0.3))
        wrong += seconds < 0
        missing.append(max(seconds, 0) * 1000)
        letters.append(lost)
    if count:
        late = sum(one > BUSY_MS for one in missing)
        figures = (
            f"oldest missing letter: median {statistics.median(missing):.0f} ms, at most {max(missing):.0f} ms old",
            f"letters missing at most {max(letters)}",
            f"older than {BUSY_MS:.0f} ms {late}",
            f"wrong texts {wrong}",
        )
        yield Row("SIGKILL while typing", count, wrong + late, figures)


def endings(count: int) -> Iterator[Row]:
    """End the program in each way after typing something."""
    for what in ("SIGTERM", "SIGHUP", "closed terminal", "failing handler"):
        counts: Counter[str] = Counter()
        for _ in range(count):
            with home() as place:
                end(place, what, counts)
        if count:
            left = () if what == "closed terminal" else (f"terminals left broken {counts['broken']}",)
            figures = (f"texts lost {counts['lost']}", f"wrong exit codes {counts['code']}", *left)
            yield Row(what, count, counts.total(), figures)


def end(place: Path, what: str, counts: Counter[str]) -> None:
    """Type, end the program in one way, and count the results."""
    draft = place / "draft.md"
    draft.write_text("begun\n")
    command = (sys.executable, "-c", FAILING) if what == "failing handler" else (sys.executable, "-m", "editor.cli")
    program = PtyProgram(place, "--no-scorer", draft, command=command)
    program.until_shown(draft.name)
    program.type("typed")
    if what == "failing handler":
        program.type("\x1bOP")
        code = 1
    else:
        program.until_kept("typedbegun\n")
        code = 128 + (signal.SIGTERM if what == "SIGTERM" else signal.SIGHUP)
        if what == "closed terminal":
            program.close_terminal()
        else:
            program.kill(getattr(signal, what))
    counts["code"] += program.wait() != code
    counts["lost"] += program.recovered() != "typedbegun\n" or draft.read_text() != "begun\n"
    if what != "closed terminal":
        counts["broken"] += not program.is_terminal_left_clean()
        program.close_terminal()


def full_disks(count: int) -> Iterator[Row]:
    """Save each kind of file to a full file system, and beyond the file size limit, with texts of many sizes."""
    for what in ("full file system", "RLIMIT_FSIZE"):
        for kind in ("plain file", "symbolic link", "hard link", "another's"):
            if not IS_ROOT and (what == "full file system" or kind == "another's"):
                left_out(f"saving, {what}: {kind}", "not root")
                continue
            counts: Counter[str] = Counter()
            for number in range(count):
                with home() as place, no_room(place, what) as is_set:
                    if not is_set:
                        left_out(f"saving, {what}", "mounting is not allowed here")
                        return
                    save_without_room(place, kind, 20_000 + 999 * number, counts)
            if count:
                figures = (
                    *(f"texts lost {counts['lost']}", f"false “saved” {counts['saved']}"),
                    *(f"temp files left {counts['left']}", f"other files than before {counts['other']}"),
                )
                yield Row(f"saving, {what}: {kind}", count, counts.total(), figures)


def save_without_room(place: Path, kind: str, lines: int, counts: Counter[str]) -> None:
    """Save more lines than fit."""
    path, target = place / "draft.md", place / ("target.md" if kind == "symbolic link" else "draft.md")
    target.write_text(OLD)
    if kind == "symbolic link":
        path.symlink_to(target)
    elif kind == "hard link":
        os.link(path, place / "twin.md")
    elif kind == "another's":
        os.chown(path, 1234, 1234)
    before = path.lstat()
    document = Document.read(path)
    document.replace(0, 0, "new\n" * lines)
    try:
        document.write()
        counts["saved"] += 1
    except FileError:
        counts["lost"] += target.read_text() != OLD or not document.modified
    after = path.lstat()
    counts["left"] += sum(entry.name.startswith(".logprose") for entry in place.iterdir())
    counts["other"] += (before.st_mode, before.st_uid, before.st_nlink) != (after.st_mode, after.st_uid, after.st_nlink)


def full_state_directories(count: int) -> Iterator[Row]:
    """Type while there is no room for the journal, make room, type on, and kill the program."""
    if not IS_ROOT:
        left_out("journal on a full file system", "not root")
        return
    counts: Counter[str] = Counter()
    for _ in range(count):
        with home() as place:
            draft, state = place / "draft.md", place / ".state" / "logprose"
            draft.write_text("begun\n")
            state.mkdir(parents=True)
            with no_room(state, "full file system") as is_set:
                if not is_set:
                    left_out("journal on a full file system", "mounting is not allowed here")
                    return
                type_without_room(place, draft, state / "filler", counts)
    if count:
        figures = (f"texts lost {counts['lost']}", f"no message {counts['not said']}")
        yield Row("journal on a full file system", count, counts.total(), figures)


def type_without_room(place: Path, draft: Path, filler: Path, counts: Counter[str]) -> None:
    """Fill the file system after the program has started, type, make room, type on, and kill the program."""
    program = PtyProgram(place, draft)
    program.until_shown(draft.name)
    with suppress(OSError), open(filler, "wb", buffering=0) as file:
        while file.write(b"x" * 512):
            pass
    program.type("typed")
    counts["not said"] += not program.is_shown(b"write the recovery journal")
    filler.unlink()
    program.type(" on")
    program.until_kept("typed onbegun\n")
    program.kill()
    program.wait()
    program.close_terminal()
    counts["lost"] += program.recovered() != "typed onbegun\n"


@contextmanager
def no_room(place: Path, what: str) -> Iterator[bool]:
    """Leave only 64 KiB of room inside the block; yields whether that was possible."""
    if what == "RLIMIT_FSIZE":
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 10, before[1]))
        try:
            yield True
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    is_mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", str(place)], check=True)


@contextmanager
def home() -> Iterator[Path]:
    """Provide an empty directory."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def rows(kill_count: int, ending_count: int, seed: int = 0) -> Iterator[Row]:
    """Try everything."""
    with home() as place:
        yield from saving_faults(place)
    with home() as place:
        yield from journal_faults(place)
    yield from full_disks(ending_count)
    yield from full_state_directories(ending_count)
    yield from endings(ending_count)
    yield from kills(kill_count, seed)


def run(count: int) -> list[tuple[str, int, int]]:
    """Try everything with `count` kills, and a tenth as many endings and full disks. Returns (what, tried, failed)."""
    return [row[:3] for row in rows(count, max(1, count // 10))]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--endings", type=int, default=20, help="endings of each kind, and full disks")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print(f"{'':54} {'tried':>6}")
    for row in rows(options.kills, options.endings, options.seed):
        print(row, flush=True)


if __name__ == "__main__":
    main()
