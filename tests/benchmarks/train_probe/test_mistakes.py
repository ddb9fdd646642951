"""Mistakes made in clean prose: they can be taken back, and each is at its word."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.train_probe.mistakes import KINDS, Edit, Mistaken, labels, make, sentences

SENTENCES = (
    "She has two brothers who live in the same town, but they don’t see each other often.",
    "I can help you with the report if you send it to me before Monday.",
    "There is a small shop at the end of the road; it sells bread, milk and newspapers.",
    "He was interested in music, and he had written several songs by the time he was twenty.",
    '"Where are you going?" asked Mr. Brown. "I am going to an English lesson."',
    "It is an easy way to learn the language, because everyone is always ready to talk to you.",
    "We arrived at the station too late, so we decided to take the next train.",
    "In my opinion, information about the weather depends on many things that we cannot know.",
)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.sampled_from(" \n"))
def test_mistakes_can_be_taken_back(seed: int, chosen: list[str], between: str) -> None:
    text = between.join(chosen)
    mistaken = make(random.Random(seed), text)
    assert mistaken.right() == text
    assert make(random.Random(seed), text) == mistaken
    ends = [0, *(edit.end for edit in mistaken.edits)]
    assert all(edit.start >= end for edit, end in zip(mistaken.edits, ends, strict=False))
    spans, found = labels(mistaken)
    assert len(spans) == len(found)
    assert any(found) == bool(mistaken.edits) or mistaken.edits[0].end == len(mistaken.text)


def test_every_kind_is_made_and_some_texts_stay_clean() -> None:
    made = [make(random.Random(seed), " ".join(SENTENCES)) for seed in range(60)]
    counts = Counter(edit.kind for mistaken in made for edit in mistaken.edits)
    assert set(counts) == set(KINDS)
    assert any(not mistaken.edits for mistaken in made)
    # Errors hide errors: there are texts with a mistake in most sentences.
    assert any(len(mistaken.edits) >= len(SENTENCES) for mistaken in made)


@pytest.mark.parametrize(
    ("text", "edit", "wrong"),
    [
        ("He live here.", Edit(3, 7, "lives", "agreement"), ["live"]),
        ("She is teacher.", Edit(7, 7, "a ", "article"), ["teacher"]),
        ("We went to to bed.", Edit(8, 11, "", "extra"), ["to"]),
        ("He always is late.", Edit(3, 12, "is always", "order"), ["always", "is"]),
        ("I like it alot.", Edit(10, 14, "a lot", "spelling"), ["alot"]),
    ],
)
def test_a_mistake_is_at_the_words_that_are_wrong(text: str, edit: Edit, wrong: list[str]) -> None:
    spans, found = labels(Mistaken(text, (edit,)))
    marked = [text[start:end] for (start, end), label in zip(spans, found, strict=True) if label]
    assert marked == wrong
    assert {label for label in found if label} == {1 + KINDS.index(edit.kind)}


def test_sentences_are_whole() -> None:
    text = "One here. Two there!\nThree"
    assert [text[start:end] for start, end in sentences(text)] == ["One here. ", "Two there!\n", "Three"]
