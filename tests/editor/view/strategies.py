"""Texts that make layouts hard: wide, combining, joined, invisible and broken characters among plain words."""

from __future__ import annotations

from hypothesis import strategies as st

HARD = [
    "a", "b", "word", " ", "  ", "\t", "-", "é", "e\u0301", "\u0301", "漢", "字", "。", "（", "）", "ー", "한", "각",
    "가", "👍🏽", "👨‍👩‍👧", "🇩🇪", "🇩", "❤️", "⌚︎", "\u200d", "\u200c", "می‌خ", "क्षि", "ක්‍ර", "ก็", "\x1b[31m", "\x00",
    "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\u00ad", "\ufeff", "\udcff", "\ud800", "\r", "\U000e0041", "\u3164",
    "\ufe0f", "🫨", "\U0010ffff", "a" + "\u0301" * 40, "“", "”", "—", "verylongwordthatwillnotfit", "1", ",", "(", "!",
    "\u00a0", "\u2060", "/", "/a?b=c&d", "っ", "、", "«", "’", "$", " -5", "well-known", "ภาษา",
]  # fmt: skip


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Lines of such pieces, and of any characters at all; no line feeds."""
    pieces = st.lists(st.sampled_from(HARD), max_size=max_size).map("".join)
    characters = st.text(st.characters(exclude_characters="\n"), max_size=max_size)
    return st.one_of(pieces, characters)
