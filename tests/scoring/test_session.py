"""A session's scores equal those of `transformers` without a cache, before and after any edits, at a bounded cost."""

from __future__ import annotations

import gc
import gzip
import json
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scoring.model.kv_cache import WindowCache
from scoring.model.model import Model
from scoring.session import Session
from scoring.windows.document_windows import BULK_CHUNK
from tests.project import SHARED
from tests.scoring.models import PROSE, reference
from tests.scoring.oracle import NATS, SMALL, Oracle, assert_scores_equal, assert_sessions_agree, log_probs
from tests.scoring.writer_machine import let_them_take_turns

ESSAY = """\
# Keeping bees in a city

People often ask me weather the bees mind the traffic. They don't. What they mind is hunger: between the lime blossom \
in June and the ivy in September there is little to eat, and a colony of 40,000 needs a lot.

- Feed syrup (1:1) in spring, *never* in a honey flow.
- “Swarms” are caught at 5 p.m. – not later!

```python
def weight(frames: int) -> float:
    return 2.3 * frames  # kilograms
```
Naïve café owners, 東京の友人 and my aunt 👩‍🌾 all keep hives.\tA text may even contain <|endoftext|>, or  two blanks.
"""


def shared_text(name: str) -> str:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"no {path}: that real text is skipped")
    if path.suffix == ".gz":
        return str(json.loads(gzip.decompress(path.read_bytes()))["endContent"])
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text_of",
    [
        lambda: ESSAY,
        lambda: PROSE,
        lambda: shared_text("DESIGN.md")[1500:2700],
        lambda: shared_text("traces/seph-blog1.json.gz")[2000:3200],
    ],
    ids=["essay", "prose", "design", "blog"],
)
def test_scores_equal_those_of_transformers_without_a_cache(
    default_model: Model, default_network: Any, text_of: Callable[[], str]
) -> None:
    text = text_of()
    session = Session(default_model, text)
    session.settle_scores()
    expected = reference(default_network, default_model.start_id, session.tokenized.ids)
    tokens = list(session.tokens)
    assert len(tokens) > 80
    assert b"".join(map(default_model.vocabulary.bytes_of, session.tokenized.ids.tolist())).decode() == text
    assert all(token.settled for token in tokens)
    assert sum(token.log_prob or 0 for token in tokens) == pytest.approx(expected.log_prob.sum(), abs=20 * NATS)
    assert_scores_equal(session, expected)


def test_after_edits_of_a_real_text_the_scores_equal_those_of_a_fresh_session(default_model: Model) -> None:
    session = Session(default_model, PROSE)
    session.settle_scores()
    for old, new in (
        ("morning", "evening"),
        ("Nobody had told", "Nobody told"),
        (" called out", ""),
        ("\n\nBy noon", " At noon,"),
        ("island.\n", "island. The end came 👩‍👩‍👧.\n\nReally."),
    ):
        start = session.text.index(old)
        session.edit(start, start + len(old), new)
        session.step(tries=False)
        session.settle_scores()
        fresh = Session(default_model, session.text)
        fresh.settle_scores()
        assert_sessions_agree(session, fresh)


def test_a_small_window_scores_with_the_planned_context(tiny_model: Model, tiny_network: Any) -> None:
    session = Session(tiny_model, PROSE * 3, **SMALL)
    session.settle_scores()
    assert_scores_equal(session, Oracle(tiny_model, tiny_network).scores(session))


def test_settled_scores_are_right_after_any_edits_steps_and_focus(tiny_model: Model, tiny_network: Any) -> None:
    let_them_take_turns(tiny_model, Oracle(tiny_model, tiny_network))


def test_an_edit_of_a_windows_first_token_unsettles_the_window(tiny_model: Model, tiny_network: Any) -> None:
    oracle = Oracle(tiny_model, tiny_network)
    session = Session(tiny_model, PROSE * 4, **SMALL)
    session.settle_scores()
    for index in range(3, 23):
        token = session.tokens[session.pages[index].context]
        session.edit(token.start, token.end, "Q" if token.token != "Q" else "z")
        settled = np.array([token.settled for token in session.tokens], np.bool_)
        expected = oracle.scores(session).log_prob[settled]
        np.testing.assert_allclose(log_probs(session)[settled], expected, rtol=0, atol=NATS)
        session.settle_scores()


# -- the order of work ---------------------------------------------------------------------------------------------


def test_nothing_is_known_before_the_first_step(tiny_model: Model) -> None:
    session = Session(tiny_model, "The harbour lay still.", **SMALL)
    for token in session.tokens:
        assert (token.log_prob, token.prob, token.rank, token.entropy) == (None, None, None, None)
        assert token.predicted_tokens is None
        assert not token.settled
    assert session.has_work


def test_an_edit_unsettles_only_affected_scores(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE * 4, **SMALL)
    session.settle_scores()
    forwarded = session.stats.tokens_forwarded
    start = session.text.index("island", len(PROSE))
    session.edit(start, start + len("island"), "mainland")
    assert session.stats.tokens_forwarded == forwarded
    first, past = session.tokenized.at(start, start + len("mainland"))
    assert not any(token.settled for token in session.tokens[first:past])
    assert not session.tokens[past].settled
    assert session.tokens[past].log_prob is not None
    far = [token for token in session.tokens if token.start > start + len(PROSE) or token.end < start - 300]
    assert len(far) > 200
    assert all(token.settled for token in far)
    session.settle_scores()
    assert all(token.settled for token in session.tokens)


def test_at_rest_a_step_does_nothing(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE, **SMALL)
    session.settle()
    forwards = session.stats.forwards
    assert [session.step() for _ in range(3)] == [False] * 3
    assert session.stats.forwards == forwards
    assert session.scored == (0, 0)
    assert not session.has_work


def test_the_focus_is_scored_first(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE * 6, **SMALL)
    start, end = 3 * len(PROSE), 3 * len(PROSE) + 200
    session.focus(start, end)
    steps_until(session, start, end)
    assert session.settled_tokens == len(session.tokens[slice(*session.tokenized.at(start, end))])


def test_the_edited_sentence_is_scored_before_the_screen_and_the_rest(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE * 6, **SMALL)
    session.focus(0, 300)
    place = 4 * len(PROSE)
    session.edit(place, place, "A new sentence. ")
    steps_until(session, place, place + len("A new sentence."))
    assert not session.tokens[0].settled
    steps_until(session, 0, 300)
    assert not session.tokens[-1].settled


def test_a_focus_moves_with_the_text(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE * 6, **SMALL)
    start = 4 * len(PROSE)
    session.focus(start, start + 100)
    session.edit(0, 200, "")
    first_sentence = session.text.index(".") + 2
    steps_until(session, 0, first_sentence)
    session.step(tries=False)
    while session.scored == (0, 0):
        session.step(tries=False)
    assert session.scored[0] >= start - 210


def steps_until(session: Session, start: int, end: int) -> None:
    """Step until all tokens at the code points [start, end) are settled."""
    while not all(token.settled for token in session.tokens[slice(*session.tokenized.at(start, end))]):
        assert session.step(tries=False)


def test_each_step_reports_the_scored_range(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE, **SMALL)
    covered = np.zeros(len(PROSE), np.bool_)
    while session.step(tries=False):
        start, end = session.scored
        covered[start:end] = True
    assert covered.all()


# -- the cost ------------------------------------------------------------------------------------------------------


def test_typing_at_the_end_runs_only_new_tokens(default_model: Model) -> None:
    session = Session(default_model, PROSE)
    session.settle_scores()
    for character in "Then it":
        before = session.stats.tokens_forwarded
        reused = session.stats.tokens_reused
        session.edit(len(session.text), len(session.text), character)
        session.settle_scores()
        assert session.stats.tokens_forwarded - before <= 3
        assert session.stats.tokens_reused - reused >= len(session.tokens) - 3
    assert session.stats.seconds > 0


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_the_cost_of_an_edit_is_bounded_by_the_window_not_by_the_text(tiny_model: Model, place: float) -> None:
    session = Session(tiny_model, PROSE * 12, **SMALL)
    session.settle_scores()
    assert len(session.tokens) > 1500
    before = session.stats.tokens_forwarded
    middle = round(place * len(session.text))
    session.edit(middle, middle, " storm")
    session.settle_scores()
    assert session.stats.tokens_forwarded - before <= 8 * SMALL["max_length"]


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of all forward passes."""
    lengths: list[int] = []
    forward = WindowCache.forward

    def counted(cache: WindowCache, start: int, end: int) -> None:
        lengths.append(end - start)
        forward(cache, start, end)

    monkeypatch.setattr(WindowCache, "forward", counted)
    return lengths


def test_no_forward_pass_is_longer_than_a_chunk(default_model: Model, passes: list[int]) -> None:
    session = Session(default_model, PROSE * 2)
    while session.step(tries=False):
        pass
    assert sum(passes) > 150
    assert max(passes) <= 64


def test_when_idle_chunks_are_longer_with_the_same_scores(default_model: Model, passes: list[int]) -> None:
    text = PROSE * 4
    whole, pieces, small = (Session(default_model, text, max_length=400, stride=200) for _ in range(3))
    whole.settle_scores()
    assert max(passes) == BULK_CHUNK
    while pieces.step(tries=False, chunk=97):
        pass
    while small.step(tries=False):
        pass
    assert len(whole.pages) > 2
    for session in (pieces, small):
        assert_sessions_agree(session, whole)
        assert session.stats.tokens_forwarded == whole.stats.tokens_forwarded
    assert whole.stats.forwards < pieces.stats.forwards < small.stats.forwards


@pytest.mark.parametrize("tokens", [1, 70, 200])
def test_the_caches_stay_within_their_budget(tiny_model: Model, tokens: int) -> None:
    session = Session(tiny_model, PROSE * 3, **SMALL, cache_bytes=tokens * tiny_model.bytes_per_token)
    held: list[int] = []
    while session.step(tries=False):
        held.append(cached(session))
    place = session.text.index("laughed")
    session.alternatives(place, place + len("laughed"))
    assert max([*held, cached(session)]) <= max(tokens, SMALL["max_length"])
    fresh = Session(tiny_model, session.text, **SMALL)
    fresh.settle_scores()
    assert_sessions_agree(session, fresh)


def cached(session: Session) -> int:
    """Return the number of tokens in all caches of a session."""
    return session._pool.slots


# -- odd texts and bad input ---------------------------------------------------------------------------------------


def test_a_text_grows_from_nothing_and_shrinks_back(tiny_model: Model) -> None:
    session = Session(tiny_model, "", **SMALL)
    assert not session.step(tries=False)
    assert list(session.tokens) == []
    session.edit(0, 0, "A")
    session.settle_scores()
    assert [token.settled for token in session.tokens] == [True]
    session.edit(0, 1, "")
    assert not session.step(tries=False)
    assert (session.text, len(session.tokens), session.settled_tokens) == ("", 0, 0)


@pytest.mark.parametrize("text", ["a", " ", "\n", "é", "👍", "\x00", "\x1b", "<", "<|endoftext|>"])
def test_the_shortest_texts(default_model: Model, default_network: Any, text: str) -> None:
    session = Session(default_model, text)
    session.settle_scores()
    assert len(session.tokens) >= 1
    expected = reference(default_network, default_model.start_id, session.tokenized.ids)
    assert_scores_equal(session, expected)


def test_a_character_that_the_vocabulary_lacks_does_no_harm(default_model: Model) -> None:
    session = Session(default_model, "\x1d")
    session.settle_scores()
    session.edit(1, 1, " word")
    session.settle_scores()
    assert [(token.start, token.end, token.token) for token in session.tokens] == [(1, 6, " word")]


def test_lone_surrogates_count_as_replacement_characters(tiny_model: Model) -> None:
    session = Session(tiny_model, "a\udcffb\ud800", **SMALL)
    assert session.text == "a\ufffdb\ufffd"
    session.edit(1, 2, "\udc80\udc81")
    assert session.text == "a\ufffd\ufffdb\ufffd"
    session.settle_scores()
    assert all(token.settled for token in session.tokens)


def test_tokens_are_a_sequence(tiny_model: Model) -> None:
    session = Session(tiny_model, "The harbour lay still.", **SMALL)
    session.settle_scores()
    tokens = session.tokens
    assert tokens[-1] == tokens[len(tokens) - 1] == list(tokens)[-1]
    assert tokens[1:3] == [tokens[1], tokens[2]]
    assert "".join(token.token for token in tokens) == session.text
    assert "".join(session.text[token.start : token.end] for token in tokens) == session.text
    for index in (len(tokens), -len(tokens) - 1):
        with pytest.raises(IndexError):
            tokens[index]


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (3, 2), (0, 6), (6, 6)])
def test_an_edit_outside_the_text_is_rejected_and_changes_nothing(tiny_model: Model, start: int, end: int) -> None:
    session = Session(tiny_model, "abcde", **SMALL)
    session.settle_scores()
    with pytest.raises(ValueError, match="5 code points"):
        session.edit(start, end, "x")
    assert session.text == "abcde"
    assert not session.step(tries=False)


def test_impossible_settings_are_rejected_in_one_line(tiny_model: Model) -> None:
    with pytest.raises(ValueError, match=r"^stride 64 must be between 8 and max_length"):
        Session(tiny_model, "a", max_length=32, stride=64)
    with pytest.raises(ValueError, match=r"^top_k 0 must be at least 1$"):
        Session(tiny_model, "a", **SMALL, top_k=0)


def test_more_predictions_than_tokens_are_all_tokens(tiny_model: Model) -> None:
    session = Session(tiny_model, "The sea", **SMALL, top_k=1_000_000)
    session.settle_scores()
    predicted = session.tokens[0].predicted_tokens
    assert predicted is not None
    assert len(predicted) == tiny_model.vocabulary.size
    assert sum(prob for _, _, prob in predicted) == pytest.approx(1, abs=1e-4)


def test_at_rest_the_cache_of_the_last_search_stays_and_the_next_flags_are_the_same(
    tiny_llama: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    caches: weakref.WeakSet[WindowCache] = weakref.WeakSet()

    def new_cache(*arguments: Any, **options: Any) -> WindowCache:
        caches.add(cache := make(*arguments, **options))
        return cache

    make = tiny_llama.new_cache
    monkeypatch.setattr(tiny_llama, "new_cache", new_cache)
    session = Session(tiny_llama, PROSE, **SMALL)
    session.settle()
    before = len(caches)
    session.rest()
    gc.collect()
    assert 0 < len(caches) < before
    session.edit(3, 7, "wrote")
    session.settle()
    fresh = Session(tiny_llama, session.text, **SMALL)
    fresh.settle()
    assert_sessions_agree(session, fresh)
    flagged = [[(flag.start, flag.end, flag.kind) for flag in one.flags()] for one in (session, fresh)]
    assert flagged[0] == flagged[1]
