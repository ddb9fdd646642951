"""Whole words for a place: their probabilities are the model's, and asking leaves the session unchanged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from scoring.edits.alternatives import WordsAtPlace
from scoring.model.model import Model
from scoring.session import Session
from tests.scoring.models import POSITIONS, PROSE

TEXT = (
    "She goes to school by bus every day. The whether is nice, and we have breakfast at seven.\n"
    "“Hello,” she said. It was the unhappiest year."
)


@pytest.fixture(scope="module")
def session(default_model: Model) -> Session:
    session = Session(default_model, TEXT)
    session.settle_scores()
    return session


def ask(session: Session, word: str, count: int = 9) -> WordsAtPlace:
    start = session.text.index(word)
    return session.alternatives(start, start + len(word), count)


class Brute:
    """Word probabilities by definition: those of the tokens, times that of the word ending there."""

    def __init__(self, model: Model, network: Any) -> None:
        self._model = model
        self._network = network
        self._ends = ~torch.from_numpy(model.vocabulary.continues_word)

    @torch.inference_mode()
    def prob(self, before: list[int], words: list[list[int]]) -> list[float]:
        """Return the probability of each of `words` (of equally many tokens) after the start token and `before`."""
        rows = torch.tensor([[self._model.start_id, *before, *word] for word in words])
        log_probs = torch.log_softmax(self._network(rows, use_cache=False).logits.float(), dim=-1)
        first = len(before)
        there = sum(
            log_probs[range(len(words)), first + index, rows[:, first + 1 + index]] for index in range(len(words[0]))
        )
        assert isinstance(there, torch.Tensor)
        return [float(prob) for prob in (there + log_probs[:, -1][:, self._ends].logsumexp(-1)).exp()]

    @torch.inference_mode()
    def most_probable_first(self, before: list[int]) -> list[int]:
        """Return all tokens, ordered by their probability after `before`."""
        logits = self._network(torch.tensor([[self._model.start_id, *before]]), use_cache=False).logits[0, -1]
        return [int(token) for token in logits.argsort(descending=True)]


@pytest.fixture(scope="module")
def brute(default_model: Model, default_network: Any) -> Brute:
    return Brute(default_model, default_network)


def tokens_before(session: Session, place: int) -> list[int]:
    return [int(token) for token in session.tokenized.ids[: session.tokenized.at(place, place + 1)[0]]]


@pytest.mark.parametrize("word", ["school", "whether", "breakfast", "unhappiest", "seven"])
def test_the_words_own_probability_is_the_product_of_its_tokens(session: Session, brute: Brute, word: str) -> None:
    start = TEXT.index(word)
    first, past = session.tokenized.at(start, start + len(word))
    own = [int(token) for token in session.tokenized.ids[first:past]]
    expected = brute.prob(tokens_before(session, start), [own])
    assert ask(session, word).prob == pytest.approx(expected[0], rel=1e-3)


def test_the_proposed_words_have_the_models_probabilities(session: Session, brute: Brute) -> None:
    for place in ("bus", "nice", "seven"):
        before = tokens_before(session, TEXT.index(place))
        found = ask(session, place)
        assert len(found.words) == 9
        for word, prob in found.words:
            # In the model's own spelling: the search also counts the (rare) other ways to spell a word in tokens.
            spelling = session.model.tokenizer.encode(" " + word)[0].tolist()
            assert prob == pytest.approx(brute.prob(before, [spelling])[0], rel=0.05)


def test_no_more_probable_word_is_overlooked(session: Session, brute: Brute) -> None:
    start = TEXT.index("school")
    before = tokens_before(session, start)
    found = dict(ask(session, "school").words)
    text_of = session.model.tokenizer.text_of
    likely = [token for token in brute.most_probable_first(before)[:60] if text_of(token)[1:].isalpha()]
    probs = brute.prob(before, [[token] for token in likely])
    more_probable = {
        text_of(token).strip() for token, prob in zip(likely, probs, strict=True) if prob > min(found.values())
    }
    assert len(more_probable) > 5
    assert more_probable <= {*found, "school"}


def test_only_whole_words_are_proposed(session: Session) -> None:
    for place in ("She", "school", "breakfast", "said", "year"):
        found = ask(session, place, count=20)
        for word, prob in found.words:
            assert word.replace("'", "").isalpha()
            assert 0 < prob < 1
        assert [prob for _, prob in found.words] == sorted((prob for _, prob in found.words), reverse=True)
        assert found.prob + sum(prob for _, prob in found.words) <= 1 + 1e-4
        assert place not in dict(found.words)
        assert len({word for word, _ in found.words}) == len(found.words)


def test_a_word_of_several_tokens_is_proposed(default_model: Model) -> None:
    text = "Oslo is the capital of Norway. Reykjavik is the capital of Iceland. The capital of Iceland is London."
    found = ask(Session(default_model, text), "London")
    assert len(default_model.tokenizer.encode(" Reykjavik")[0]) > 1
    assert "Reykjavik" in dict(found.words)


def test_a_good_word_ranks_first_and_a_wrong_one_does_not(default_model: Model) -> None:
    text = "The cat sat on the mat. The cat sat on the mat. The cat sat on the mat."
    session = Session(default_model, text)
    start = text.rindex("mat")
    right = session.alternatives(start, start + 3)
    assert right.rank == 1
    assert right.prob > 0.5
    session.edit(start, start + 3, "hat")
    wrong = session.alternatives(start, start + 3)
    assert wrong.rank > 1
    assert wrong.words[0][0] == "mat"
    assert wrong.words[0][1] == pytest.approx(right.prob, rel=1e-3)


def test_words_at_a_sentences_beginning_are_capitalised(session: Session) -> None:
    assert all(word[0].isupper() for word, _ in ask(session, "The").words)


def test_words_come_without_blanks_wherever_the_place_is(default_model: Model) -> None:
    session = Session(default_model, "Hello there.\nShe said “yes” or (maybe) no; well-known.\n\tTabs too.")
    for place in ("Hello", "She", "yes", "maybe", "known", "Tabs"):
        found = ask(session, place)
        assert found.words
        assert all(word == word.strip() and word.replace("'", "").isalpha() for word, _ in found.words)


def test_asking_changes_neither_scores_nor_caches(default_model: Model) -> None:
    session = Session(default_model, PROSE)
    session.settle_scores()
    before = list(session.tokens)
    held = [(cache.ids.copy(), cache.hidden[: cache.valid].clone()) for _, cache in session._pool._caches]
    forwarded = session.stats.tokens_forwarded
    for word in ("harbour", "island", "Nobody", "fisherman's"):
        ask(session, word)
    assert list(session.tokens) == before
    assert session.stats.tokens_forwarded == forwarded
    for (_, cache), (ids, hidden) in zip(session._pool._caches, held, strict=True):
        np.testing.assert_array_equal(cache.ids, ids)
        torch.testing.assert_close(cache.hidden[: cache.valid], hidden, rtol=0, atol=0)
    assert not session.step(tries=False)


def test_asking_in_the_middle_of_work_gets_the_same_answer(default_model: Model) -> None:
    settled, midway = (Session(default_model, PROSE) for _ in range(2))
    settled.settle_scores()
    midway.step(tries=False)
    midway.edit(4, 11, "island")
    midway.edit(4, 10, "harbour")
    for word in ("island", "harbour", "quay"):
        expected, found = ask(settled, word), ask(midway, word)
        assert found.prob == pytest.approx(expected.prob, rel=1e-3)
        assert found.rank == expected.rank
        np.testing.assert_allclose([prob for _, prob in found.words], [prob for _, prob in expected.words], rtol=1e-2)
    midway.settle_scores()
    np.testing.assert_allclose(
        [token.entropy or 0 for token in midway.tokens], [token.entropy or 0 for token in settled.tokens], atol=1e-3
    )


def test_a_place_that_holds_no_word_is_refused(session: Session) -> None:
    end = len(TEXT)
    for start, past in ((end, end + 3), (3, 3), (5, 4), (-4, 4), (end - 2, end + 1)):
        with pytest.raises(ValueError, match=r"^no word at "):
            session.alternatives(start, past)


def test_a_word_of_very_many_tokens_is_refused_at_once(session: Session) -> None:
    forwards = session.stats.forwards
    with pytest.raises(ValueError, match=r"tokens are too many$"):
        Session(session.model, "qx" * 500).alternatives(0, 1000)
    assert session.stats.forwards == forwards


def test_words_at_the_end_of_the_longest_window(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE * 2, max_length=POSITIONS, stride=16)
    session.settle_scores()
    for index in range(len(session.tokens)):
        token = session.tokens[index]
        if token.token.strip().isalpha():
            found = session.alternatives(token.start, token.end)
            assert 0 <= found.prob <= 1
    assert not session.step(tries=False)
