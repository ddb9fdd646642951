"""The focus gets scores before the rest is computed: over keys from before the edit, or with a short context. Such
scores are provisional, close to the settled ones, and never final."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from scoring.model.kv_cache import WindowCache
from scoring.model.model import Model, load_model, load_network
from scoring.session import Session
from scoring.windows import cached_scores, document_windows
from scoring.windows.document_windows import CHUNK
from scoring.windows.pages import WindowLengths
from scoring.windows.score_book import ScoreBook
from scoring.windows.token_scores import ScoredChunk, TokenScore
from tests.scoring import models
from tests.scoring.models import PROSE
from tests.scoring.oracle import Oracle, assert_scores_equal, log_probs
from tests.scoring.writer_machine import let_them_take_turns

ROOMY: WindowLengths = {"max_length": 160, "stride": 80}
REAL: WindowLengths = {"max_length": 2048, "stride": 1024}

VERSE = "\n".join(" ".join(line) for line in zip(*[iter(PROSE.split())] * 3, strict=False))
"""Lines, and so sentences, that are short even for a tiny window."""

LETTER = (
    "Dear Margaret,\n\nThank you for your letter, which arrived on Tuesday together with the books. I have read two of "
    "them already and shall return them when I come to town in March. The winter here has been long. The road to the "
    "village was closed for nine days, and the post came on skis. My brother repaired the roof of the barn before the "
    "worst of the snow fell, so the animals are dry and we have milk enough for the children.\n\nYou ask about the "
    "school. We have eleven pupils this year, the youngest is six and the oldest fifteen, and all of them sit in one "
    "room. In the morning they read and write, and in the afternoon, while there is light, I teach the older ones "
    "some mathematics. One girl, Ingrid, has taken to geometry as others take to music. She brings me proofs on the "
    "backs of envelopes. I wish that I could send her to a proper school, but her parents need her on the farm, and "
    "there is no money for such things.\n\nThe doctor came through last week and said that the fever in the valley is "
    "over. He stayed for supper and told us about the new railway, which they hope to open in the autumn. Then the "
    "journey from the coast will take four hours instead of two days, and perhaps you will visit us after all.\n\n"
    "With love from everyone here,\nHelen\n"
)


# -- at rest everything is settled and right, on every path --------------------------------------------------------


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make chunks and short contexts so small that a tiny window exercises everything that happens in a real one."""
    for module in (cached_scores, document_windows):
        monkeypatch.setattr(module, "CHUNK", 4)
        monkeypatch.setattr(module, "SHORT_CONTEXT", 6)


@pytest.fixture
def paths(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what sessions do: move keys to other positions, write scores over such keys, fill holes between them, and
    run passes with a short context."""
    counted: Counter[str] = Counter()
    forward, write, retarget = WindowCache.forward, ScoreBook.write, WindowCache.retarget

    def counting_forward(cache: WindowCache, start: int, end: int) -> None:
        counted["holes filled"] += start > cache.valid and not cache.known[start] and bool(cache.known[end:].any())
        counted["short context"] += cache.has_short_context
        forward(cache, start, end)

    def counting_write(book: ScoreBook, first: int, chunk: ScoredChunk, context: int) -> None:
        counted["over old keys"] += context < 0
        write(book, first, chunk, context)

    def counting_retarget(cache: WindowCache, window: Any) -> int:
        longer = len(window) != len(cache.ids)
        kept = retarget(cache, window)
        counted["moved"] += longer and bool(cache.known[cache.valid :].any())
        return kept

    monkeypatch.setattr(WindowCache, "forward", counting_forward)
    monkeypatch.setattr(ScoreBook, "write", counting_write)
    monkeypatch.setattr(WindowCache, "retarget", counting_retarget)
    return counted


@pytest.fixture(scope="module", params=["llama", "gpt2", "mistral"])
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Model, Any]:
    """A tiny model, and the same as transformers loads it; the Mistral's tokens see only the last 16."""
    save = {"llama": models.save_tiny_llama, "gpt2": models.save_tiny_gpt2, "mistral": models.save_tiny_mistral}
    directory = str(save[request.param](tmp_path_factory.mktemp(request.param), max_position_embeddings=160))
    model = load_model(directory, "float32")
    return model, load_network(directory, model.dtype)


@pytest.mark.usefixtures("small_steps")
def test_settled_scores_are_right_on_all_paths(tiny: tuple[Model, Any], paths: Counter[str]) -> None:
    model, network = tiny
    let_them_take_turns(model, Oracle(model, network, ROOMY), ROOMY, VERSE)
    assert paths["short context"]
    moved = paths["moved"], paths["over old keys"]
    assert all(moved) if model.trunk.can_move else not any(moved)


def urgent(session: Session) -> bool:
    """Read the property through a function, since the type checker assumes that a property doesn't change."""
    return session.has_urgent_work


def edited_is_scored(session: Session) -> bool:
    return session.schedule.edited_is_scored


def look(session: Session, words: str) -> list[TokenScore]:
    """Focus on `words`, work until they have scores, and return their tokens."""
    start = session.text.index(words)
    session.focus(start, start + len(words))
    while session.step(soon=True):
        pass
    return session.tokens[slice(*session.tokenized.at(start, start + len(words)))]


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> tuple[Model, Any]:
    """A tiny Llama with as many positions as real windows have."""
    directory = str(models.save_tiny_llama(tmp_path_factory.mktemp("llama"), max_position_embeddings=2048))
    model = load_model(directory, "float32")
    return model, load_network(directory, model.dtype)


def assert_all_settled_and_right(session: Session, llama: tuple[Model, Any]) -> None:
    session.settle_scores()
    assert all(token.settled for token in session.tokens)
    assert_scores_equal(session, Oracle(*llama, REAL).scores(session))


def test_the_middle_of_a_long_text_is_scored_before_the_rest_is_run(llama: tuple[Model, Any]) -> None:
    session = Session(llama[0], PROSE * 12)
    place = session.text.index("By noon", 6 * len(PROSE))
    session.focus(place, place + 300)
    assert urgent(session)
    while session.step(soon=True):
        pass
    seen = session.tokens[slice(*session.tokenized.at(place, place + 300))]
    assert len(session.tokens) > 1500
    assert session.stats.tokens_forwarded < len(seen) + 128 + 2 * CHUNK
    assert all(token.log_prob is not None and token.predicted_tokens is not None for token in seen)
    assert not any(token.settled for token in seen)
    assert session.settled_tokens == 0
    assert session.flags(0.0, place, place + 300)
    assert not urgent(session)
    assert session.has_work
    assert_all_settled_and_right(session, llama)


def test_after_an_edit_old_keys_give_a_score_at_once(llama: tuple[Model, Any], paths: Counter[str]) -> None:
    session = Session(llama[0], LETTER)
    session.settle_scores()
    paths.clear()
    before = session.stats.tokens_forwarded
    session.edit(0, 4, "My very dear")
    seen = look(session, "The doctor came through last week")
    edited = session.tokens[slice(*session.tokenized.at(0, 20))]
    assert all(token.settled for token in edited)
    assert not any(token.settled for token in seen)
    assert session.stats.tokens_forwarded - before <= len(edited) + len(seen) + CHUNK
    assert paths["moved"]
    assert paths["over old keys"]
    assert not paths["short context"]
    assert_all_settled_and_right(session, llama)


def test_a_hole_between_old_keys_is_filled_first(llama: tuple[Model, Any], paths: Counter[str]) -> None:
    session = Session(llama[0], LETTER)
    session.settle_scores()
    forwarded = session.stats.tokens_forwarded
    place = session.text.index("You ask")
    session.edit(place, place, PROSE)
    while session.stats.tokens_forwarded == forwarded:  # 64 of the new tokens are run, the others stay unknown
        session.step(tries=False)
    session.edit(0, 4, "My dear")
    paths.clear()
    before = session.stats.tokens_forwarded
    seen = look(session, "With love from everyone")
    assert all(token.log_prob is not None for token in seen)
    assert not any(token.settled for token in seen)
    assert paths["holes filled"]
    assert paths["over old keys"]
    assert not paths["short context"]
    assert session.stats.tokens_forwarded - before < len(session.tokens) / 2
    assert_all_settled_and_right(session, llama)


def test_a_second_edit_unsettles_and_outdates_what_was_provisional(llama: tuple[Model, Any]) -> None:
    session = Session(llama[0], LETTER)
    session.settle_scores()
    session.edit(0, 4, "Dearest")
    first = [token.log_prob for token in look(session, "With love from")]
    assert not urgent(session)
    session.edit(0, 7, "Beloved")
    assert urgent(session)
    second = [token.log_prob for token in look(session, "With love from")]
    assert not urgent(session)
    assert first != second
    assert_all_settled_and_right(session, llama)


# -- what is urgent ------------------------------------------------------------------------------------------------


def test_work_is_urgent_only_for_the_edited_sentence_and_the_focus(llama: tuple[Model, Any]) -> None:
    session = Session(llama[0], LETTER)
    assert not urgent(session)
    assert edited_is_scored(session)
    assert not session.step(soon=True)
    assert session.stats.tokens_forwarded == 0
    session.focus(0, 15)
    assert urgent(session)
    assert session.step(soon=True)
    assert session.scored == (0, 15)
    assert not urgent(session)
    assert not session.step(soon=True)
    assert session.has_work


def test_soon_only_the_edited_sentence_is_scored(llama: tuple[Model, Any]) -> None:
    session = Session(llama[0], LETTER)
    session.settle_scores()
    start = session.text.index("for nine days")
    session.edit(start, start + len("for nine days"), "for a week")
    assert not edited_is_scored(session)
    assert urgent(session)
    scored = []
    while session.step(soon=True):
        scored.append(session.scored)
    assert edited_is_scored(session)
    assert not urgent(session)
    sentence = "The road to the village was closed for a week, and the post came on skis. "
    begin = session.text.index(sentence)
    assert max(end for _, end in scored) == begin + len(sentence)
    waiting = [token.start for token in session.tokens if not token.settled]
    assert min(waiting) == begin + len(sentence)


# -- accuracy and cost ---------------------------------------------------------------------------------------------


def test_provisional_scores_are_close_to_the_settled_ones(default_model: Model) -> None:
    session = Session(default_model, LETTER + PROSE)
    session.settle_scores()
    start, end = (session.text.index(words) for words in ("Thank you for your letter", "I have read two"))
    session.edit(start, end, "Your parcel came yesterday, just before the storm. ")
    session.focus(session.text.index("You ask about the school"), len(session.text))
    while session.step(soon=True):
        pass
    first, past = session.tokenized.at(*session._writer.focus)
    assert past - first > 250
    assert not any(token.settled for token in session.tokens[first:past])
    provisional = log_probs(session)[first:past]
    session.settle_scores()
    difference = np.abs(provisional - log_probs(session)[first:past])
    print(f"{past - first} provisional scores: {difference.mean():.4f} nats off, {difference.max():.3f} at most")
    assert 0 < difference.mean() < 0.2


def test_typing_at_the_end_costs_the_same_in_a_longer_text(llama: tuple[Model, Any]) -> None:
    costs = {}
    for repeats in (2, 20):
        session = Session(llama[0], PROSE * repeats)
        session.settle_scores()
        tokens = len(session.tokens)
        before = session.stats.tokens_forwarded
        for word in ("and", "so", "the", "boat", "came", "back", "before", "the", "storm"):
            session.edit(len(session.text), len(session.text), " " + word)
            session.settle_scores()
        costs[tokens] = session.stats.tokens_forwarded - before
    short, long = costs
    assert short < 400
    assert long > 2500
    assert costs[long] <= 1.2 * costs[short]


def test_a_provisional_score_never_replaces_a_settled_one(llama: tuple[Model, Any]) -> None:
    session = Session(llama[0], PROSE * 20, cache_bytes=1)
    starts = session.tokenized.starts
    session.focus(int(starts[300]), int(starts[330]))
    while not all(token.settled for token in session.tokens[300:330]):
        session.step(tries=False)
    session.focus(int(starts[1900]), int(starts[1902]))
    while session.step(soon=True):  # the cache of the first window is dropped
        pass
    settled = session.settled_tokens
    assert settled >= 30
    session.focus(int(starts[290]), int(starts[330]))
    while session.step(soon=True):
        pass
    assert session.settled_tokens >= settled
    assert all(token.log_prob is not None for token in session.tokens[290:330])
