"""Placing a list that belongs to some rows of the screen: next to them, never over them."""

from __future__ import annotations

from textual.geometry import Region, Size


def place_beside(rows: range, x: int, wanted: Size, screen: Size) -> Region:
    """Return the region for a list of a wanted size, in cells of the screen.

    It is right below `rows`, or right above them if it only fits there, or if it fits nowhere but there is more room
    above. Its height is limited to that room; if `rows` fill the screen, it takes the last row.

    Args:
        rows: not to be covered; they may extend beyond the screen.
        x: where the list begins if it fits there.
    """
    first, end = max(0, min(rows.start, screen.height)), max(0, min(rows.stop, screen.height))
    width = max(1, min(wanted.width, screen.width))
    left = max(0, min(x, screen.width - width))
    below, above = screen.height - end, first
    if not below and not above:
        return Region(left, max(0, screen.height - 1), width, 1)
    if wanted.height <= below or below >= above:
        return Region(left, end, width, max(1, min(wanted.height, below)))
    height = max(1, min(wanted.height, above))
    return Region(left, first - height, width, height)
