"""Flags of rules next to those of the model: never two for one place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scoring.language.passages import Passage
from scoring.protocol import Flag, Suggestion
from scoring.rules.rule_source import DocumentRules, ruled

TEXT = "One two. Three four. Five six."


@st.composite
def flags(draw: st.DrawFn, kind: str) -> list[Flag]:
    """Flags in order that don't overlap."""
    edges = sorted(draw(st.sets(st.integers(0, 30), max_size=10)))
    pairs = [pair for pair in pairwise(edges) if draw(st.booleans())]
    return [Flag(start, end, draw(st.sampled_from([1.0, 4.6, 9.0])), kind, "") for start, end in pairs]


def test_a_merely_surprising_word_gives_way() -> None:
    surprising, rule = Flag(0, 3, 9.0, "surprising", ""), Flag(2, 5, 4.6, "rule", "")
    assert ruled([surprising], [rule]) == [rule]


@given(flags("grammar"), flags("rule"))
def test_of_two_overlapping_flags_the_stronger_stays(of_model: list[Flag], of_rules: list[Flag]) -> None:
    expected: list[Flag] = []
    for flag in sorted([*of_model, *of_rules], key=lambda flag: (-flag.strength, flag.kind == "rule")):
        if all(flag.end <= other.start or other.end <= flag.start for other in expected):
            expected.append(flag)
    assert ruled(of_model, of_rules) == sorted(expected, key=lambda flag: flag.start)


class Source:
    """Flags every occurrence of a word, and notes which texts it has read."""

    def __init__(self, word: str, kind: str) -> None:
        self._word = word
        self._kind = kind
        self.read: list[str] = []

    def flags(self, text: str, start: int) -> list[Flag]:
        self.read.append(text[start:])
        at = text.find(self._word, start)
        end = at + len(self._word)
        return [Flag(at, end, 4.6, self._kind, "", (Suggestion(at, end, "x", 0.0, "rule"),))] if at >= 0 else []


def found(rules: DocumentRules, start: int = 0, end: int = len(TEXT)) -> list[tuple[str, str]]:
    passages: Sequence[Passage] = [Passage(0, 0, 9), Passage(0, 9, 21), Passage(9, 21, 30)]
    flags = rules.overlapping(TEXT, passages, start, end)
    assert all((edit.start, edit.end) == (flag.start, flag.end) for flag in flags for edit in flag.suggestions)
    return [(TEXT[flag.start : flag.end], flag.kind) for flag in flags]


def test_flags_have_document_positions_and_a_text_is_read_once() -> None:
    rules, source = DocumentRules(), Source("our", "rule")
    assert found(rules) == []
    rules.use([source])
    assert found(rules) == [("our", "rule")]
    assert found(rules, 0, 17) == found(rules, 18, 30) == [("our", "rule")]
    assert source.read == ["One two. ", "Three four. ", "Five six."]


def test_the_first_source_takes_precedence() -> None:
    rules = DocumentRules()
    rules.use([Source("ix", "spelling"), Source("six", "rule"), Source("Fi", "rule")])
    assert found(rules) == [("Fi", "rule"), ("ix", "spelling")]
