"""Rows of prose: broken where a writer expects it, and the same whichever way they are found."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from editor.view.layout.wrap import _next_start, _next_start_by_grapheme, _next_start_of, rewrap, wrap

_PLAIN = "ab1 .,;:!?'\"()[]{}-—/%$*_&#=…’“”‘«¿ˈé"


def _rows(text: str, width: int) -> list[str]:
    starts = [*wrap(text, width), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a really well-known word", ["a really well-", "known word"]),
        ("it was about -5 degrees", ["it was about ", "-5 degrees"]),
        ("pages twelve-15", ["pages ", "twelve-15"]),
        ("one word or two/three", ["one word or ", "two/three"]),
        ("one word and/or two", ["one word and/", "or two"]),
        ("the word—that is", ["the word—that ", "is"]),
        ("no way back —", ["no way back —"]),
        ("it is a dozen(12)", ["it is a ", "dozen(12)"]),
        ("what is that now !", ["what is that ", "now !"]),  # a space before it, as in French, isn't a break
        ("it’s about 10\u00a0km", ["it’s about ", "10\u00a0km"]),
        ("ab\u200bcdefghijkl", ["ab\u200b", "cdefghijkl"]),  # shown as ‹200B›, after which a line may break
        ("ab\u00adcdefghijkl", ["ab\u00ad", "cdefghijkl"]),
        ("日本語、日本語、日本語", ["日本語、日本", "語、日本語"]),
        ("あいうえおかきゃく", ["あいうえおか", "きゃく"]),
        ("日本語日本語「か」", ["日本語日本語", "「か」"]),
        ("https://example.com/a/b/c?x=1&y=2", ["https://", "example.com/a/", "b/c?x=1&y=2"]),
        ("/one/two?three=4&five=6", ["/one/two", "?three=4", "&five=6"]),
        ("averyverylongname_without_end", ["averyverylongn", "ame_without_en", "d"]),
    ],
)
def test_breaks_where_a_writer_would(text: str, rows: list[str]) -> None:
    assert _rows(text, 14) == rows


@example("aa aaa «a", 8)
@example("aaaaaaa( bb", 8)
@example("aaaa ( bbbbbb", 8)
@given(st.text(_PLAIN, max_size=60), st.integers(8, 16))
def test_plain_rows_are_wrapped_like_any_others(text: str, width: int) -> None:
    for start in range(len(text)):
        assert _next_start(text, start, width) == _next_start_by_grapheme(text, start, width)


@given(st.text(_PLAIN, max_size=80), st.text(_PLAIN, max_size=3), st.integers(8, 12), st.data())
def test_wrapping_prose_after_an_edit_equals_wrapping_from_scratch(
    text: str, insertion: str, width: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    edited = text[:start] + insertion + text[end:]
    assert rewrap(text, wrap(text, width), edited, width) == wrap(edited, width)


@given(st.characters(), st.characters(), st.integers(8, 16))
@example("\0", "\u0301", 8)
@example("🇩", "🇪", 9)
@example("漢", "。", 9)
@example("-", "1", 8)
def test_rows_of_one_character_are_wrapped_like_any_others(character: str, behind: str, width: int) -> None:
    text = character * 3 * width + behind
    for start in range(len(text)):
        assert _next_start_by_grapheme(text, start, width) == _next_start_of(text, start, width)


@pytest.mark.parametrize("text", ["a", "\0", "漢字"])
def test_a_line_without_spaces_is_only_rewrapped_near_an_edit(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text *= 600_000 // len(text)
    edited = text[:1000] + "x" + text[1000:]
    starts = wrap(text, 70)
    wrapped: list[int] = []

    def count(text: str, start: int, width: int) -> int:
        wrapped.append(start)
        return _next_start(text, start, width)

    monkeypatch.setattr("editor.view.layout.wrap._next_start", count)
    found = rewrap(text, starts, edited, 70)
    assert len(wrapped) < 2500 < len(starts)
    rows = [end - start for start, end in pairwise(found)]
    full = starts[1]
    assert sorted(set(rows)) == [min(rows), full]
    assert rows.count(min(rows)) <= 2, "at the edit, and where the old rows continue"
    assert len(edited) - found[-1] <= full


def test_a_long_line_is_only_rewrapped_near_an_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["some", "words", "one,", "well-known", "“prose”.", "incomprehensible", "a", "(or two)"]
    text = " ".join(Random(1).choices(words, k=20_000))
    edited = text[:60_000] + "more " + text[60_000:]
    starts, expected = wrap(text, 70), wrap(edited, 70)
    wrapped: list[int] = []

    def count(text: str, start: int, width: int) -> int:
        wrapped.append(start)
        return _next_start(text, start, width)

    monkeypatch.setattr("editor.view.layout.wrap._next_start", count)
    assert rewrap(text, starts, edited, 70) == expected
    assert len(wrapped) < 100
    assert min(wrapped) > 59_000
