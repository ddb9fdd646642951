"""Sentences made from frames are right: whole, and with verbs that agree and forms that exist."""

from __future__ import annotations

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.train_probe.frames import framed
from benchmarks.train_probe.sentence import verb_tags

_THIRD = re.compile(
    r"^(?:She|He|Everyone|Nobody|Somebody) (?:often |always |never |usually |sometimes |still )?"
    r"(?!will |can |might |must )([a-z]+) "
)


@given(st.integers())
def test_a_sentence_is_whole(seed: int) -> None:
    text = framed(random.Random(seed))
    assert re.fullmatch(r"[A-Z][^{}|]*[.?]", text)
    assert not re.search(r"  | [,.?]|\b(?!that)(\w+) \1\b", text)


@given(st.integers())
def test_a_verb_after_a_singular_subject_agrees_with_it(seed: int) -> None:
    match = _THIRD.match(framed(random.Random(seed)))
    if match and (tags := verb_tags(match[1])):
        assert tags & {"VBZ", "VBD"}, match[0]


@given(st.integers())
def test_the_same_seed_gives_the_same_sentence(seed: int) -> None:
    assert framed(random.Random(seed)) == framed(random.Random(seed))
