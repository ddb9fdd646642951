"""Headings as a table: the drawing before and after."""

from __future__ import annotations

from functools import partial

import pytest

from editor.document.formatting.headings import set_level, shift
from tests.editor.document.formatting.drawing import Command, after

up, down = partial(shift, by=-1), partial(shift, by=1)
level = {number: partial(set_level, level=number) for number in range(7)}

TABLE: list[tuple[Command, str, str]] = [
    (level[2], "a¦b", "## a¦b"),
    (level[2], "## a¦b", "a¦b"),
    (level[3], "# a¦b", "### a¦b"),
    (level[0], "### a¦b", "a¦b"),
    (level[1], "¦", "# ¦"),
    (level[1], "> - ‹a\n> - b¦", "> - # ‹a\n> - # b¦"),
    (level[1], "# ‹a\n\nb¦", "# ‹a\n\n# b¦"),
    (level[1], "```\na¦\n```", "```\na¦\n```"),
    (level[1], "| a¦ |\n|---|", "| a¦ |\n|---|"),
    (level[2], "a¦\n===\nx", "a¦\n---\nx"),
    (level[3], "a¦\n===\nx", "### a¦\nx"),
    (level[1], "a¦\n===\nx", "a¦\nx"),
    (up, "### a¦", "## a¦"),
    (up, "# a¦", "# a¦"),
    (up, "## x\n\na¦", "## x\n\n## a¦"),
    (up, "a¦", "# a¦"),
    (down, "## a¦", "### a¦"),
    (down, "###### a¦", "a¦"),
    (down, "a¦", "a¦"),
]


@pytest.mark.parametrize(("command", "before", "expected"), TABLE)
def test_headings(command: Command, before: str, expected: str) -> None:
    assert after(before, command) == expected
