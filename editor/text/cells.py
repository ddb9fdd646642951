"""Texts in the cells of a terminal."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def cut(text: str, room: int) -> str:
    """Return a printable text in at most `room` cells; one that doesn't fit ends in an ellipsis."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - 1).rstrip() + "…" if room > 0 else ""
