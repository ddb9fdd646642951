"""While a sentence is being written, edits are tried further up in it: nothing is run twice, and no flag changes. A
small random model, because only the algebra is tested."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model.model import Model, load_model
from scoring.protocol import Flag
from scoring.session import Session
from tests.scoring.models import save_tiny_llama

BEFORE = "It was a cold day.  They goes to the water, and I dont know why.\n\n"
TYPED = "She go to school every days because she like learn new thing, a interesting subject in the the evening"
PIECES = ["x", " a", " an apple", ", which", ". Then", "\n\n", " `code`", " dont", " informations", "‘", "😀", " I"]


@pytest.fixture(scope="module")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Model:
    directory = save_tiny_llama(tmp_path_factory.mktemp("llama"), max_position_embeddings=512)
    return load_model(str(directory), dtype="float32")


def session_of(model: Model, text: str) -> Session:
    session = Session(model, text, max_length=512, stride=64)
    session.focus(0, len(text))
    return session


def assert_said_as_afresh(session: Session, model: Model) -> None:
    fresh = session_of(model, session.text)
    for one in (session, fresh):
        one.settle()
    said, right = session.flags(0.0), fresh.flags(0.0)
    assert [_rounded(flag) for flag in said] == [_rounded(flag) for flag in right]
    assert [flag.strength for flag in said] == pytest.approx([flag.strength for flag in right], abs=1e-3)


def _rounded(flag: Flag) -> tuple[int, int, str, list[str]]:
    return flag.start, flag.end, flag.kind, sorted(edit.replacement for edit in flag.suggestions)


def type_out(session: Session, text: str, ahead: int) -> None:
    for character in text:
        end = len(session.text)
        session.edit(end, end, character)
        for _ in range(ahead):
            session.try_ahead()


def tokens_at_the_pause(session: Session) -> int:
    """Try all edits in the sentence just written, and return the number of tokens that took."""
    before = session.stats.tokens_tried
    while session.run(session.schedule.edited()):
        pass
    return session.stats.tokens_tried - before


def test_what_was_tried_while_the_sentence_was_written_is_not_tried_again(default_model: Model) -> None:
    sentence = "She goes to school every day because she likes to learn something new about the world"
    costs = []
    for ahead in (0, 2):
        session = session_of(default_model, BEFORE)
        type_out(session, sentence, ahead)
        costs.append(tokens_at_the_pause(session))
    assert costs[1] < costs[0] / 2


def test_nothing_new_is_said_before_the_pause(tiny_llama: Model) -> None:
    session = session_of(tiny_llama, BEFORE)
    session.settle()
    for character in TYPED:
        end = len(session.text)
        session.edit(end, end, character)
        before = session.flags(0.0)
        session.try_ahead()
        assert session.flags(0.0) == before


@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_a_sentence_written_with_pauses_gets_the_flags_of_one_opened_whole(tiny_llama: Model, ahead: int) -> None:
    session = session_of(tiny_llama, BEFORE)
    for start in range(0, len(TYPED), 30):
        type_out(session, TYPED[start : start + 30], ahead)
        tokens_at_the_pause(session)
    assert_said_as_afresh(session, tiny_llama)


@settings(max_examples=10)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(PIECES),
            st.floats(0.0, 1.0),
            st.integers(0, 6),
            st.sampled_from(["ahead", "edited", "written", "step", "soon", "leave", "suggest"]),
            st.integers(0, 8),
        ),
        max_size=8,
    )
)
def test_whatever_was_edited_and_tried_before_the_flags_are_those_of_a_fresh_session(
    tiny_llama: Model, edits: list[tuple[str, float, int, str, int]]
) -> None:
    session = session_of(tiny_llama, BEFORE + TYPED)
    for piece, place, removed, then, count in edits:
        start = int(place * len(session.text))
        session.edit(start, min(start + removed, len(session.text)), piece)
        for _ in range(count):
            if then == "ahead":
                session.try_ahead()
            elif then == "edited":
                session.run(session.schedule.edited())
            elif then == "written":
                session.run(session.schedule.written())
            elif then == "leave":
                session.leave()
            elif then == "suggest":
                session.suggest(max(0, start - 1), start + 1)
            else:
                session.step(soon=then == "soon")
    assert_said_as_afresh(session, tiny_llama)
