"""The real program, the real model, a real terminal: from the command line to the bytes on disk."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from scoring.model_files import store
from tests.e2e.terminal import COMMAND, PROMPT, Terminal, command_line, environment, underlined_parts

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc: the worker cannot be found")


def assert_left_clean(terminal: Terminal) -> None:
    """Check that the terminal is as the program found it."""
    assert terminal.state("alternate_on") == "0"
    assert terminal.state("cursor_flag") == "1"
    assert terminal.state("mouse_any_flag") == "0"
    assert PROMPT in terminal.screen()


@needs_proc
def test_write_a_sentence_take_a_suggestion_lose_the_worker_save_and_leave(terminal: Terminal, home: Path) -> None:
    store.ensure("default")
    draft = home / "draft.md"
    terminal.run(draft)
    terminal.until_shown("draft.md")
    terminal.write("She go to school every days.")
    terminal.until_shown("She go to school every days.")
    terminal.until(lambda: "days" in terminal.underlined(), "days underlined")

    flagged = terminal.underlined()
    terminal.press(*["F8"] * (flagged.index("days") + 1))
    terminal.until_shown("“day” fits better")
    terminal.press("F2")
    terminal.until_shown("1 day ")
    terminal.press("1")
    terminal.until_shown("She go to school every day.")
    terminal.until(lambda: "days" not in terminal.screen(), "the list closed")
    terminal.press("C-z")
    terminal.until_shown("She go to school every days.")

    (worker,) = terminal.descendants("scoring.worker")
    terminal.press("C-End")
    terminal.write(" She drank")
    os.kill(worker, signal.SIGKILL)
    terminal.until_shown("starting it again")
    terminal.write(" a glas of milk.")
    sentence = "She go to school every days. She drank a glas of milk."
    terminal.until_shown(sentence)
    terminal.until(lambda: "glas" in terminal.underlined(), "glas underlined by the next worker")
    (worker,) = terminal.descendants("scoring.worker")

    terminal.press("C-s")
    terminal.until_shown("saved")
    terminal.press("C-q")
    terminal.until_shown("status=0")
    assert draft.read_bytes() == sentence.encode()
    assert_left_clean(terminal)
    terminal.until(lambda: "scoring.worker" not in command_line(worker), "the worker gone")


def test_nothing_of_a_file_reaches_the_terminal_raw_and_its_bytes_come_back(terminal: Terminal, home: Path) -> None:
    content = (
        b"\x1b]0;PWNED\x07 title \x1b[31337m colour \x1b[?1049l screen \xc2\x9b4242m c1\r\n"
        b"\xff\xfe invalid \xc3( \x80 bytes\x00\n\xe2\x80\xaetxt.exe\n\x1bP+q544e\x1b\\ \x1b]52;c;UFdORUQ=\x07"
    )
    name = "evil\x1b]0;NAMED\x07.md"
    draft = home / name
    draft.write_bytes(content)
    recording = home / "recording"
    terminal.record(recording)
    terminal.run("--no-scorer", draft)
    terminal.until_shown("PWNED")
    terminal.until_shown("NAMED")
    terminal.write("x")
    terminal.until_shown("●")
    terminal.press("C-s")
    terminal.until_shown("saved")
    terminal.press("C-q")
    terminal.until_shown("status=0")
    assert draft.read_bytes() == b"x" + content
    assert_left_clean(terminal)
    # The shell echoes the command line; the program's own output begins with the alternate screen.
    written = recording.read_bytes().partition(b"\x1b[?1049h")[2]
    assert b"PWNED" in written
    for raw in (
        b"]0;PWNED\x07",
        b"\x1b]0;",
        b"\x1b[31337",
        b"\xc2\x9b",
        b"\x1bP+q",
        b"\x1b]52",
        b"\xff",
        b"\xe2\x80\xae",
    ):
        assert raw not in written


def test_a_directory_is_refused_in_one_line(terminal: Terminal, home: Path) -> None:
    terminal.run(home)
    terminal.until_shown("status=2")
    shown = terminal.screen()
    assert "logprose: " in shown
    assert "directory" in shown
    assert "Traceback" not in shown


def test_without_a_terminal_there_is_one_line_and_a_status(home: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "draft.md"],
        env=environment(home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"logprose: ")
    assert done.stderr.count(b"\n") == 1
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("screen", "parts"),
    [
        ("a \x1b[4mb c\x1b[24m d", ["b c"]),
        ("\x1b[38;5;4mnot\x1b[0m \x1b[4:3;58:2::1:2:3mcurly\x1b[0m", ["curly"]),
        ("\x1b[38;2;4;4;4mnot\x1b[1;4mtwo \x1b[31mruns\x1b[m no", ["two runs"]),
    ],
)
def test_the_reader_of_the_screen_can_be_trusted(screen: str, parts: list[str]) -> None:
    assert underlined_parts(screen) == parts
