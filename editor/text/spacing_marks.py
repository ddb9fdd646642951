"""Teach Rich that spacing marks, such as most vowel signs of Indic scripts, take a cell of their own.

Rich gives them no cell, but most terminals give them one: their `wcwidth` is 0 only for the other kinds of marks. So
what follows such a mark in its row would be drawn a cell further right than Textual believes. wcwidth's `wcswidth`
counts the cell too. Importing this module is enough. It uses a private part of Rich; its test fails when Rich changes
it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from rich import cells
from rich.cells import CellTable
from wcwidth import wcswidth


def _with_spacing_marks(table: CellTable) -> CellTable:
    """Return a table of widths without the entries that give spacing marks no cell."""
    widths: list[tuple[int, int, int]] = []
    for first, last, width in table.widths:
        if width:
            widths.append((first, last, width))
            continue
        for code in range(first, last + 1):
            if wcswidth("x" + chr(code)) == 2:
                continue
            if widths and widths[-1][1:] == (code - 1, 0):
                widths[-1] = (widths[-1][0], code, 0)
            else:
                widths.append((code, code, 0))
    return table._replace(widths=widths)


def _teach_rich() -> None:
    load: Callable[[str], CellTable] = cells.load_cell_table  # type: ignore[attr-defined]  # it is private

    @cache
    def load_cell_table(unicode_version: str = "auto") -> CellTable:
        return _with_spacing_marks(load(unicode_version))

    cells.load_cell_table = load_cell_table  # type: ignore[attr-defined]
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


_teach_rich()
