"""Rich text typed with a terminal's keys: on the screen, and on the disk."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.terminal import Terminal

ON_DISK = """\
# Bread

It *rises*, **slowly**.

- flour
- water
    - [x] warm

## How

By hand.

"""


def test_a_draft_looks_like_what_it_means_and_is_markdown_on_the_disk(terminal: Terminal, home: Path) -> None:
    draft = home / "bread.md"
    terminal.run("--no-scorer", draft)
    terminal.until_shown("0 words")
    terminal.write("# Bread")
    terminal.press("Enter", "Enter")
    terminal.write("It *rises*, ")
    terminal.press("C-b")
    terminal.write("slowly")
    terminal.press("C-b")
    terminal.write(".")
    terminal.press("Enter", "Enter")
    terminal.write("- flour")
    terminal.press("Enter")
    terminal.write("water")
    terminal.press("Enter", "Tab")
    terminal.write("[ ] warm")
    terminal.press("M-x")  # the task is done
    terminal.press("Enter", "Enter", "Enter", "Enter")  # out of both lists
    terminal.write("## How")
    terminal.press("Enter", "Enter")
    terminal.write("By hand.")
    terminal.press("Enter")
    terminal.until(lambda: "By hand." in terminal.screen(), "the end")
    shown = [line.strip() for line in terminal.screen().splitlines()]
    assert shown[:6] == ["Bread", "", "It rises, slowly.", "", "• flour", "• water"]
    assert "☑ warm" in shown
    terminal.press("C-Home")
    terminal.until_shown("# Bread")
    terminal.press("F7")
    terminal.until_shown("It *rises*, **slowly**.")
    terminal.press("F7", "Down", "M-L")  # fold it
    terminal.until_shown("⋯ 12 lines")
    assert "flour" not in terminal.screen()
    terminal.press("M-L", "F6")
    terminal.write("how")
    terminal.press("Enter")
    terminal.until_shown("Bread › How")
    terminal.press("C-s")
    terminal.until_shown("saved")
    terminal.press("C-q")
    terminal.until_shown("status=0")
    assert draft.read_text().split() == ON_DISK.split()
