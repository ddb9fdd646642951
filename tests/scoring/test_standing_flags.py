"""Flags stay as they are while the text beside them is edited, until the search has looked again."""

from __future__ import annotations

from scoring.model import Model
from scoring.session import Session

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
