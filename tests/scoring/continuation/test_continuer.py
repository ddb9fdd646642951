"""`Session.continue_text` writes what the model expects after the text, reusing the caches of scoring, and leaves the
session unchanged."""

from __future__ import annotations

import unicodedata
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.continuation import branches
from scoring.continuation.written import Allowed, Written
from scoring.model.model import Model, load_model
from scoring.protocol import Continuation, Manner
from scoring.session import Session
from tests.scoring.models import PROSE
from tests.scoring.oracle import SMALL, assert_odds_agree, assert_sessions_agree

PLACES = [PROSE.index(word) + len(word) for word in ("still that", "the storm", "they did", "on towards")]


@torch.inference_mode()
def expected_text(model: Model, network: Any, before: list[int], tokens: int) -> str:
    """Return the text of the most probable tokens after `before`, by transformers without a cache."""
    ids = [model.start_id, *before]
    for _ in range(tokens):
        ids.append(int(network(torch.tensor([ids]), use_cache=False).logits[0, -1].argmax()))
    return b"".join(map(model.vocabulary.bytes_of, ids[1 + len(before) :])).decode()


@pytest.fixture(scope="module")
def session(default_model: Model) -> Session:
    session = Session(default_model, PROSE)
    session.settle_scores()
    return session


@pytest.mark.parametrize("place", PLACES[:3])
def test_it_is_what_transformers_writes(session: Session, default_network: Any, place: int) -> None:
    before = session.tokenized.ids[: session.tokenized.at(0, place)[1]].tolist()
    assert isinstance(session.model, Model)
    expected = expected_text(session.model, default_network, before, 6)
    assert "".join(session.continue_text(place, 6)) == expected


def test_nothing_before_the_place_is_run_again(session: Session) -> None:
    for place in (*PLACES, len(PROSE) - 1):
        forwarded, decoded = session.stats.tokens_forwarded, session.stats.tokens_decoded
        assert list(session.continue_text(place, 8))
        assert session.stats.tokens_forwarded == forwarded
        assert session.stats.tokens_decoded - decoded <= 32, "eight, the removed ones, and guesses"


def test_after_a_letter_only_the_affected_tokens_are_run(default_model: Model) -> None:
    session = Session(default_model, PROSE)
    session.settle_scores()
    place = PROSE.index(" the storm")
    session.edit(place, place, " of")
    forwarded = session.stats.tokens_forwarded
    assert list(session.continue_text(place + 3, 4))
    assert session.stats.tokens_forwarded - forwarded <= 2


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("The fisherman's wi", "fe"),
        ("Once upon a ti", "me"),
        ("The capital of France is Par", "is"),
        ("It was unbe", "liev"),
    ],
)
def test_a_begun_word_is_finished(default_model: Model, text: str, begins: str) -> None:
    assert "".join(Session(default_model, text).continue_text(len(text), 4)).startswith(begins)


@pytest.mark.parametrize("text", ["The capital of France is", "I went down to the", "It was a very"])
def test_a_blank_before_the_caret_changes_nothing(default_model: Model, text: str) -> None:
    without = "".join(Session(default_model, text).continue_text(len(text), 6))
    after_blank = "".join(Session(default_model, text + " ").continue_text(len(text) + 1, 6))
    assert without.startswith(" ")
    assert after_blank == without[1:]


def test_a_whole_word_before_other_text_is_not_made_longer(session: Session) -> None:
    for place in PLACES:
        first = next(session.continue_text(place, 1))
        assert not first[0].isalnum(), PROSE[place - 10 : place] + first


def test_each_piece_is_given_as_soon_as_it_is_known(session: Session) -> None:
    before = session.stats.tokens_decoded
    pieces = session.continue_text(PLACES[0], 8)
    next(pieces)
    assert session.stats.tokens_decoded == before
    next(pieces)
    assert before < session.stats.tokens_decoded <= before + 8, "one pass, with a few guesses"


def test_guesses_change_nothing_and_save_passes(default_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    place, passes = PLACES[1], 0
    session = Session(default_model, PROSE[:place])
    session.settle_scores()
    decode = default_model.trunk.decode

    def counted(*arguments: Any) -> torch.Tensor:
        nonlocal passes
        passes += 1
        return decode(*arguments)

    monkeypatch.setattr(default_model.trunk, "decode", counted)
    written: list[tuple[list[Continuation], int]] = []
    for guesser in (default_model.guesser, None):
        monkeypatch.setattr(default_model, "guesser", guesser)
        for manner in (Manner(32), Manner(16, 0.8, 0.9, 3, seed=3)):
            passes = 0
            *_, found = session.continuations(place, place, manner)
            written.append((found, passes))
    for (guessed, fewer), (plain, more) in zip(written[:2], written[2:], strict=True):
        assert [one.text for one in guessed] == [one.text for one in plain]
        assert 0 < fewer < more


def test_accepted_text_is_run_once_for_exact_scores_and_nothing_else_is(default_model: Model) -> None:
    session = Session(default_model, PROSE[:230])
    session.settle_scores()
    for most in (5, 6):
        place = len(session.text)
        pieces = list(session.continue_text(place, most))
        forwarded, known = session.stats.tokens_forwarded, len(session.tokens)
        session.edit(place, place, "".join(pieces[:-2]))
        session.settle_scores()
        assert session.stats.tokens_forwarded - forwarded <= len(session.tokens) - known
        fresh = Session(default_model, session.text)
        fresh.settle_scores()
        assert_sessions_agree(session, fresh)
        assert_odds_agree(session, {"max_length": 2048, "stride": 1024}, everywhere=True)


def test_in_the_middle_only_the_new_text_and_the_text_after_it_are_run(tiny_llama_dir: Path) -> None:
    model = load_model(str(tiny_llama_dir), dtype="float32")
    session = Session(model, PROSE[:60], **SMALL)
    session.settle_scores()
    place = PROSE.index(" still")
    written = "".join(session.continue_text(place, 4))
    behind = len(session.tokens) - session.tokenized.at(0, place)[1]
    new = len(model.tokenizer.encode(written)[0])
    forwarded = session.stats.tokens_forwarded
    session.edit(place, place, written)
    session.settle_scores()
    assert session.stats.tokens_forwarded - forwarded <= behind + new + 1
    fresh = Session(model, session.text, **SMALL)
    fresh.settle_scores()
    assert_sessions_agree(session, fresh)


TEXTS = st.text(st.sampled_from("ab é\n’東👍.*-The harbour lay"), max_size=60) | st.integers(0, 200).map(
    lambda start: PROSE[start : start + 80]
)


@given(text=TEXTS, place=st.floats(0, 1), most=st.integers(0, 12), steps=st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_any_text_is_continued_with_whole_characters_while_other_text_is_scored(
    tiny_model: Model, text: str, place: float, most: int, steps: int
) -> None:
    offset = round(place * len(text))
    quiet = Session(tiny_model, text, **SMALL)
    alone = list(quiet.continue_text(offset, most))
    assert len(alone) <= most
    assert all(alone)
    for character in "".join(alone):
        assert unicodedata.category(character) not in ("Cs", "Co", "Cn")
        assert unicodedata.category(character) != "Cc" or character in "\n\t"
    assert "<|endoftext|>" not in "".join(alone)

    busy, pieces = Session(tiny_model, text, **SMALL), []
    for piece in busy.continue_text(offset, most):
        pieces.append(piece)
        for _ in range(steps):
            busy.step(tries=False)
        list(busy.continue_text(max(0, offset - 7), 2))
    assert pieces == alone
    for session in (quiet, busy):
        session.settle_scores()
        fresh = Session(tiny_model, text, **SMALL)
        fresh.settle_scores()
        assert_sessions_agree(session, fresh)


def test_it_ends_when_the_text_is_edited(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE, **SMALL)
    pieces = session.continue_text(100, 30)
    assert len(list(islice(pieces, 3))) == 3
    session.edit(0, 3, "One")
    assert list(pieces) == []
    session.settle_scores()
    fresh = Session(tiny_model, session.text, **SMALL)
    fresh.settle_scores()
    assert_sessions_agree(session, fresh)


def test_dropping_it_halfway_keeps_the_caches(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE, **SMALL)
    session.settle_scores()
    forwarded, settled = session.stats.tokens_forwarded, list(session.tokens)
    next(session.continue_text(len(PROSE) // 2, 9))
    assert list(session.tokens) == settled
    assert not session.step(tries=False)
    last = session.text.index(" towards")
    session.edit(last, last, ",")
    session.settle_scores()
    other = Session(tiny_model, PROSE, **SMALL)
    other.settle_scores()
    before = other.stats.tokens_forwarded
    other.edit(last, last, ",")
    other.settle_scores()
    assert session.stats.tokens_forwarded - forwarded == other.stats.tokens_forwarded - before


def test_it_does_not_repeat_itself(default_model: Model) -> None:
    text = "We ate bread and we drank tea. We ate bread and we drank tea. We ate bread and we"
    written = "".join(Session(default_model, text).continue_text(len(text), 24))
    ids = default_model.tokenizer.encode(text + written)[0].tolist()
    new = len(default_model.tokenizer.encode(written)[0])
    for end in range(len(ids) - new + 1, len(ids) + 1):
        four, before = ids[end - 4 : end], ids[max(0, end - 64) : end - 1]
        assert not any(before[place : place + 4] == four for place in range(len(before) - 3)), written


def test_four_tokens_are_not_repeated_in_another_spelling(default_model: Model) -> None:
    """Where " herself" is forbidden, " her" may come, but then not "self"."""
    encode = default_model.tokenizer.encode
    run = encode(" was not only herself")[0].tolist()
    her, self_ = encode(" her")[0].tolist(), encode("self")[0].tolist()
    assert (len(run), len(her), len(self_)) == (4, 1, 1)
    allowed = Allowed(default_model.vocabulary, [*run, *encode(" and")[0].tolist()], torch.device("cpu"))

    def is_allowed(token: int, *before: int) -> bool:
        found = allowed.among(torch.zeros(default_model.vocabulary.size), Written(branches.Path([*before])))
        return bool(torch.isfinite(found[token]))

    assert is_allowed(run[3], *run[1:3])
    assert not is_allowed(run[3], *run[:3])
    assert is_allowed(her[0], *run[:3])
    assert not is_allowed(self_[0], *run[:3], *her)
    assert is_allowed(self_[0], *her)


@pytest.mark.parametrize("offset", [-1, 6])
def test_a_place_outside_the_text_is_rejected_at_once(tiny_model: Model, offset: int) -> None:
    session = Session(tiny_model, "abcde", **SMALL)
    with pytest.raises(ValueError, match="5 code points"):
        session.continue_text(offset)
    with pytest.raises(ValueError, match="must be at least 0"):
        session.continue_text(2, -1)


def test_more_tokens_than_the_model_has_positions_are_written(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE, max_length=64, stride=32)
    session.settle_scores()
    assert list(session.continue_text(len(PROSE), 60))
