"""Editing with keys as a terminal really sends them: several carets, tabs, find and replace, a large paste."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.terminal import Terminal


def test_carets_tabs_find_and_replace_by_the_keys_of_a_terminal(terminal: Terminal, home: Path) -> None:
    first, second = home / "first.md", home / "second.md"
    first.write_text("one line\nanother line\nand one more\n")
    second.write_text("The end of one thing. The end of another thing.\n")
    terminal.run("--no-scorer", first, f"{second}:1:5")
    terminal.until_shown("first.md")
    terminal.press("M-S-Down", "-", ">")  # a caret in each of two rows
    terminal.until_shown("->another line")
    terminal.press("M-.")
    terminal.until_shown("The end of one thing.")
    terminal.press("C-d", "C-d")  # the word at the caret, and its next occurrence
    terminal.write("start")
    terminal.until_shown("The start of another thing.")
    terminal.press("C-r")
    terminal.write("thing")
    terminal.press("Tab")
    terminal.write("story")
    terminal.until_shown("2 of 2")
    terminal.press("M-a", "Escape", "M-u", "C-s")
    terminal.until_shown("saved")
    terminal.press("M-,", "C-s", "C-q")
    terminal.until_shown("status=0")
    assert first.read_text() == "->one line\n->another line\nand one more\n"
    assert second.read_text().lower() == "the start of one story. the start of another story.\n"
