"""The very first start shows a tour, which one key ends; later starts don't."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.terminal import Terminal, tour_seen


def test_only_the_first_start_shows_a_tour(terminal: Terminal, home: Path) -> None:
    tour_seen(home).unlink()
    draft = home / "draft.md"
    terminal.run("--no-scorer", draft)
    terminal.until_shown("Esc: skip the tour")
    terminal.press("Enter")
    terminal.until_shown("What the underlines mean")
    terminal.press("Escape")
    terminal.until(lambda: "skip the tour" not in terminal.screen(), "the card gone")
    terminal.write("written")
    terminal.press("C-s", "C-q")
    terminal.until_shown("status=0")
    assert draft.read_text() == "written"
    terminal.run("--no-scorer", draft)
    terminal.until_shown("1 word")
    terminal.write("x")
    terminal.until_shown("writtenx")
    assert "skip the tour" not in terminal.screen()
