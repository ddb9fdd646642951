"""`… | logprose -`: the text comes from a pipe, the keys still come from the terminal."""

from __future__ import annotations

import shlex
from pathlib import Path

from tests.e2e.terminal import COMMAND, Terminal


def test_a_piped_text_opens_as_a_draft_next_to_files(terminal: Terminal, home: Path) -> None:
    other = home / "other.md"
    other.write_text("one\ntwo\nthree\n")
    program = shlex.join([*COMMAND, "--no-scorer", "-", f"{other}:2:3"])
    terminal.write(f"printf 'piped \\377 text' | {program}; echo status=$?")
    terminal.press("Enter")
    terminal.until_shown("piped ‹xFF› text")
    terminal.write("typed ")
    terminal.until_shown("typed piped")
    terminal.press("C-PageDown")
    terminal.until_shown("three")
    terminal.write("X")
    terminal.until_shown("twXo")
    # All at once: the keys after each question are meant for whatever follows it.
    terminal.press("C-s", "C-PageUp", "C-s", *"saved.md", "Enter", "!", "C-s", "C-q")
    terminal.until_shown("status=0")
    assert (home / "saved.md").read_bytes() == b"typed !piped \xff text"
    assert other.read_text() == "one\ntwXo\nthree\n"
