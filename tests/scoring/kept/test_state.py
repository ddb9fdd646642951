"""A session's state restored in another: the same results without running the model, which is only run for changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.model.model import Model, load_model
from scoring.session import Session
from scoring.windows.pages import WindowLengths
from tests.scoring.models import PROSE, save_tiny_llama

LENGTHS: WindowLengths = {"max_length": 32, "stride": 16}
TEXT = PROSE


@pytest.fixture(scope="module")
def settled(tiny_model: Model) -> Session:
    session = Session(tiny_model, TEXT, **LENGTHS)
    session.settle()
    return session


@pytest.fixture(scope="module")
def state(settled: Session) -> bytes:
    return settled.state()


def assert_like(session: Session, other: Session) -> None:
    """Compare the flags of two sessions that ran the same tokens in other chunks, which changes the last digits."""
    found, wanted = ({(f.start, f.end): f.strength for f in one.flags(0.0)} for one in (session, other))
    assert found == pytest.approx(wanted, abs=1e-3)


def test_a_restored_session_has_the_same_results_without_running_the_model(settled: Session, state: bytes) -> None:
    session = Session(settled.model, TEXT, **LENGTHS)
    assert session.restore(state)
    assert not session.has_work
    assert session.is_as_restored
    assert list(session.tokens) == list(settled.tokens)
    assert session.flags(0.0) == settled.flags(0.0)
    assert session.word_scores() == settled.word_scores()
    assert (session.stats.tokens_forwarded, session.stats.tokens_tried) == (0, 0)
    again = Session(settled.model, TEXT, **LENGTHS)
    assert again.restore(session.state()), "it can be kept again"
    assert again.state() == session.state()


@pytest.mark.parametrize("place", [0.02, 0.5, 0.97], ids=["near the start", "in the middle", "near the end"])
def test_after_an_edit_only_the_affected_tokens_are_run(settled: Session, state: bytes, place: float) -> None:
    start = round(place * len(TEXT))
    session, fresh = Session(settled.model, TEXT, **LENGTHS), Session(settled.model, TEXT, **LENGTHS)
    assert session.restore(state)
    session.edit(start, start + 1, "and")
    fresh.edit(start, start + 1, "and")
    assert not session.is_as_restored
    touched = sum(page.end - page.context for page in session.unsettled_pages)
    session.settle()
    fresh.settle()
    assert touched < 0.6 * fresh.stats.tokens_forwarded
    assert_like(session, fresh)
    found, wanted = ([token.log_prob for token in one.tokens] for one in (session, fresh))
    assert found == pytest.approx(wanted, abs=1e-3)
    assert session.stats.tokens_forwarded <= touched, "the windows that the edit touched, from their starts"
    assert session.stats.tokens_tried < fresh.stats.tokens_tried * 0.8


@pytest.mark.parametrize("steps", [1, 5, 25])
def test_half_done_work_resumes_where_it_stopped(settled: Session, steps: int) -> None:
    begun = Session(settled.model, TEXT, **LENGTHS)
    for _ in range(steps):
        begun.step()
    session = Session(settled.model, TEXT, **LENGTHS)
    assert session.restore(begun.state())
    assert session.has_work
    assert session.settled_tokens == begun.settled_tokens > 0
    session.settle()
    assert_like(session, settled)
    assert session.stats.tokens_tried <= settled.stats.tokens_tried


def test_an_empty_text_has_a_state_too(tiny_model: Model) -> None:
    session = Session(tiny_model, "", **LENGTHS)
    assert session.restore(Session(tiny_model, "", **LENGTHS).state())


def test_another_text_model_or_window_restores_nothing_wrong(
    settled: Session, state: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert not Session(settled.model, TEXT + "x", **LENGTHS).restore(state)
    other = load_model(str(save_tiny_llama(tmp_path_factory.mktemp("half"))), dtype="bfloat16")
    session = Session(other, TEXT, **LENGTHS)
    assert not session.restore(state), "its number format differs"
    assert session.settled_tokens == 0


@given(st.data())
def test_invalid_bytes_are_rejected(settled: Session, state: bytes, data: st.DataObject) -> None:
    session = Session(settled.model, TEXT, **LENGTHS)
    at = data.draw(st.integers(0, len(state) - 1))
    bad = data.draw(st.one_of(st.binary(max_size=100), st.just(state[:at])))
    assert not session.restore(bad)
    assert session.settled_tokens == 0
