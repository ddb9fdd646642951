"""Layers of spans against a naive model: a list of spans in document positions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.document import DocumentChange, Phase
from editor.document.transaction import Change, Transaction
from tests.editor.document.texts import PIECES, transactions


def by_position(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, span.end, span.kind))


def makes_another_word(character: str) -> bool:
    return character.isalnum() or (character != "" and unicodedata.category(character)[0] == "M")


def survives(span: Span, transaction: Transaction, before: str, after: str) -> bool:
    """Return True if an edit doesn't change a span's text or the word characters next to it."""
    for change in transaction.changes:
        if span.start < change.end and change.start < span.end:  # an insertion strictly within, too
            return False
    moved = Span(transaction.map_position(span.start, 1), transaction.map_position(span.end, -1), "", 0)
    for change in transaction.changes:
        if change.start == span.end:
            neighbours = (before[span.end : change.end][:1], after[moved.end : moved.end + 1])
            if any(map(makes_another_word, neighbours)):
                return False
        if change.end == span.start:
            neighbours = (before[change.start : span.start][-1:], after[max(0, moved.start - 1) : moved.start])
            if any(map(makes_another_word, neighbours)):
                return False
    return True


class LayerMachine(RuleBasedStateMachine):
    """After any edits and undos, a layer holds the spans whose text is unchanged, where that text is now."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document("one two\r\nthree. four\n\nfive\rsix")
        self.layer = Layer(self.document)
        self.text = self.document.text
        self.spans: list[Span] = []
        self.document.subscribe(self.follow, Phase.MODEL)

    def follow(self, event: DocumentChange) -> None:
        transaction, before, after = event.transaction, self.text, self.document.text
        self.spans = [
            Span(
                transaction.map_position(span.start, 1),
                transaction.map_position(span.end, -1),
                span.kind,
                span.strength,
            )
            for span in self.spans
            if survives(span, transaction, before, after)
        ]
        self.text = after

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        if len(self.text) < 60:
            self.document.apply(data.draw(transactions(len(self.text), 2)))

    @rule(data=st.data(), text=st.sampled_from([*PIECES, "", "\r", "\n", " "]))
    def edit_beside_a_span(self, data: st.DataObject, text: str) -> None:
        if self.spans:
            span = data.draw(st.sampled_from(self.spans))
            start = data.draw(st.sampled_from([span.start, span.end]))
            end = data.draw(st.integers(start, min(start + 2, len(self.text))))
            self.document.apply(Transaction((Change(start, end, text),)))

    @rule()
    def undo(self) -> None:
        self.document.undo()

    @rule()
    def redo(self) -> None:
        self.document.redo()

    @rule(data=st.data())
    def replace(self, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(self.text)))
        end = data.draw(st.integers(start, len(self.text)))
        before = [self.layer.in_block(block) for block in self.document.blocks]
        pairs = data.draw(st.lists(st.tuples(st.integers(0, len(self.text)), st.integers(1, 5)), max_size=4))
        spans = [Span(at, at + length, "flag", 1.0) for at, length in pairs]
        changed = self.layer.replace(start, end, spans)
        kept = [span for span in self.spans if span.end <= start or end <= span.start]
        self.spans = (
            kept + [piece for span in spans for piece in self.cut(span, start, end)] if start < end else self.spans
        )
        after = [self.layer.in_block(block) for block in self.document.blocks]
        assert changed == {i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}

    def cut(self, span: Span, start: int, end: int) -> list[Span]:
        pieces = []
        for index, block in enumerate(self.document.blocks):
            block_start = self.document.block_start(index)
            piece_start = max(span.start, start, block_start)
            piece_end = min(span.end, end, block_start + len(block.text))
            if piece_start < piece_end:
                pieces.append(Span(piece_start, piece_end, span.kind, span.strength))
        return pieces

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        assert len(self.layer) == len(self.spans)
        assert by_position(self.layer.in_range(0, len(self.text))) == by_position(self.spans)
        for block in self.document.blocks:
            spans = self.layer.in_block(block)
            assert [span.start for span in spans] == sorted(span.start for span in spans)
            assert all(0 <= span.start < span.end <= len(block.text) for span in spans)

    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        block = data.draw(st.sampled_from(self.document.blocks))
        start = data.draw(st.integers(0, len(block.text)))
        end = data.draw(st.integers(start, len(block.text)))
        seen = list(self.layer.overlapping(block, start, end))
        assert seen == [span for span in self.layer.in_block(block) if span.start < end and start < span.end]

    @rule(data=st.data())
    def jump(self, data: st.DataObject) -> None:
        position = data.draw(st.integers(0, len(self.text)))
        after, before = self.layer.next_after(position), self.layer.previous_before(position)
        starts = sorted(span.start for span in self.spans)
        assert (after and after.start) == next((start for start in starts if start > position), None)
        assert (before and before.start) == next((start for start in reversed(starts) if start < position), None)

    @rule()
    def clear(self) -> None:
        self.layer.clear()
        self.spans = []


LayerMachine.TestCase.settings = settings(max_examples=200, stateful_step_count=25, deadline=None)
TestLayer = LayerMachine.TestCase


def flagged(text: str) -> tuple[Document, Layer]:
    """Return a document in which the word between asterisks is flagged."""
    before, word, behind = text.split("*")
    document = Document(before + word + behind)
    layer = Layer(document)
    assert layer.replace(0, len(document), [Span(len(before), len(before + word), "flag", 2.0)]) != set()
    return document, layer


def shown(document: Document, layer: Layer) -> str:
    text = document.text
    for span in reversed(list(layer.in_range(0, len(document)))):
        text = f"{text[: span.start]}*{text[span.start : span.end]}*{text[span.end :]}"
    return text


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("go *foo* on", (6, 6, " "), "go *foo*  on"),  # a space after the word
        ("go *foo*", (6, 6, "."), "go *foo*."),
        ("go *foo* on", (6, 6, "d"), "go food on"),  # the word grows
        ("go *foo* on", (3, 3, "\u0301"), "go \u0301foo on"),
        ("go *foo* on", (4, 5, ""), "go fo on"),
        ("go *foo* on", (2, 3, ""), "gofoo on"),  # joined with the word before it
        ("go *foo* on", (6, 7, ""), "go fooon"),
        ("go *foo* on", (2, 3, "\n"), "go\n*foo* on"),  # onto its own line
        ("go\n*foo* on", (2, 3, " "), "go *foo* on"),  # and back
        ("a\nb\ngo *foo* on", (1, 3, ""), "a\ngo *foo* on"),
        ("go *foo* on", (0, 0, "a\nb\n"), "a\nb\ngo *foo* on"),
        ("go *foo* on\nb", (6, 10, ""), "go foob"),
        ("*a*\r.\nb", (2, 3, ""), "*a*\r\nb"),  # two line endings become one
        ("*a*\rb", (2, 2, "\n"), "*a*\r\nb"),  # one line ending becomes another
    ],
)
def test_a_span_stays_on_its_word(text: str, edit: tuple[int, int, str], expected: str) -> None:
    document, layer = flagged(text)
    document.replace(*edit)
    assert shown(document, layer) == expected


def test_a_span_stays_on_its_word_when_several_things_change() -> None:
    document, layer = flagged("go *foo*  . on")
    document.apply(Transaction((Change(0, 0, "a b\nc d "), Change(6, 8, ""))))
    assert shown(document, layer) == "a b\nc d go *foo*. on"
    document.undo()
    assert shown(document, layer) == "go *foo*  . on"


def test_replacing_by_the_same_spans_changes_no_block() -> None:
    document, layer = flagged("a\ngo *foo* on\nb")
    assert layer.replace(0, len(document), [Span(5, 8, "flag", 2.0)]) == set()
    assert layer.replace(0, len(document), [Span(5, 8, "flag", 3.0)]) == {1}
    assert layer.replace(5, 6, []) == {1}  # overlapping is enough
    assert len(layer) == 0


def test_layers_do_not_mix() -> None:
    document, layer = flagged("*foo*")
    other = Layer(document)
    assert len(other) == 0
    layer.clear()
    other.replace(0, 3, [Span(0, 3, "hint", 1.0)])
    assert layer.in_block(document.blocks[0]) == ()
    assert other.in_block(document.blocks[0]) == (Span(0, 3, "hint", 1.0),)
