"""Several continuations of one place, side by side: different, in the draft's Markdown, the same for the same seed, and
each with the model's own probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model.model import Model
from scoring.protocol import Continuation, Manner
from scoring.session import Session
from tests.scoring.models import PROSE, reference
from tests.scoring.oracle import NATS, SMALL, assert_sessions_agree

SHORT = "The harbour lay still that morning. Nobody had told the"


def session_of(model: Model, text: str) -> Session:
    session = Session(model, text)
    session.settle_scores()
    return session


def written(session: Session, start: int | None = None, end: int | None = None, **manner: Any) -> list[Continuation]:
    """Return the continuations in the end; they must only grow until then."""
    start = len(session.text) if start is None else start
    known: list[Continuation] = []
    for found in session.continuations(start, start if end is None else end, Manner(**manner)):
        known = found
    return known


def test_five_different_ones_over_one_prefix(default_model: Model) -> None:
    session = session_of(default_model, SHORT)
    forwarded = session.stats.tokens_forwarded
    found = written(session, candidates=5, max_tokens=6)
    assert len({one.text.split()[0] for one in found}) == 5
    assert session.stats.tokens_forwarded - forwarded <= 1, "scores need no state after the last token"
    alone = written(session, max_tokens=6)
    assert found[0].text == alone[0].text
    assert found[0].text.startswith("".join(session.continue_text(len(SHORT), 6)))


def test_log_probs_nearly_equal_those_of_the_accepted_text(default_model: Model, default_network: Any) -> None:
    session = session_of(default_model, SHORT)
    for one in written(session, candidates=3, max_tokens=5):
        ids = default_model.tokenizer.encode(SHORT + one.text)[0]
        expected = reference(default_network, default_model.start_id, ids).log_prob[-len(one.log_probs) :]
        np.testing.assert_allclose(one.log_probs, expected, rtol=0, atol=10 * NATS)  # decoding has fewer bits
        assert one.confidence == one.log_probs[0]


def test_the_same_seed_gives_the_same_continuations_and_another_does_not(default_model: Model) -> None:
    session = session_of(default_model, SHORT)
    manner: dict[str, Any] = {"candidates": 2, "max_tokens": 3, "temperature": 1.0, "top_p": 0.9}
    first, again, other = (written(session, seed=seed, **manner) for seed in (3, 3, 4))
    session.edit(0, 3, "Our")
    session.edit(0, 3, "The")
    later = written(session, seed=3, **manner)
    assert [one.text for one in first] == [one.text for one in again] == [one.text for one in later]
    assert [one.text for one in first] != [one.text for one in other]


def test_with_a_small_top_p_only_the_likeliest_token_is_drawn(default_model: Model) -> None:
    session = session_of(default_model, SHORT)
    drawn = written(session, max_tokens=6, temperature=1.0, top_p=1e-6, seed=5)
    assert drawn == written(session, max_tokens=6)


def test_a_list_continues_and_a_paragraph_ends(default_model: Model) -> None:
    items = written(session_of(default_model, "Shopping list:\n\n- milk\n- eggs\n"), candidates=3)
    assert items
    assert all(one.text.startswith("- ") and one.text[2:].strip() for one in items)
    assert not any(one.text in ("- milk", "- eggs") for one in items)
    numbered = written(session_of(default_model, "Steps:\n\n1. Open the box.\n2. Take out the parts.\n"), max_tokens=4)
    assert numbered[0].text.startswith("3. ")
    assert "\n" not in numbered[0].text


def test_no_word_is_cut_in_two_at_the_end(default_model: Model) -> None:
    session = session_of(default_model, "The fisherman was an unbelievably")
    after = "".join(session.continue_text(len(session.text), 8))
    for tokens in (1, 2):
        (one,) = written(session, max_tokens=tokens)
        assert after.startswith(one.text)
        assert not after[len(one.text) :][:1].isalnum()


def test_between_two_sides_the_best_fit_for_both_comes_first(default_model: Model) -> None:
    text = (
        "The harbour lay still that morning. Nobody had told the about the storm, and so they went down to the water."
    )
    session = session_of(default_model, text)
    place = text.index(" about")
    found = written(session, place, candidates=5, max_tokens=6)
    assert len(found) == 5
    worth = [0.7 * sum(one.log_probs) + 0.3 * (one.gain or 0.0) for one in found]
    assert worth == sorted(worth, reverse=True)
    assert (found[0].gain or 0.0) > 5
    assert "about" not in found[0].text
    whole = default_model.tokenizer.encode(text[:place] + found[0].text + text[place:])[0]
    other = Session(default_model, text[:place] + found[0].text + text[place:])
    assert len(whole) > len(session.tokens)
    gained, _ = session.effect(place, place, found[0].text)
    other.settle_scores()
    own = sum(token.log_prob or 0.0 for token in other.tokens if place < token.end <= place + len(found[0].text))
    assert sum(found[0].log_probs) == pytest.approx(own, abs=NATS)
    assert gained > 0


def test_replacements_of_a_selection_have_its_range_and_a_gain(default_model: Model) -> None:
    text = "We walked down to the harbour and lookd at the boats. It was a very nice day."
    session = session_of(default_model, text)
    start = text.index("lookd")
    found = written(session, start, start + 5, candidates=5)
    assert len(found) > 2
    assert "lookd" not in [one.text for one in found]
    assert (found[0].gain or 0.0) > 5
    assert all(one.text == one.text.strip() for one in found)


def test_inside_a_word_and_with_no_tokens_there_are_none(default_model: Model) -> None:
    session = session_of(default_model, SHORT)
    assert written(session, SHORT.index("bour")) == []
    assert written(session, max_tokens=0) == []


TEXTS = st.text(st.sampled_from("ab é\n’東👍.*-_`[]( The harbour lay"), max_size=60) | st.integers(0, 200).map(
    lambda start: PROSE[start : start + 80]
)


@given(
    text=TEXTS,
    place=st.floats(0, 1),
    length=st.integers(0, 9),
    steps=st.integers(0, 2),
    manner=st.builds(Manner, st.integers(0, 6), st.sampled_from([0.0, 1.0]), st.just(0.9), st.integers(1, 5)),
)
@settings(max_examples=30, deadline=None)
def test_everywhere_they_only_grow_stay_on_one_line_and_do_not_change_the_session(
    tiny_model: Model, text: str, place: float, length: int, steps: int, manner: Manner
) -> None:
    start = round(place * len(text))
    end = min(len(text), start + length)
    session, shown = Session(tiny_model, text, **SMALL), list[str]()
    for found in session.continuations(start, end, manner):
        texts = [one.text for one in found]
        assert len(texts) <= manner.candidates
        assert all(texts)
        assert "\n" not in "".join(texts)
        assert all(any(new.startswith(old) for new in texts) for old in shown)
        shown = texts
        for _ in range(steps):
            session.step(tries=False)
    assert len(set(shown)) == len(shown)
    session.settle_scores()
    fresh = Session(tiny_model, text, **SMALL)
    fresh.settle_scores()
    assert_sessions_agree(session, fresh)


def test_long_ones_end_when_there_is_no_room_left(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE, **SMALL)
    (*_, found) = session.continuations(len(PROSE), len(PROSE), Manner(max_tokens=512, candidates=5, temperature=1.0))
    assert found
    assert all(len(one.log_probs) < 300 for one in found)
    with pytest.raises(ValueError, match="too long to rephrase"):
        session.continuations(0, len(PROSE), Manner())


def test_they_end_when_the_text_is_edited(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE, **SMALL)
    growing = session.continuations(len(PROSE), len(PROSE), Manner())
    next(growing)
    session.edit(0, 3, "One")
    assert list(growing) == []


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (3, 2), (0, 6)])
def test_a_range_outside_the_text_is_rejected_at_once(tiny_model: Model, start: int, end: int) -> None:
    session = Session(tiny_model, "abcde", **SMALL)
    with pytest.raises(ValueError, match="5 code points"):
        session.continuations(start, end, Manner())


def test_the_line_before_is_not_written_again(default_model: Model) -> None:
    line = "And the sea was calm and the sky was blue and nobody said a word."
    found = written(session_of(default_model, f"{line}\n\n{line}\n\n"), candidates=2, max_tokens=20)
    assert all(one.text != line for one in found)
    assert torch.is_inference_mode_enabled() is False
