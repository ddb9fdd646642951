"""The separator between two joined lines."""

from __future__ import annotations

import unicodedata

_WIDE = frozenset("WFH")


def joint(before: str, after: str) -> str:
    """Return the separator between two texts that were lines: a space, but nothing in Chinese and Japanese.

    This follows the CSS Text Module Level 3 for line ends in a paragraph ("Segment Break Transformation Rules").
    """
    return "" if before and after and _is_solid(before[-1]) and _is_solid(after[0]) else " "


def _is_solid(character: str) -> bool:
    """Return True for a character of a script without spaces between words; symbols and emoji don't count."""
    is_wide = unicodedata.east_asian_width(character) in _WIDE and unicodedata.category(character) != "So"
    return is_wide and "HANGUL" not in unicodedata.name(character, "")
