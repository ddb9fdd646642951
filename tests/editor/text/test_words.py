"""Word boundaries, by Unicode's own tests and the conventions of VS Code."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from uniseg.wordbreak import WordBreak, word_boundaries, word_break

from editor.document import Document, units
from editor.text.graphemes import is_grapheme_boundary, next_grapheme, previous_grapheme
from editor.text.words import WORD_REACH, next_word_end, previous_word_start, word_at
from tests.editor.text.unicode_cases import RULED, WatchedText, backward, forward, unicode_cases, with_stops


def is_alphanumeric(character: str) -> bool:
    letters = (WordBreak.ALETTER, WordBreak.HEBREW_LETTER, WordBreak.KATAKANA, WordBreak.NUMERIC)
    return character.isalnum() or word_break(character) in letters


def in_whole_graphemes(text: str, start: int, end: int) -> tuple[int, int]:
    start = start if is_grapheme_boundary(text, start) else previous_grapheme(text, start)
    return start, end if is_grapheme_boundary(text, end) else next_grapheme(text, end)


def check_words(text: str, boundaries: list[int]) -> None:
    """Words are the segments with a letter or number, and motion stops at each of them, never inside one."""
    found = [(a, b) for a, b in pairwise(boundaries) if any(map(is_alphanumeric, text[a:b]))]
    for offset in range(len(text) + 1):
        expected = [word for word in found if word[0] <= offset <= word[1]]
        assert word_at(text, offset) == (in_whole_graphemes(text, *expected[-1]) if expected else None)
    edges = [in_whole_graphemes(text, a, b) for a, b in pairwise(boundaries)]
    words = [in_whole_graphemes(text, a, b) for a, b in found]
    ends = forward(partial(next_word_end, text), len(text))
    starts = backward(partial(previous_word_start, text), len(text))
    assert {end for _, end in words} <= set(ends) <= {0, *(end for _, end in edges)}
    assert {start for start, _ in words} <= set(starts) <= {len(text), *(start for start, _ in edges)}


def test_words_are_those_of_unicode() -> None:
    for text, boundaries in unicode_cases("WordBreakTest.txt"):
        check_words(text, boundaries)


def test_the_caret_stops_at_every_word_of_unicode_over_line_ends_too() -> None:
    for text, boundaries in unicode_cases("WordBreakTest.txt"):
        document = Document(text)
        right = set(forward(partial(units.word_right, document), len(text)))
        left = set(backward(partial(units.word_left, document), len(text)))
        for start, end in pairwise(boundaries):
            if any(map(is_alphanumeric, text[start:end])):
                word = in_whole_graphemes(text, start, end)
                assert units.word_at(document, start) == word, ascii(text)
                assert word[0] in left, ascii(text)
                assert word[1] in right, ascii(text)


@given(RULED)
@example(" \xad a \xad ")
@example("a\u05d1'")
@example("\u05d1'1 \u05d1'_ \u05d1\u0308'a \u05d1\"\u05d1 \u30a2\u05d1'")
@example('"\u200dⓂb .\u200d❤\u200d❤ a:\u200dⓂ _a_\u30a2_1_')
def test_words_are_the_segments_of_uniseg_with_a_letter_or_number(text: str) -> None:
    check_words(text, [0, *word_boundaries(text)] if text else [0])


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("|one two", "one"),
        ("one| two", "one"),
        ("on|e two", "one"),
        ("one |two", "two"),
        ("one.|two", "one.two"),
        ("(|one)", "one"),
        ("one |- two", None),
        ("one  |  two", None),
        ("“Don|’t,” she", "Don’t"),
        ("the |dogs' tails", "dogs"),
        ("an e|-mail", "e"),
        ("was 3|.5 km", "3.5"),
        ("na|ïve cafe\u0301s", "naïve"),
        ("naïve cafe|\u0301s", "cafe\u0301s"),
        ("漢|字", "字"),
        ("...| ", None),
        ("|", None),
    ],
)
def test_the_word_at_a_caret(marked: str, expected: str | None) -> None:
    text, offset = marked.replace("|", ""), marked.index("|")
    found = word_at(text, offset)
    assert (None if found is None else text[slice(*found)]) == expected


@pytest.mark.parametrize(
    ("text", "ends", "starts"),
    [
        ("one two  three ", "one| two|  three| |", "|one |two  |three "),
        ("Hi, you (all)...", "Hi|,| you| (all|)...|", "|Hi|, |you (|all|)..."),
        ("a\u00a0b", "a|\u00a0b|", "|a\u00a0|b"),
        ("  -x", "  -x|", "|  -|x"),
        ("ไทยกำ", "ไ|ท|ย|กำ|", "|ไ|ท|ย|กำ"),
        ("漢字かな", "漢|字|か|な|", "|漢|字|か|な"),
        ("שלום עולם", "שלום| עולם|", "|שלום |עולם"),
    ],
)
def test_ctrl_arrows_stop_as_in_vs_code(text: str, ends: str, starts: str) -> None:
    assert with_stops(text, forward(partial(next_word_end, text), len(text))[1:]) == ends
    assert with_stops(text, backward(partial(previous_word_start, text), len(text))[:-1]) == starts


@given(RULED, st.integers(0, 14))
@example("\t\xad", 1)
def test_word_motion_advances_and_never_splits_a_grapheme(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    for stop, ahead in ((next_word_end(text, offset), True), (previous_word_start(text, offset), False)):
        assert is_grapheme_boundary(text, stop) or stop == offset
        assert stop == (len(text) if ahead else 0) or (stop > offset if ahead else stop < offset)


@pytest.mark.parametrize("unit", ["word ", "漢", "e\u0301", "👨‍👩‍👧", "x", "-", "🇩🇪 "])
def test_in_a_line_of_a_million_code_points_only_the_neighbourhood_is_read(unit: str) -> None:
    text = WatchedText(unit * (1_000_000 // len(unit)))
    text.seen = []
    offset = 500_000 // len(unit) * len(unit)
    for step in (next_word_end, previous_word_start, word_at):
        step(text, offset)
    assert text.seen
    assert offset - 3 * WORD_REACH < min(text.seen)
    assert max(text.seen) < offset + 3 * WORD_REACH
