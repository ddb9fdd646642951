"""Verb forms that are impossible where they are."""

from __future__ import annotations

import pytest

from tests.scoring.language.test_english_frames import found


@pytest.mark.parametrize(
    ("sentence", "word", "right"),
    [
        ("we have saw it", "saw", "seen"),
        ("she's never wrote to us", "wrote", "written"),
        ("they had already began", "began", "begun"),
        ("I have forget it", "forget", "forgotten"),
        ("you'd went", "went", "gone"),
        ("it didn't worked", "worked", "work"),
        ("did you not wrote it", "wrote", "write"),
        ("did she really came", "came", "come"),
        ("he can sings", "sings", "sing"),
        ("we could not went", "went", "go"),
        ("he did went", "went", "go"),
        ("I want to went", "went", "go"),
        ("he must to go", "to", ""),
        ("I am agree with you", "am", ""),
        ("it is belong to us", "is", "belongs"),
        ("I was knowing it", "was", "knew"),
        ("it was happened at night", "was", ""),
        ("we have seen him last week", "have", "saw"),
        ("she has finished the book yesterday", "has", "finished"),
        ("he don't care", "don't", "doesn't"),
        ("we was there", "was", "were"),
        ("they doesn't care", "doesn't", "don't"),
        ("I has one", "has", "have"),
        ("each of the rooms have a bath", "have", "has"),
        ("neither of these answers seem right", "seem", "seems"),
        ("my sister and I was late", "was", "were"),
    ],
)
def test_an_impossible_form_is_found_with_its_replacement(sentence: str, word: str, right: str) -> None:
    assert right in found(sentence).get(word, set())


@pytest.mark.parametrize(
    "sentence",
    [
        "what he did made us laugh",
        "all we did was agree with them",
        "the will says so",
        "those we had left",
        "have fun",
        "can swimming help",
        "he has even complete sets",
        "if I were you",
        "I wish she were here",
        "the way they treated you was wrong",
        "seeing you is a delight",
        "should he have known",
        "one of you is right",
        "does she have one",
        "the rain stopped and I was glad",
        "they are understanding people",
        "it is happening again",
        "he got lit up and had got lost",
        "the best he could to help",
        "used to be known",
        "we have met the man you saw last week",
        "we have waited since last week",
        "it must have rained yesterday",
        "one of the windows over the garage",
        "one of the few who have seen it",
    ],
)
def test_possible_forms_are_left_alone(sentence: str) -> None:
    assert found(sentence) == {}
