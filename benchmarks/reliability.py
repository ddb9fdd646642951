"""What was tried to lose a text, and what was lost: faults of saving and journalling, kills, signals, full disks.

    python -m benchmarks.reliability [--kills 200] [--endings 20] [--seed 0]

Every system call of saving and of journalling fails in turn with ENOSPC, EIO, EDQUOT and EINTR, and the process dies
there. The real program is typed into on a pseudo-terminal and killed at random moments, ended by SIGTERM and SIGHUP, by
its terminal being closed, and by a handler that fails. Other owners and full disks need root; without it they are left
out and named.
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
from contextlib import contextmanager
from pathlib import Path

from editor.document import Document
from editor.document.files import FileError
from tests.e2e.pty_program import PtyProgram, type_until_killed
from tests.e2e.test_endings import FAILING
from tests.editor.document.faults import ERRORS, KINDS, NEED_ROOT, JournalFaults, SaveFaults

IS_ROOT = os.geteuid() == 0


def row(what: str, tried: int, *figures: str) -> None:
    """Print one line of the table."""
    print(f"{what:34} {tried:6,}  {'; '.join(figures)}", flush=True)


def saving_faults(directory: Path) -> None:
    """Every fault of saving, for each kind of file."""
    os.environ["XDG_STATE_HOME"] = str(directory / "state")
    total: Counter[str] = Counter()
    for kind in KINDS:
        if kind in NEED_ROOT and not IS_ROOT:
            print(f"saving, {kind}: left out, not root")
            continue
        faults = SaveFaults(directory)
        faults.run(kind)
        counts = faults.counts
        total += counts
        row(f"saving, {kind}", counts["faults"], *save_figures(counts))
    row("saving, all", total["faults"], *save_figures(total))


def save_figures(counts: Counter[str]) -> list[str]:
    """What became of the texts."""
    return [
        f"texts lost {counts['lost']}",
        f"false “saved” {counts['false saved']}",
        f"temp files left {counts['left']}",
        f"after a death {counts['left by death']}, {counts['left after sweeping']} once recovered",
        f"torn with a whole copy beside it {counts['torn']}",
    ]


def journal_faults(directory: Path) -> None:
    """Every fault of journalling."""
    faults = JournalFaults(directory)
    for error in ("", *ERRORS):
        faults.run(error)
    row("journalling", faults.counts["faults"], f"texts lost {faults.counts['lost']}")


def kills(count: int, seed: int) -> None:
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
        row(
            "SIGKILL in the midst of typing",
            count,
            f"oldest missing letter: median {statistics.median(missing):.0f} ms, at most {max(missing):.0f} ms old",
            f"letters missing at most {max(letters)}",
            f"older than 100 ms {sum(one > 100 for one in missing)}",
            f"wrong texts {wrong}",
        )


def endings(count: int) -> None:
    """End the program in each way, with something typed."""
    for what in ("SIGTERM", "SIGHUP", "closed terminal", "failing handler"):
        figures: Counter[str] = Counter()
        for _ in range(count):
            with home() as place:
                end(place, what, figures)
        if count:
            left = () if what == "closed terminal" else (f"terminals left broken {figures['broken']}",)
            row(what, count, f"texts lost {figures['lost']}", f"wrong exit codes {figures['code']}", *left)


def end(place: Path, what: str, figures: Counter[str]) -> None:
    """Type, end the program in one way, and count what became of it."""
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
    figures["code"] += program.wait() != code
    figures["lost"] += program.recovered() != "typedbegun\n" or draft.read_text() != "begun\n"
    if what != "closed terminal":
        figures["broken"] += not program.is_terminal_left_clean()
        program.close_terminal()


def full_disks(count: int) -> None:
    """Save onto a file system without room, and beyond the largest size of a file, whatever the size of the text."""
    for what in ("full file system", "RLIMIT_FSIZE"):
        if what == "full file system" and not IS_ROOT:
            print(f"{what}: left out, not root")
            continue
        lost = saved = left = 0
        for number in range(count):
            with home() as place, no_room(place, what) as is_set:
                if not is_set:
                    print(f"{what}: left out, nothing may be mounted here")
                    break
                path = place / "draft.md"
                path.write_text("old\n" * 200)
                if number % 2:
                    os.link(path, place / "twin.md")
                document = Document.read(path)
                document.replace(0, 0, "new\n" * (20_000 + 999 * number))
                try:
                    document.write()
                    saved += 1
                except FileError:
                    lost += path.read_text() != "old\n" * 200
                left += sum(entry.name.startswith(".logprose") for entry in place.iterdir())
        else:
            row(f"saving, {what}", count, f"texts lost {lost}", f"false “saved” {saved}", f"temp files left {left}")


@contextmanager
def no_room(place: Path, what: str) -> Iterator[bool]:
    """Leave room for 64 KiB; whether that was possible."""
    if what == "RLIMIT_FSIZE":
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 10, before[1]))
        yield True
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    is_mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    yield is_mounted
    if is_mounted:
        subprocess.run(["umount", str(place)], check=True)


@contextmanager
def home() -> Iterator[Path]:
    """An empty directory."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--endings", type=int, default=20, help="of each kind; and full disks")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print(f"{'':34} {'tried':>6}")
    with home() as place:
        saving_faults(place)
    with home() as place:
        journal_faults(place)
    full_disks(options.endings)
    endings(options.endings)
    kills(options.kills, options.seed)


if __name__ == "__main__":
    main()
