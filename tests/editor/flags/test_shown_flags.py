"""The rules for which flags are shown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from editor.document import Document
from editor.flags.known_flags import KnownFlags, known_flag, note_of
from scoring.protocol import Flag

TEN = "aa bb cc dd ee ff gg hh ii jj"


def flag(text: str, word: str, strength: float = 0.5) -> Flag:
    return Flag(text.index(word), text.index(word) + len(word), strength, "surprising", f"{word}?")


def flags_of(text: str, *words: str, is_prose: bool = True) -> tuple[Document, KnownFlags]:
    """Return a document with flags, each stronger than the one before."""
    document = Document(text)
    flags = KnownFlags(document, lambda start, end: is_prose)
    flags.replace(0, len(text), sorted((flag(text, w, n / 100) for n, w in enumerate(words)), key=lambda f: f.start))
    return document, flags


def shown(document: Document, flags: KnownFlags) -> list[str]:
    return [document.slice(span.start, span.end) for span in flags.shown_in(0, len(document))]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (TEN, "aa bb", "aa bb"),
        (TEN, "aa bb cc", "bb cc"),
        (TEN, "cc bb aa jj", "aa jj"),
        (TEN + " kk ll mm nn", "aa bb cc", "bb cc"),
        (TEN + " kk ll mm nn oo", "aa bb cc", "aa bb cc"),
        ("aa bb cc dd", "aa bb cc dd", "aa bb cc dd"),
        ("aa bb cc\n\ndd ee ff\n\ngg hh ii jj", "aa bb cc dd ee", "aa bb cc dd ee"),
        ("aa bb cc\ndd ee ff\ngg hh ii jj", "aa bb cc dd ee", "dd ee"),
    ],
)
def test_in_a_crowded_paragraph_the_strongest_fifth_is_shown(text: str, words: str, expected: str) -> None:
    assert " ".join(shown(*flags_of(text, *words.split()))) == expected


def test_a_misspelling_is_shown_in_a_crowded_paragraph_too_and_takes_no_other_flags_place() -> None:
    text = TEN + "\n\nzz"
    document, flags = flags_of(text)
    kinds = {"aa": "spelling", "bb": "grammar", "cc": "grammar", "dd": "grammar", "ee": "spelling"}
    flags.replace(
        0,
        len(text),
        [replace(flag(text, word, 0.9 - n / 10), kind=kind) for n, (word, kind) in enumerate(kinds.items())],
    )
    assert shown(document, flags) == ["aa", "bb", "cc", "ee"]
    assert [known_flag(span).more for span in flags.shown_in(0, len(text))] == [1, 1, 1, 1]
    flags.rules.least = 0.45  # weak misspellings are hidden like other flags
    flags.review()
    assert shown(document, flags) == ["aa", "bb", "cc"]


def test_shown_flags_say_how_many_are_hidden() -> None:
    document, flags = flags_of(TEN, "aa", "bb", "cc", "dd")
    assert [note_of(span) for span in flags.shown_in(0, len(document))] == [
        "Surprising: cc? · 2 % likely a mistake … and 2 more in this paragraph",
        "Surprising: dd? · 3 % likely a mistake … and 2 more in this paragraph",
    ]
    flags.replace(0, 6, [])
    assert [note_of(span) for span in flags.shown_in(0, len(document))] == [
        "Surprising: cc? · 2 % likely a mistake",
        "Surprising: dd? · 3 % likely a mistake",
    ]


def test_only_words_of_prose_make_a_paragraph_long() -> None:
    assert shown(*flags_of(TEN, "aa", "bb", "cc", "dd", is_prose=False)) == ["aa", "bb", "cc", "dd"]


def test_ignored_flags_are_hidden_until_no_longer_ignored() -> None:
    document, flags = flags_of(TEN + "\n\nzz", "aa", "zz")
    flags.rules.is_ignored = lambda start, end: document.slice(start, end) == "aa"
    assert flags.review(0, len(document)) == {0}
    assert shown(document, flags) == ["zz"]
    flags.rules.is_ignored = lambda start, end: False
    assert flags.review(0, len(document)) == {0}
    assert shown(document, flags) == ["aa", "zz"]


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.integers(0, 59), st.integers(0, 60))
def test_flags_that_arrive_piece_by_piece_equal_those_that_arrive_at_once(
    flagged: list[bool], cut: int, other: int
) -> None:
    text = "".join("ab\n\n" if n % 13 == 12 else "ab " for n in range(len(flagged)))
    document = Document(text)
    starts, at = [], 0
    for _ in flagged:
        starts.append(text.index("ab", at))
        at = starts[-1] + 2
    spans = [
        Flag(s, s + 2, (s * 7 % 10) / 10, "grammar", "") for s, is_one in zip(starts, flagged, strict=True) if is_one
    ]
    whole, pieces = (KnownFlags(document, lambda start, end: True) for _ in range(2))
    whole.replace(0, len(text), spans)
    edges = sorted({0, min(3 * cut, len(text)), min(3 * other, len(text)), len(text)})
    for low, high in pairwise(edges):
        pieces.replace(low, high, [span for span in spans if low <= span.start and span.end <= high])
    cut_off = [s for s in spans if any(s.start < edge < s.end for edge in edges)]
    if not cut_off:
        assert list(pieces.shown_in(0, len(text))) == list(whole.shown_in(0, len(text)))
