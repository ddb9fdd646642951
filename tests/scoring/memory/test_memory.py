"""The memory: its probabilities equal a plain computation, and a text doesn't count for itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from scoring.memory import memory as settings
from scoring.memory.memory import ORDER, REACH, Memory, weight_of
from scoring.model.tokens import Ids
from tests.scoring.memory.test_sequences import TOKENS, occurrences

SIZE = 5  # the vocabulary's size; one token never occurs
TEXTS = st.dictionaries(st.sampled_from("abc"), TOKENS, max_size=3)


def plainly(texts: list[Ids], context: list[int], token: int) -> tuple[float, int]:
    """Return the probability of a token after a context by definition, and the length of the matching sequence."""
    copy = context[-REACH:] if len(context) >= REACH else None
    prob, longest = 0.0, 0
    for length in range(min(ORDER, len(context)) + 1):
        ending = context[len(context) - length :]
        times = occurrences(texts, ending) if length else sum(len(text) + 1 for text in texts)
        right = occurrences(texts, [*ending, token])
        if copy is not None:
            times -= occurrences(texts, copy)
            right -= occurrences(texts, [*copy, token])
        if times:
            smoothing = 4.0 if length else 0.0
            prob, longest = (right + smoothing * prob) / (times + smoothing), length
    return prob, longest


@given(texts=TEXTS, asked=TOKENS, first=st.integers(0, 60))
def test_the_memory_matches_its_definition(texts: dict[str, Ids], asked: Ids, first: int) -> None:
    first = min(first, len(asked))
    found = Memory(texts, SIZE).for_text("").recall(asked, first)
    expected = [plainly(list(texts.values()), asked[:at].tolist(), int(asked[at])) for at in range(first, len(asked))]
    np.testing.assert_allclose(found.prob, [prob for prob, _ in expected])
    assert found.length.tolist() == [length for _, length in expected]


@given(texts=TEXTS, context=TOKENS)
@example({"a": np.array([], np.int32), "b": np.zeros(15, np.int32)}, np.zeros(15, np.int32))  # the whole text is a copy
def test_a_next_token_is_as_probable_as_an_existing_token(texts: dict[str, Ids], context: Ids) -> None:
    memory = Memory(texts, SIZE).for_text("a")
    model = torch.log_softmax(torch.arange(SIZE, dtype=torch.float64), -1)
    mixed = memory.mixed(model[None], [context])[0]
    assert mixed.exp().sum().item() <= 1 + 1e-9, "the rest is for the ends of texts"
    for token in range(SIZE):
        ids = np.append(context, np.int32(token))
        here = memory.recall(ids, len(context)).mixed(model[token : token + 1].numpy())
        assert here[0] == pytest.approx(mixed[token].item())


@given(texts=TEXTS, asked=TOKENS)
def test_a_texts_own_earlier_state_does_not_count(texts: dict[str, Ids], asked: Ids) -> None:
    others = {name: text for name, text in texts.items() if name != "a"}
    found = Memory(texts, SIZE).for_text("a").recall(asked, 0)
    expected = Memory(others, SIZE).for_text("").recall(asked, 0)
    np.testing.assert_allclose(found.prob, expected.prob)
    assert (found.length == expected.length).all()
    assert (found.occurs == expected.occurs).all()


def test_a_copy_of_a_passage_says_nothing_about_it() -> None:
    passage = np.arange(40, dtype=np.int32)
    found = Memory({"backup": passage}, 50).for_text("").recall(passage, 0)
    assert (found.length[REACH + 1 :] == 0).all()
    assert found.length[3] == 3, "a turn of phrase does"


def test_without_known_sequences_the_models_probabilities_hardly_change() -> None:
    found = Memory({"a": np.array([1, 2, 3], np.int32)}, SIZE).for_text("").recall(np.array([4, 4], np.int32), 0)
    mixed = found.mixed(np.log([0.5, 0.5]))
    assert (found.prob == 0).all()
    np.testing.assert_allclose(mixed, math.log(0.5) + np.log1p(-weight_of(np.array([0, 0]))))


def test_longer_sequences_count_more() -> None:
    weights = weight_of(np.arange(ORDER + 1))
    assert (np.diff(weights) > 0).all()
    assert weights[-1] < 0.5, settings.WEIGHT
