"""Completing the beginning of a word with the draft's own words."""

from __future__ import annotations

import pytest

from editor.continuation.own_words import begun_word, rest_of_word, rest_only
from editor.document import Document


@pytest.mark.parametrize(
    ("drawn", "begun"),
    [
        ("a lan|", "lan"),
        ("lan|", "lan"),
        ("a l|", ""),
        ("a lan|tern", ""),
        ("a lan|.", "lan"),
        ("x-lan|", ""),
        ("he'll|", ""),
        ("a1lan|", ""),
        ("3rd|", ""),
        ("日本|", "日本"),
        ("cafe\u0301te|", "cafe\u0301te"),
        ("नमस्ते|", "नमस्ते"),
        ("می\u200cخو|", "می\u200cخو"),
        ("cafe|\u0301", ""),
        ("e\u0301|", ""),
        ("|", ""),
    ],
)
def test_two_letters_are_completed_to_a_word(drawn: str, begun: str) -> None:
    before, _, after = drawn.partition("|")
    assert begun_word(Document(before + after), len(before)) == begun


@pytest.mark.parametrize(
    ("drawn", "rest"),
    [
        ("lantern lanyard lan|", "yard"),
        ("lan| lantern lanyard", "tern"),
        ("lanyard lan| lantern", "yard"),
        ("plant lan|", ""),
        ("lan lan|", ""),
        ("Lantern lan|", ""),
    ],
)
def test_the_nearest_word_before_counts_first(drawn: str, rest: str) -> None:
    before, _, after = drawn.partition("|")
    assert rest_of_word(Document(before + after), len(before), "lan") == rest


@pytest.mark.parametrize(
    ("drawn", "rest"),
    [
        ("cafe\u0301s and caf|", "e\u0301s"),
        ("cafe\u0301s and cafe\u0301|", "s"),
        ("tea, cafe\u0301te|", ""),
        ("नमस्ते और नम|", "स्ते"),
        ("می\u200cخواهم و می|", "\u200cخواهم"),
    ],
)
def test_marks_and_joiners_belong_to_words(drawn: str, rest: str) -> None:
    before, _, after = drawn.partition("|")
    document = Document(before + after)
    assert rest_of_word(document, len(before), begun_word(document, len(before))) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("\u0301te in", "\u0301te"),
        ("tern in the", "tern"),
        ("tern-light, and", "tern-light"),
        (" more", ""),
        (".", ""),
        ("", ""),
    ],
)
def test_only_the_rest_of_the_word_is_used_from_a_continuation(text: str, rest: str) -> None:
    assert rest_only(text) == rest
