"""Flags stay as they are while the text beside them is edited, until the search has looked again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoring.flags import words
from scoring.model import Model
from scoring.protocol import Flag, Suggestion
from scoring.session import Session
from scoring.standing_flags import StandingFlags

TEXT = "It was a cold day. The childs was playing there.\n"


def settled(model: Model, text: str) -> Session:
    session = Session(model, text)
    session.focus(0, len(text))
    session.settle()
    return session


def shown(session: Session) -> list[tuple[str, str]]:
    """The flagged words and their kinds."""
    return [(session.text[flag.start : flag.end], flag.kind) for flag in session.flags()]


def test_no_flag_blinks_while_the_writer_types_elsewhere(default_model: Model) -> None:
    session = settled(default_model, TEXT)
    before = shown(session)
    assert ("childs", "spelling") in before or ("childs", "grammar") in before
    for place, typed in ((TEXT.index(" cold"), " so"), (len(TEXT) - 1, " We"), (len(TEXT) - 2, " now")):
        for number, character in enumerate(typed):
            session.edit(place + number, place + number, character)
            while session.step(soon=True):
                assert [word for word in shown(session) if word in before] == before
        assert [word for word in shown(session) if word in before] == before


def test_suggestions_of_what_stands_are_those_of_the_text_as_it_is(default_model: Model) -> None:
    session = settled(default_model, TEXT)
    session.edit(0, 2, "Yesterday it")
    flag = next(flag for flag in session.flags() if session.text[flag.start : flag.end] == "childs")
    best = flag.suggestions[0]
    assert session.text[best.start : best.end] == "childs"


def test_a_word_that_is_edited_is_judged_anew(default_model: Model) -> None:
    session = settled(default_model, TEXT)
    start = TEXT.index("childs")
    session.edit(start + 5, start + 6, "ren")
    assert not [flag for flag in session.flags() if flag.start <= start < flag.end and flag.kind != "surprising"]


def test_at_rest_the_flags_are_those_of_a_fresh_session(default_model: Model) -> None:
    session = settled(default_model, TEXT)
    session.edit(3, 3, "had been ")
    session.settle()
    fresh = settled(default_model, session.text)
    places = [[(flag.start, flag.end, flag.kind) for flag in one.flags(0.0)] for one in (session, fresh)]
    assert places[0] == places[1]


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
