"""Flags stay as they are while the text next to them is edited, until it is searched again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.flags.standing_flags import StandingFlags
from scoring.language.words import words
from scoring.model.model import Model
from scoring.protocol import Flag, Suggestion
from scoring.session import Session

TEXT = "It was a cold day. The child was playing there. They went to the water.\n"


def settled(model: Model, text: str) -> Session:
    session = Session(model, text, max_length=48, stride=24)
    session.focus(0, len(text))
    session.settle()
    return session


def assert_same(some: list[Any], others: list[Any]) -> None:
    """Compare up to rounding: running other tokens in the same pass changes the last digits."""
    assert [(*one[:2], pytest.approx(one[2], abs=1e-4), *one[3:]) for one in some] == others


def said(session: Session, sentence: str) -> list[tuple[str, str, float, str, list[str]]]:
    """Return everything said about the words of a sentence, however weak."""
    text = session.text
    start = text.index(sentence)
    return [
        (
            text[flag.start : flag.end],
            flag.kind,
            flag.strength,
            flag.reason,
            [text[: edit.start] + edit.replacement + text[edit.end :] for edit in flag.suggestions],
        )
        for flag in session.flags(0.0, start, start + len(sentence))
    ]


def flagged(session: Session, sentence: str) -> list[str]:
    """Return the words of a sentence that something is said about. What is said hangs by a thread: a random model's
    scores change with every letter before them."""
    return [word for one in said(session, sentence) for word in one[0].split()]


@pytest.mark.parametrize(("place", "typed"), [(9, "very "), (18, " So it was."), (0, "Once ")])
def test_what_is_said_of_a_sentence_stays_while_the_writer_types_in_the_one_before(
    tiny_llama: Model, place: int, typed: str
) -> None:
    session = settled(tiny_llama, TEXT)
    sentence = "child was playing there"
    before = flagged(session, sentence)
    assert any(one[1] != "surprising" for one in said(session, sentence))
    for number, character in enumerate(typed):
        session.edit(place + number, place + number, character)
        while session.step(soon=True):
            assert flagged(session, sentence) == before
        for *_, made in said(session, sentence):
            assert all("It was" in text or "Once" in text for text in made), "suggestions lie where the words are"
    session.settle()
    assert_same(said(session, session.text), said(settled(tiny_llama, session.text), session.text))


def test_what_is_said_of_the_other_words_of_a_sentence_stays_while_it_is_written_on(tiny_llama: Model) -> None:
    session = settled(tiny_llama, TEXT)
    before = [one[:4] for one in said(session, "They went to the")]
    place = TEXT.index("water.") + 5
    for number, character in enumerate(" again"):
        session.edit(place + number, place + number, character)
        while session.step(soon=True):
            assert [one[:4] for one in said(session, "They went to the")] == before


def test_a_word_that_is_edited_is_only_hinted_at(tiny_llama: Model) -> None:
    session = settled(tiny_llama, TEXT)
    place = TEXT.index("child") + 5
    session.edit(place, place, "ren")
    while session.step(soon=True):
        pass
    assert [one[:2] for one in said(session, "children")] == [("children", "surprising")]


@given(st.text("abc .\n", max_size=40), st.data())
def test_what_stands_is_about_words_that_were_not_changed(text: str, data: st.DataObject) -> None:
    flags = [
        Flag(start, end, 5.0, "grammar", text[start:end], (Suggestion(start, end, text[start:end], 1.0, "grammar"),))
        for start, end in words(text, 0, len(text))
    ]
    standing = StandingFlags()
    for number in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        new = data.draw(st.text("x ", max_size=4))
        standing.edit(flags if not number else [], start, end, new)
        text = text[:start] + new + text[end:]
    left = list(standing.over([], [(0, len(text) + 1)], 0, len(text) + 1))
    whole = set(words(text, 0, len(text)))
    for flag in left:
        assert (flag.start, flag.end) in whole
        assert text[flag.start : flag.end] == flag.reason
        assert all(text[edit.start : edit.end] == edit.replacement for edit in flag.suggestions)


def test_hints_stay_away_where_something_stands() -> None:
    standing = StandingFlags()
    standing.edit([Flag(4, 8, 6.0, "grammar", "stands")], 0, 3, "We")
    hints = [Flag(0, 2, 1.0, "surprising", "hint"), Flag(3, 7, 9.0, "surprising", "hint")]
    assert [flag.reason for flag in standing.over(hints, [(0, 20)], 0, 20)] == ["hint", "stands"]
    assert [flag.reason for flag in standing.over(hints, [(10, 20)], 0, 20)] == ["hint", "hint"], "searched again"
    standing.drop(0, 20)
    assert list(standing.over(hints, [(0, 20)], 0, 20)) == hints
