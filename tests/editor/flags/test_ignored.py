"""Ignored places and words survive edits elsewhere, and are found again in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.flags.ignored import MOST_PLACES, Ignored, IgnoredPlace, find_places, is_listed

TEXT = "one two three.\nfour five six seven eight\n\nnine two ten\n"
FIVE = TEXT.index("five")

EDITS = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, 6), st.sampled_from(["", "x", "\n", " word ", "."]))
)


def ignored_at(*words: str, text: str = TEXT) -> tuple[Document, Ignored]:
    document = Document(text)
    ignored = Ignored(document)
    for word in words:
        ignored.add_place(text.index(word), text.index(word) + len(word))
    return document, ignored


def test_words_across_a_line_end_are_one_entry() -> None:
    _, ignored = ignored_at(text="in the\nthe house, the the house")
    ignored.add_word("the\nthe")
    assert ignored.words == ("the the",)
    assert ignored.covers(3, 10)
    assert ignored.covers(18, 25)
    assert not ignored.covers(3, 6)


@given(EDITS)
def test_a_place_stays_ignored_under_edits_elsewhere_and_is_forgotten_when_its_word_changes(
    edits: list[tuple[int, int, str]],
) -> None:
    document, ignored = ignored_at("five")
    start = FIVE
    for at, length, text in edits:
        at = min(at, len(document))
        end = min(at + length, len(document))
        if end < start or (end == start and not text[-1:].isalnum() and document.slice(at - 1, at) in (" ", "\n", ".")):
            start += len(text) - (end - at)
        elif at <= start + 4:
            break  # this word or the text right next to it is changed
        document.replace(at, end, text)
    else:
        if document.slice(start - 1, start).isalnum():
            return
        assert ignored.covers(start, start + 4)
        assert find_places(document.text, ignored.places()) == [(start, start + 4)]


@pytest.mark.parametrize("edit", [(0, 1, ""), (4, 4, "s"), (0, 0, "x"), (2, 2, "-"), (0, 4, "nine"), (-1, 0, "")])
def test_a_place_is_forgotten_when_its_word_changes(edit: tuple[int, int, str]) -> None:
    document, ignored = ignored_at("five")
    start, end, text = edit
    document.replace(FIVE + start, FIVE + end, text)
    assert not any(ignored.covers(at, at + 1) for at in range(len(document)))
    assert ignored.places() == []


def test_only_the_place_is_ignored_and_not_the_word_elsewhere() -> None:
    _, ignored = ignored_at("two")
    assert ignored.covers(TEXT.index("two"), TEXT.index("two") + 3)
    assert not ignored.covers(TEXT.rindex("two"), TEXT.rindex("two") + 3)


def test_the_newest_or_the_named_entry_is_forgotten() -> None:
    document, ignored = ignored_at("five")
    number = ignored.add_place(0, 3)
    ignored.add_place(4, 7)
    document.replace(0, 0, "so ")
    assert ignored.forget_place(number) == "one"
    assert ignored.forget_place(number) is None
    assert [ignored.forget_place() for _ in range(3)] == ["two", "five", None]


def test_restored_entries_are_older_than_new_ones() -> None:
    _, ignored = ignored_at("five")
    ignored.add_word("now")
    ignored.restore(["then"], [(0, 3), (4, 7), (FIVE, FIVE + 4)])
    assert ignored.words == ("then", "now")
    assert [ignored.forget_place() for _ in range(4)] == ["five", "two", "one", None]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (TEXT, "five"),
        ("A new title\n\n" + TEXT, "five"),
        (TEXT.replace("one two three", "uno due tre"), "five"),
        (TEXT.replace("six", "6"), "five"),
        (TEXT.replace("five", "5"), None),
        (TEXT.replace("five", "fivefold"), None),
        (TEXT.replace("four five six", "all is new, five too"), None),
        ("five", None),
        ("", None),
    ],
)
def test_a_place_is_found_if_enough_context_matches(now: str, found: str | None) -> None:
    _, ignored = ignored_at("five")
    places = find_places(now, ignored.places())
    assert [now[slice(*place)] for place in places] == ([] if found is None else [found])
    assert all(place[0] == now.index("five") for place in places)


def test_of_identical_places_the_nearest_is_found_and_none_twice() -> None:
    text = "x teh y\n" * 60
    starts = [8 * line + 2 for line in (20, 21, 40)]
    document = Document(text)
    ignored = Ignored(document)
    for start in starts:
        ignored.add_place(start, start + 3)
    assert find_places(text, ignored.places()) == [(start, start + 3) for start in starts]
    moved = find_places("new\n" + text, ignored.places())
    assert len({start for start, _ in moved}) == 3
    assert len({start for start, _ in find_places("x teh y\n" * 7, ignored.places())}) == 3


@given(st.text(alphabet="ab \n'é\udc80", max_size=40), st.data())
def test_kept_entries_are_found_in_the_same_text(text: str, data: st.DataObject) -> None:
    document = Document(text)
    words = [(at, at + 1) for at, character in enumerate(text) if character in "abé"]
    whole = [(s, e) for s, e in words if not text[max(0, s - 1) : s].isalnum() and not text[e : e + 1].isalnum()]
    chosen = data.draw(st.lists(st.sampled_from(whole), unique=True)) if whole else []
    ignored = Ignored(document)
    for place in chosen:
        ignored.add_place(*place)
    kept = ignored.places()
    if "\udc80" not in text:
        assert find_places(text, kept) == chosen


def test_the_number_of_kept_places_is_limited() -> None:
    document = Document("word\n" * (MOST_PLACES + 10))
    ignored = Ignored(document)
    for line in range(MOST_PLACES + 10):
        ignored.add_place(5 * line, 5 * line + 4)
    kept = ignored.places()
    assert len(kept) == MOST_PLACES
    assert kept[-1].line == MOST_PLACES + 9


def test_an_empty_word_is_nowhere() -> None:
    assert find_places("a b", [IgnoredPlace("", "a", " b", 0)]) == []


@pytest.mark.parametrize(
    ("word", "listed", "expected"),
    [
        ("teh", {"teh"}, True),
        ("Teh", {"teh"}, True),
        ("TEH", {"teh"}, True),
        ("Zaphod", {"Zaphod"}, True),
        ("zaphod", {"Zaphod"}, False),
        ("Zaphod’s", {"Zaphod"}, True),
        ("o’clock", {"o'clock"}, True),
        ("cafe\u0301", {"café"}, True),
        ("tehs", {"teh"}, False),
        ("", {"teh"}, False),
        ("teh", set(), False),
    ],
)
def test_words_in_lower_case_are_listed_for_every_case(word: str, listed: set[str], expected: bool) -> None:
    assert is_listed(word, listed) == expected
