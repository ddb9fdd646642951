"""Where a caret may stand and where words are, by Unicode's own tests and those of VS Code's conventions."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import SupportsIndex

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from uniseg.wordbreak import WordBreak, word_boundaries, word_break
from wcwidth import iter_graphemes

from editor.document import positions
from tests.editor.document.texts import texts

UNICODE_TESTS = Path(__file__).parents[3] / "../shared/unicode"

# Characters that the rules of words and clusters treat differently, and some they do not.
RULED = st.text(
    st.sampled_from(
        "aZé1 '\".:,_-\t\r\n"
        "\u0308\u200d\u200c\u00ad\u2060\u05d0\u05d1\u30a2\u3042漢ก\u0e33\u0600Ⓜ👨🏽❤🇩🇪한\u1100\u0915\u094d"
    ),
    max_size=14,
)


def unicode_cases(name: str) -> list[tuple[str, list[int]]]:
    """Texts of a Unicode break test and the offsets of their boundaries, both ends included."""
    path = UNICODE_TESTS / name
    if not path.exists():
        pytest.skip(f"Unicode's {name} is not beside the checkout: its cases were left out")
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if marks := line.partition("#")[0].split():
            code_points = [chr(int(mark, 16)) for mark in marks[1::2]]
            cases.append(("".join(code_points), [i for i, mark in enumerate(marks[::2]) if mark == "÷"]))
    return cases


def forward(step: Callable[[str, int], int], text: str) -> list[int]:
    stops = [0]
    while stops[-1] < len(text):
        stops.append(step(text, stops[-1]))
    return stops


def backward(step: Callable[[str, int], int], text: str) -> list[int]:
    stops = [len(text)]
    while stops[-1] > 0:
        stops.append(step(text, stops[-1]))
    return stops[::-1]


def check_graphemes(text: str, boundaries: list[int]) -> None:
    """From every offset, motion in both directions reaches exactly the boundaries."""
    assert forward(positions.next_grapheme, text) == boundaries
    assert backward(positions.previous_grapheme, text) == boundaries
    for offset in range(len(text) + 1):
        assert positions.is_grapheme_boundary(text, offset) == (offset in boundaries)
        assert positions.next_grapheme(text, offset) == min((b for b in boundaries if b > offset), default=len(text))
        assert positions.previous_grapheme(text, offset) == max((b for b in boundaries if b < offset), default=0)


def test_graphemes_are_those_of_unicode() -> None:
    for text, boundaries in unicode_cases("GraphemeBreakTest-18.0.txt"):
        check_graphemes(text, boundaries)


@given(st.one_of(RULED, texts))
def test_graphemes_are_the_same_from_anywhere_in_a_text(text: str) -> None:
    boundaries = [0]
    for grapheme in iter_graphemes(text):
        boundaries.append(boundaries[-1] + len(grapheme))
    check_graphemes(text, boundaries)


def test_words_are_those_of_unicode() -> None:
    for text, boundaries in unicode_cases("WordBreakTest.txt"):
        expected = [(a, b) for a, b in pairwise(boundaries) if re.search(r"[^\W_]", text[a:b])]
        assert positions.words(text) == expected, ascii(text)


def is_alphanumeric(character: str) -> bool:
    letters = (WordBreak.ALETTER, WordBreak.HEBREW_LETTER, WordBreak.KATAKANA, WordBreak.NUMERIC)
    return character.isalnum() or word_break(character) in letters


@given(RULED)
@example("a\u05d1'")
@example("\u05d1'1 \u05d1'_ \u05d1\u0308'a \u05d1\"\u05d1 \u30a2\u05d1'")
@example('"\u200dⓂb .\u200d❤\u200d❤ a:\u200dⓂ _a_\u30a2_1_')
def test_words_are_the_segments_of_uniseg_with_a_letter_or_number(text: str) -> None:
    boundaries = [0, *word_boundaries(text)] if text else [0]
    expected = [(a, b) for a, b in pairwise(boundaries) if any(map(is_alphanumeric, text[a:b]))]
    assert positions.words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Don’t,” she said — 3.5 km_h!", ["Don’t", "she", "said", "3.5", "km_h"]),
        ("the dogs' e-mail isn't", ["the", "dogs", "e", "mail", "isn't"]),
        ("naïve cafe\u0301s 漢字", ["naïve", "cafe\u0301s", "漢", "字"]),
        ("... ", []),
        ("", []),
    ],
)
def test_words_of_prose(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in positions.words(text)] == expected


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
        ("do|n't", "don't"),
        ("漢|字", "字"),
        ("|", None),
    ],
)
def test_the_word_at_a_caret(marked: str, expected: str | None) -> None:
    text, offset = marked.replace("|", ""), marked.index("|")
    found = positions.word_at(text, offset)
    assert (None if found is None else text[slice(*found)]) == expected


@pytest.mark.parametrize(
    ("text", "ends", "starts", "previous"),
    [
        ("one two  three ", "one| two|  three| |", "one |two  |three |", "|one |two  |three "),
        ("Hi, you (all)...", "Hi|,| you| (all|)...|", "Hi|, |you |(|all|)...|", "|Hi|, |you (|all|)..."),
        ("a\u00a0b", "a|\u00a0b|", "a\u00a0|b|", "|a\u00a0|b"),
        ("  -x", "  -x|", "  |-|x|", "|  -|x"),
        ("ไทยกำ", "ไ|ท|ย|กำ|", "ไ|ท|ย|กำ|", "|ไ|ท|ย|กำ"),
    ],
)
def test_ctrl_arrows_stop_as_in_vs_code(text: str, ends: str, starts: str, previous: str) -> None:
    def marked(stops: list[int]) -> str:
        return "".join(("|" if i in stops else "") + c for i, c in enumerate(text)) + "|" * (len(text) in stops)

    assert marked(forward(positions.next_word_end, text)[1:]) == ends
    assert marked(forward(positions.next_word_start, text)[1:]) == starts
    assert marked(backward(positions.previous_word_start, text)[:-1]) == previous


@given(RULED, st.integers(0, 14))
@example("\t\xad", 1)
def test_word_motion_advances_and_never_splits_a_grapheme(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    moves = [positions.next_word_end, positions.next_word_start, positions.previous_word_start]
    for step, ahead in zip(moves, (True, True, False), strict=True):
        stop = step(text, offset)
        assert positions.is_grapheme_boundary(text, stop) or stop == offset
        assert stop == (len(text) if ahead else 0) or (stop > offset if ahead else stop < offset)
    if (word := positions.word_at(text, offset)) is not None:
        assert word[0] <= offset <= word[1]
        assert all(positions.is_grapheme_boundary(text, edge) for edge in word)


class WatchedText(str):
    """Remembers the lowest and highest offset that was asked for."""

    __slots__ = ("seen",)
    seen: list[int]

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        if isinstance(key, slice):
            self.seen += [key.start, key.stop]
        else:
            self.seen.append(int(key))
        return super().__getitem__(key)

    def find(self, sub: str, start: SupportsIndex | None = None, end: SupportsIndex | None = None, /) -> int:
        self.seen += [int(start or 0), len(self) if end is None else int(end)]
        return super().find(sub, start, end)

    def rfind(self, sub: str, start: SupportsIndex | None = None, end: SupportsIndex | None = None, /) -> int:
        self.seen += [int(start or 0), len(self) if end is None else int(end)]
        return super().rfind(sub, start, end)


@pytest.mark.parametrize("unit", ["word ", "漢", "é", "e\u0301", "👨‍👩‍👧", "x", "-", "🇩🇪 ", "क्ष"])
def test_of_a_line_of_a_million_code_points_only_the_neighbourhood_is_read(unit: str) -> None:
    text = WatchedText(unit * (1_000_000 // len(unit)))
    text.seen = []
    offset = 500_000 // len(unit) * len(unit)
    steps = [positions.next_grapheme, positions.previous_grapheme, positions.is_grapheme_boundary]
    steps += [positions.next_word_end, positions.next_word_start, positions.previous_word_start]
    for step in steps:
        step(text, offset)
    positions.word_at(text, offset)
    reach = 3 * positions.WORD_REACH
    assert text.seen
    assert offset - reach < min(text.seen)
    assert max(text.seen) < offset + reach
