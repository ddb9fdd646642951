"""The surprisal of words moves with edits exactly as the spans of a `Layer` do."""

from __future__ import annotations

import math
import random
import re
import sys

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.transaction import Change, Transaction
from editor.flags.surprisal import SurprisalMap, WordSurprisal
from scoring.protocol import WordScore
from tests.calls import calls
from tests.editor.document.texts import PIECES, transactions


class SurprisalMachine(RuleBasedStateMachine):
    """After any edits, undos and reports, the map holds the words that a layer holds."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document("one two\r\nthree. four\n\nfive\rsix")
        self.map = SurprisalMap(self.document)
        self.layer = Layer(self.document)

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        if len(self.document) < 80:
            self.document.apply(data.draw(transactions(len(self.document), 3)))

    @rule(data=st.data(), text=st.sampled_from([*PIECES, "", "\n", " "]))
    def edit_beside_a_word(self, data: st.DataObject, text: str) -> None:
        spans = list(self.layer.in_range(0, len(self.document)))
        if spans:
            span = data.draw(st.sampled_from(spans))
            start = data.draw(st.sampled_from([span.start, span.end]))
            end = data.draw(st.integers(start, min(start + 2, len(self.document))))
            self.document.apply(Transaction((Change(start, end, text),)))

    @rule()
    def undo(self) -> None:
        self.document.undo()

    @rule()
    def redo(self) -> None:
        self.document.redo()

    @rule(data=st.data())
    def report(self, data: st.DataObject) -> None:
        """Report a range that, like the worker's, begins and ends with a word."""
        words = [match.span() for match in re.finditer(r"\w+", self.document.text)]
        if not words:
            return
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, len(words) - 1))
        start, end = words[first][0], words[last][1]
        chosen = data.draw(st.sets(st.sampled_from(words[first : last + 1])))
        scores = [WordScore(*span, data.draw(st.integers(0, 20)) / 2, span[0] / 4) for span in sorted(chosen)]
        spans = [Span(word.start, word.end, "", word.surprisal, word.entropy) for word in scores]
        assert self.map.replace(start, end, scores) == self.layer.replace(start, end, spans)

    @invariant()
    def holds_what_the_layer_holds(self) -> None:
        assert len(self.map) == len(self.layer)
        for index, block in enumerate(self.document.blocks):
            spans = self.layer.in_block(block)
            assert list(self.map.words_in(index)) == [
                WordSurprisal(span.start, span.end, span.strength, float(str(span.data))) for span in spans
            ]
            mean = sum(span.strength for span in spans) / len(spans) if spans else None
            assert self.map.mean(block) == (None if mean is None else pytest.approx(mean))


SurprisalMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestSurprisal = SurprisalMachine.TestCase


@pytest.mark.parametrize(
    "word",
    [
        WordScore(0, 3, math.nan, 1.0),
        WordScore(0, 3, 1.0, math.nan),
        WordScore(0, 3, math.inf, 1.0),
        WordScore(0, 3, 1e300, 1.0),
        WordScore(2, 2, 1.0, 1.0),
        WordScore(3, 2, 1.0, 1.0),
        WordScore(-3, 2, 1.0, 1.0),
        WordScore(2, 5, 1.0, 1.0),  # over a line's end
        WordScore(4, 10**12, 1.0, 1.0),
    ],
)
def test_impossible_word_scores_are_left_out(word: WordScore) -> None:
    document = Document("one\ntwo")
    surprisal = SurprisalMap(document)
    assert surprisal.replace(-5, 10**12, [word, WordScore(4, 7, 2.0, 1.0), WordScore(5, 7, 9.0, 1.0)]) == {1}
    assert surprisal.mean(document.blocks[0]) is None
    assert surprisal.mean(document.blocks[1]) == 2.0


def test_a_long_line_costs_little_memory_and_an_edit_in_it_next_to_nothing() -> None:
    document = Document("word " * 200_000)
    surprisal = SurprisalMap(document)
    surprisal.replace(0, len(document), [WordScore(at, at + 4, 3.0, 1.0) for at in range(0, len(document), 5)])
    held = surprisal._words[document.blocks[0].id]
    assert sum(sys.getsizeof(getattr(held, name)) for name in held.__slots__) < 20 * 200_000
    assert calls(lambda: _type(document)) < 4 * calls(lambda: _type(Document(document.text)))
    assert len(surprisal) > 199_000


def _type(document: Document) -> None:
    """Type some letters near each other, as a writer does."""
    choose, at = random.Random(1), 500_000
    for _ in range(200):
        at += choose.randint(-20, 20)
        document.replace(at, at, " ")
