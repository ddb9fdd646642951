"""Tables: moving between cells, rows and columns, alignment, as drawings before and after."""

from __future__ import annotations

from functools import partial

import pytest

from editor.document.formatting import table_edits as edits
from tests.editor.document.formatting.drawing import Command, after

LOOSE = "| a | b |\n|---|---|\n| c | d |"
PADDED = "| a   | b   |\n| --- | --- |\n| c¦   | d   |"

TABLE: list[tuple[Command, str, str | None]] = [
    (edits.next_cell, "| a¦ | b |\n|---|---|\n| c | d |", "| a | ‹b¦ |\n|---|---|\n| c | d |"),
    (edits.next_cell, "| a | b¦ |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| ‹c¦ | d |"),
    (edits.next_cell, "| a | b |\n|---|---|\n| c | d¦ |", "| a | b |\n| --- | --- |\n| c | d |\n| ¦ |  |"),
    (edits.next_cell, "> a | b\n> -|-\n> c¦ | d", "> a | b\n> -|-\n> c | ‹d¦"),
    (edits.next_cell, r"| a\|¦x | b |" + "\n|-|-|", r"| a\|x | ‹b¦ |" + "\n|-|-|"),
    (edits.next_cell, "| a | b |\n|---|---|\n| c¦ |", "| a | b |\n| --- | --- |\n| c | ¦ |"),
    (edits.next_cell, "a¦ | b", None),
    (edits.next_cell, "```\n| a¦ |\n|---|\n```", None),
    (edits.previous_cell, "| a | b |\n|---|---|\n| c¦ | d |", "| a | ‹b¦ |\n|---|---|\n| c | d |"),
    (edits.previous_cell, "| a¦ | b |\n|---|---|", "| ‹a¦ | b |\n|---|---|"),
    (edits.add_row, "> a | b\n> -|-\n> c¦ | d\n", "> | a | b |\n> | --- | --- |\n> | c | d |\n> | ¦ |  |\n"),
    (partial(edits.add_row, above=True), PADDED, "| a   | b   |\n| --- | --- |\n| ¦    |     |\n| c   | d   |"),
    (edits.add_row, "| a¦ |\r\n| --- |\r\n| b |\r\n", "| a |\r\n| --- |\r\n| ¦ |\r\n| b |\r\n"),
    (edits.remove_row, "| a   |\n| --- |\n| b¦   |\n| c   |", "| a   |\n| --- |\n| ‹c¦   |"),
    (edits.remove_row, "| a¦   |\n| --- |\n| b   |", "| ‹b¦   |\n| --- |"),
    (edits.remove_row, "| a¦   |\n| --- |", None),
    (edits.add_column, PADDED, "| a   |     | b   |\n| --- | --- | --- |\n| c   | ¦    | d   |"),
    (partial(edits.add_column, left=True), "| a¦ |\n|-|", "| ¦ | a |\n| --- | --- |"),
    (edits.remove_column, PADDED, "| b   |\n| --- |\n| ‹d¦   |"),
    (edits.remove_column, "| a¦ |\n|-|", None),
    (edits.realign, "| 漢字 |b¦|\n|:-|-:|\n| c ||\n", "| 漢字 |   ‹b¦ |\n| :--- | --: |\n| c    |     |\n"),
    (edits.realign, "| a |\n|-|\n| b¦ | lost |", "| a   |\n| --- |\n| ‹b¦   | lost |"),
    (partial(edits.align_column, alignment="centre"), "| a¦ |\n|-|", "| ‹a¦ |\n| :-: |"),
    (partial(edits.align_column, alignment="right"), "| a¦ |\n| --: |", "| ‹a¦ |\n| --- |"),
    (edits.insert, "> ¦", "> | ¦    |     |     |\n> | --- | --- | --- |\n> |     |     |     |"),
    (edits.insert, "x¦\ny", "x\n\n| ¦    |     |     |\n| --- | --- | --- |\n|     |     |     |\n\ny"),
]


@pytest.mark.parametrize(("command", "before", "expected"), TABLE)
def test_tables(command: Command, before: str, expected: str | None) -> None:
    assert after(before, command) == expected
