"""Flags that may be fixed without asking."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.flags.certain import certain_fix
from scoring.protocol import Flag, Suggestion

_Edit = tuple[str, float]


def fix(text: str, word: str, kind: str, *edits: _Edit) -> str | None:
    """Return the text after the certain fix of the last `word`, which is flagged; None if there is none.

    An edit `-the` drops the word with the blank before it, `the-` with the one after it.
    """
    start = text.rindex(word)
    offered = []
    for new, probability in edits:
        low, high = start - new.startswith("-"), start + len(word) + new.endswith("-")
        offered.append(Suggestion(low, high, "" if "-" in new else new, 4.0, "spelling", probability))
    found = certain_fix(Document(text), Flag(start, start + len(word), 4.0, kind, "", tuple(offered)))
    return None if found is None else text[: found.start] + found.replacement + text[found.end :]


@pytest.mark.parametrize(
    ("word", "edits"),
    [
        ("definately", [("definitely", 0.6), ("infinitely", 0.1)]),
        ("teh", [("the", 0.99), ("tech", 0.001), ("ten", 0.001)]),
        ("goverment", [("government", 0.55), ("governments", 0.2)]),
        ("alot", [("a lot", 0.6)]),
    ],
)
def test_a_word_with_one_near_neighbour_is_respelled(word: str, edits: list[_Edit]) -> None:
    assert fix(f"It is {word} so.", word, "spelling", *edits) == f"It is {edits[0][0]} so."


@pytest.mark.parametrize(
    ("word", "kind", "edits"),
    [
        ("adress", "spelling", [("address", 0.6), ("dress", 0.3)]),
        ("adress", "spelling", [("address", 0.4)]),
        ("occured", "spelling", [("occurring", 0.9), ("occurred", 0.05)]),
        ("sayed", "spelling", [("said", 0.99)]),
        ("Teh", "spelling", [("The", 0.99)]),
        ("wich", "surprising", [("with", 0.8)]),
        ("where", "word_choice", [("were", 0.95)]),
        ("color", "spelling", [("colour", 0.0)]),
        ("xylo", "spelling", []),
    ],
)
def test_ambiguous_words_are_left_alone(word: str, kind: str, edits: list[_Edit]) -> None:
    assert fix(f"It is {word} so.", word, kind, *edits) is None


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("to the the shop", "to the shop"),
        ("The the shop", "The shop"),
        ("to the\nthe shop", "to the shop"),
        ("and and", "and"),
    ],
)
def test_a_word_twice_in_a_row_is_dropped_once(text: str, fixed: str) -> None:
    word = text.split()[-2] if text.endswith("shop") else "and"
    found = fix(text, word, "grammar", (f"-{word}", 0.99))
    assert found is not None
    assert found.split() == fixed.split()


@pytest.mark.parametrize(
    ("text", "word", "edits"),
    [
        ("that that man had", "that", [("-that", 0.7)]),
        ("bathe the shop", "the", [("-the", 0.99)]),
        ("go to at the shop", "at", [("-at", 0.99)]),
        ("the then the", "the", [("-the", 0.99)]),
        ("99 99", "99", [("-99", 0.99)]),
        ("the the", "the", [("tea", 0.99)]),
    ],
)
def test_other_words_are_not_dropped_unasked(text: str, word: str, edits: list[_Edit]) -> None:
    assert fix(text, word, "grammar", *edits) is None
