"""Compares a session's scores with those of `transformers` without a cache."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.memory.memory import TextMemory
from scoring.model.model import Model
from scoring.session import Session
from scoring.windows.pages import WindowLengths, WindowRule
from tests.scoring.models import Reference, reference

NATS = 1e-3
"""The difference allowed between two ways of computing the same score in float32."""

ODDS = 0.02
"""The same for the probe's log-odds, whose rows are kept in float16."""

SMALL: WindowLengths = {"max_length": 32, "stride": 16}


def log_probs(session: Session) -> npt.NDArray[np.float64]:
    return np.array([np.nan if token.log_prob is None else token.log_prob for token in session.tokens])


def assert_scores_equal(session: Session, expected: Reference) -> None:
    """Compare every number of a token with the oracle; order and rank only where rounding doesn't decide them."""
    tokens = list(session.tokens)
    np.testing.assert_allclose(log_probs(session), expected.log_prob, rtol=0, atol=NATS)
    np.testing.assert_allclose(np.array([token.prob for token in tokens], np.float64), np.exp(log_probs(session)))
    entropies = np.array([token.entropy for token in tokens], np.float64)
    np.testing.assert_allclose(entropies, expected.entropy, rtol=0, atol=NATS)
    ranks = np.array([token.rank for token in tokens])
    own = expected.log_prob[:, None]
    assert (ranks >= (expected.log_probs > own + NATS).sum(1) + 1).all()
    assert (ranks <= (expected.log_probs > own - NATS).sum(1)).all()  # the token itself is among these
    best = np.sort(expected.log_probs, axis=1)[:, ::-1][:, : session.top_k + 1]
    first = expected.log_probs.argmax(1)
    for token, values, choice in zip(tokens, best, first.tolist(), strict=True):
        assert token.predicted_tokens is not None
        listed = [log_prob for _, log_prob, _ in token.predicted_tokens]
        np.testing.assert_allclose(listed, values[: session.top_k], rtol=0, atol=NATS)
        np.testing.assert_allclose([prob for _, _, prob in token.predicted_tokens], np.exp(listed), rtol=1e-5)
        if values[0] - values[1] > NATS:
            assert token.predicted_tokens[0][0] == session.model.tokenizer.text_of(choice)


def assert_sessions_agree(session: Session, fresh: Session) -> None:
    places = [(token.start, token.end, token.token, token.settled) for token in session.tokens]
    assert places == [(token.start, token.end, token.token, True) for token in fresh.tokens]
    np.testing.assert_allclose(log_probs(session), log_probs(fresh), rtol=0, atol=NATS)


def assert_memory_agrees(session: Session, memory: TextMemory) -> None:
    """Compare the settled mixture of model and memory with that of the whole text looked up at once."""
    tokens = list(session.tokens)
    settled = np.array([token.settled for token in tokens], np.bool_)
    expected = memory.recall(session.tokenized.ids, 0).mixed(log_probs(session))
    found = np.array([np.nan if token.mixed_log_prob is None else token.mixed_log_prob for token in tokens])
    np.testing.assert_allclose(found[settled], expected[settled], rtol=0, atol=NATS)


def assert_odds_agree(session: Session, windows: WindowLengths, *, everywhere: bool = False) -> None:
    """Compare the probe's final results with those of a fresh session with the same text.

    Args:
        windows: the session's `max_length` and `stride`.
        everywhere: whether all scores are settled, so that all the probe's results must be, too.
    """
    fresh = Session(session.model, session.text, **windows, top_k=session.top_k)
    fresh.settle_scores()
    found, expected = (one.log_odds(0, len(session.text)) for one in (session, fresh))
    assert found is not None
    assert expected is not None
    assert found.spans.tolist() == expected.spans.tolist()
    known = ~np.isnan(expected.log_odds[:, 0])
    assert (expected.settled == known).all()
    assert not (found.settled & ~known).any()
    if everywhere:
        assert (found.settled == known).all()
    np.testing.assert_allclose(found.log_odds[found.settled], expected.log_odds[found.settled], rtol=1e-3, atol=ODDS)


class Oracle:
    """The scores of a session's present text: each page in its own forward pass, without a cache.

    Args:
        windows: the session's `max_length` and `stride`.
    """

    def __init__(self, model: Model, network: Any, windows: WindowLengths = SMALL) -> None:
        self._model = model
        self._network = network
        self._rule = WindowRule(windows["max_length"], windows["stride"], model.vocabulary.cut_class)
        self._known: dict[tuple[bytes, int], Reference] = {}

    def scores(self, session: Session) -> Reference:
        ids = session.tokenized.ids
        width = self._model.vocabulary.size
        parts = [Reference(np.empty(0, np.float32), np.empty((0, width), np.float32))]
        for page in self._rule.plan(ids):
            window, scored_from = ids[page.context : page.end], page.start - page.context
            key = (window.tobytes(), scored_from)
            if key not in self._known:
                self._known[key] = reference(self._network, self._model.start_id, window, scored_from)
            parts.append(self._known[key])
        return Reference(
            np.concatenate([part.log_prob for part in parts]), np.concatenate([part.log_probs for part in parts])
        )
