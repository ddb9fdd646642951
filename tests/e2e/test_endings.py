"""However the program ends, the typing is in the journal, the terminal is as it was, and the worker is gone."""

from __future__ import annotations

import random
import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.pty_program import PtyProgram, type_until_killed

if not Path("/proc/self/task").exists():
    pytest.skip("no /proc: processes cannot be watched", allow_module_level=True)

BUSY_S = 1.0
"""How long a letter may wait for the program on a machine busy with other tests. `python -m benchmarks.reliability`
measures how long it really takes."""

FAILING = """
from editor import cli
from editor.help import feature
def fail(self): raise RuntimeError("a handler that fails")
feature.HelpFeature.show_help = fail
import sys
sys.exit(cli.main())
"""


@pytest.fixture
def draft(home: Path) -> Path:
    path = home / "draft.md"
    path.write_text("begun\n")
    return path


@pytest.mark.parametrize("seed", range(5))
def test_a_kill_while_typing_loses_only_the_last_moment(home: Path, draft: Path, seed: int) -> None:
    chance = random.Random(seed)
    moments = [0.0]
    for _ in range(chance.randint(20, 60)):
        moments.append(moments[-1] + chance.uniform(0.001, 0.03))
    missing_s, _ = type_until_killed(home, draft, moments, 0.2)
    assert 0 <= missing_s < BUSY_S


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly(home: Path, draft: Path, number: signal.Signals) -> None:
    program = PtyProgram(home, draft)
    program.until_shown("draft.md")
    program.type("typed")
    program.until_kept("typedbegun\n")
    program.kill(number)
    assert program.wait() == 128 + number
    assert program.is_terminal_left_clean()
    assert b"the next start offers them" in program.written
    assert program.recovered() == "typedbegun\n"
    assert draft.read_text() == "begun\n"


def test_a_closed_terminal_ends_it(home: Path, draft: Path) -> None:
    program = PtyProgram(home, draft)
    program.until_shown("draft.md")
    program.type("typed")
    program.until_kept("typedbegun\n")
    program.close_terminal()
    assert program.wait() == 128 + signal.SIGHUP
    assert program.recovered() == "typedbegun\n"


def test_a_handler_that_fails_ends_it_with_everything_in_the_journal(home: Path, draft: Path) -> None:
    program = PtyProgram(home, "--no-scorer", draft, command=(sys.executable, "-c", FAILING))
    program.until_shown("draft.md")
    program.type("typed\x1bOP")
    assert program.wait() == 1
    assert b"a handler that fails" in program.written
    assert program.is_terminal_left_clean()
    assert program.recovered() == "typedbegun\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, None])
def test_the_worker_ends_with_it(home: Path, draft: Path, number: signal.Signals | None) -> None:
    program = PtyProgram(home, draft, command=(sys.executable, "-m", "editor.cli"))
    program.until_shown("draft.md")
    program.until(lambda: bool(program.children()), "the worker")
    workers = program.children()
    if number is None:
        program.close_terminal()
    else:
        program.kill(number)
    program.wait()
    is_gone = program.comes_to(lambda: not any(Path(f"/proc/{worker}/cmdline").exists() for worker in workers))
    assert is_gone, "the worker is still there"


def test_a_second_editor_of_a_file_is_warned_while_the_first_is_alive(home: Path, draft: Path) -> None:
    first = PtyProgram(home, draft)
    first.until_shown("draft.md")
    second = PtyProgram(home, draft)
    second.until(lambda: f"process {first.pid} on".encode() in second.written, "who has the file")
    second.kill(signal.SIGTERM)
    assert second.wait() == 128 + signal.SIGTERM
    first.kill()
    first.wait()
    third = PtyProgram(home, draft)
    third.until_shown("draft.md")
    third.type("typed")
    third.until_kept("typedbegun\n")
    third.kill(signal.SIGTERM)
    third.wait()
    assert b"process" not in third.written
