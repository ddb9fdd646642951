"""Token sequences: counts and followers equal a plain count."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.memory.sequences import END, LONGEST, Sequences
from scoring.model.tokens import Ids

TOKENS = st.lists(st.integers(0, 3), max_size=60).map(lambda ids: np.array(ids, np.int32))
"""So few different tokens that long sequences are repeated."""


def occurrences(texts: list[Ids], sequence: list[int]) -> int:
    """Count a sequence of at least one token, in each text separately."""
    length = len(sequence)
    return sum(text[at : at + length].tolist() == sequence for text in texts for at in range(len(text) - length + 1))


@given(texts=st.lists(TOKENS, max_size=4), asked=TOKENS)
def test_sequences_are_counted_as_often_as_they_occur(texts: list[Ids], asked: Ids) -> None:
    found = Sequences(texts).counts(asked)
    assert found.shape == (LONGEST + 1, len(asked))
    assert (found[0] == sum(len(text) + 1 for text in texts)).all()
    for length in range(1, LONGEST + 1):
        for at in range(len(asked)):
            sequence = asked[at : at + length].tolist()
            expected = occurrences(texts, sequence) if len(sequence) == length else 0
            assert found[length, at] == expected


@given(texts=st.lists(TOKENS, max_size=4), context=TOKENS)
def test_the_followers_of_a_context_are_the_tokens_after_it(texts: list[Ids], context: Ids) -> None:
    found = Sequences(texts).followers(context)
    for length in range(1, LONGEST):
        ending = context[len(context) - length :].tolist() if length <= len(context) else None
        expected = Counter(
            int(text[at + length]) if at + length < len(text) else END
            for text in texts
            for at in range(len(text) - length + 1)
            if text[at : at + length].tolist() == ending
        )
        assert Counter(found[length - 1].tolist() if length <= len(found) else []) == expected
