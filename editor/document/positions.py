"""Moved to graphemes.py, words.py and units.py; goes when nothing imports it."""

from editor.document.graphemes import is_grapheme_boundary, next_grapheme, previous_grapheme
from editor.document.words import next_word_end, next_word_start, previous_word_start, word_at, words

__all__ = [
    "is_grapheme_boundary",
    "next_grapheme",
    "next_word_end",
    "next_word_start",
    "previous_grapheme",
    "previous_word_start",
    "word_at",
    "words",
]
