"""Synonyms ranked by the text on both sides."""

from __future__ import annotations

import pytest

from scoring.model.model import Model
from scoring.protocol import AskAlternatives, Suggestion
from scoring.session import Session


def found(model: Model, text: str, word: str, k: int = 9) -> tuple[str, list[Suggestion]]:
    """Return the document's text, which ends in an unrelated sentence, and the synonyms of a word."""
    whole = f"# Title\n\n{text}\n\nNothing else happened."
    start = whole.index(word)
    return whole, Session(model, whole).synonyms(start, start + len(word), k)


@pytest.mark.parametrize(
    ("text", "word", "result"),
    [
        ("He began to read the letter.", "began", "He started to read the letter."),
        ("The houses along the river were destroyed.", "houses", "The buildings along the river were destroyed."),
        ("An enormous dog barked at us.", "enormous", "A huge dog barked at us."),
        ("Important news came.", "Important", "Big news came."),
        ("HE WAS TIRED OF IT.", "TIRED", "HE WAS BORED OF IT."),
        ("She was happy with the big house.", "big", "She was happy with the large house."),
    ],
)
def test_one_of_the_best_has_the_right_form(default_model: Model, text: str, word: str, result: str) -> None:
    whole, edits = found(default_model, text, word)
    assert whole.replace(text, result) in [whole[: e.start] + e.replacement + whole[e.end :] for e in edits]


def test_the_words_after_it_count(default_model: Model) -> None:
    def listed(text: str) -> list[str]:
        return [edit.replacement for edit in found(default_model, text, "bright")[1]]

    light, student = listed("The bright light hurt my eyes."), listed("The bright student passed every exam.")
    assert "radiant" in light
    assert "radiant" not in student
    assert "smart" in student
    assert "smart" not in light


def test_best_first_with_shares(default_model: Model) -> None:
    _, edits = found(default_model, "She walked quickly down the street.", "quickly", 5)
    assert len(edits) == 5
    assert [edit.probability for edit in edits] == sorted((edit.probability for edit in edits), reverse=True)
    assert sum(edit.probability for edit in edits) <= 1.0


@pytest.mark.parametrize(
    ("text", "word"), [("An xyzzy word.", "xyzzy"), ("```\nbegin\n```", "begin"), ("It is the one.", "the")]
)
def test_words_without_synonyms(default_model: Model, text: str, word: str) -> None:
    assert found(default_model, text, word)[1] == []


def test_old_messages_ask_for_alternatives() -> None:
    assert not AskAlternatives(1, 1, 0, 0, 1, 9).synonyms
