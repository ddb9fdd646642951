"""The document compared with a plain string under any edits, undo and redo."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from editor.document import Document
from editor.document.document import DocumentChange, Phase
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction
from tests.editor.document.texts import apply_naively, texts, transactions


def lines_of(text: str) -> list[tuple[str, str]]:
    """Split a text into lines and endings, character by character."""
    lines, line, index = [], "", 0
    while index < len(text):
        ending = "\r\n" if text.startswith("\r\n", index) else text[index] if text[index] in "\r\n" else ""
        if ending:
            lines.append((line, ending))
        line = "" if ending else line + text[index]
        index += len(ending) or 1
    return [*lines, (line, "")]


class DocumentMachine(RuleBasedStateMachine):
    """Edits, undo and redo leave the same text as slicing strings; listeners can mirror it all."""

    def __init__(self) -> None:
        super().__init__()
        self.text = "one\r\ntwo\rthree\n"
        self.document = Document(self.text)
        self.past: list[tuple[str, int]] = []  # texts and the document's state for each
        self.future: list[tuple[str, int]] = []
        self.state = self.newest_state = self.saved_state = 0
        self.folder = tempfile.TemporaryDirectory()
        self.ids = [block.id for block in self.document.blocks]
        self.seen_blocks = self.block_states()
        self.document.subscribe(self.mirror, Phase.MODEL)
        self.mirrored = self.text

    def block_states(self) -> dict[int, tuple[int, str, str]]:
        return {block.id: (block.revision, block.text, block.eol) for block in self.document.blocks}

    def mirror(self, event: DocumentChange) -> None:
        assert event.revision == self.document.revision
        self.mirrored = apply_naively(self.mirrored, event.transaction)
        assert apply_naively(self.mirrored, event.inverse) == self.text
        for change in event.block_changes:
            end = change.first + change.removed
            assert tuple(self.ids[change.first : end]) == change.removed_ids
            assert change.removed_ids[0] == change.inserted_ids[0]
            assert len(change.inserted_ids) == change.inserted
            self.ids[change.first : end] = change.inserted_ids

    def edited(self, text: str) -> None:
        self.past.append((self.text, self.state))
        self.future.clear()
        self.newest_state += 1
        self.text, self.state = text, self.newest_state

    @rule()
    def save(self) -> None:
        path = Path(self.folder.name) / "draft"
        self.document.write(path)
        self.saved_state = self.state

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(data=st.data(), text=texts)
    def replace(self, data: st.DataObject, text: str) -> None:
        start = data.draw(st.integers(0, len(self.text)))
        end = data.draw(st.integers(start, min(len(self.text), start + 6)))
        made = self.document.replace(start, end, text)
        assert made.changes == ((Change(start, end, text),) if text or end > start else ())
        if made.changes:
            self.edited(self.text[:start] + text + self.text[end:])

    @rule(data=st.data())
    def apply(self, data: st.DataObject) -> None:
        transaction = data.draw(transactions(len(self.text)))
        self.document.apply(transaction)
        if transaction.changes:
            self.edited(apply_naively(self.text, transaction))

    @rule()
    def undo(self) -> None:
        assert self.document.can_undo == bool(self.past)
        revision = self.document.revision
        if self.past:
            self.future.append((self.text, self.state))
            before, self.state = self.past.pop()
            selections = self.document.undo()
            assert selections is not None
            assert 0 <= selections.main.start <= selections.main.end <= len(before)
            assert self.document.revision == revision + 1
            self.text = before
        else:
            assert self.document.undo() is None

    @rule()
    def redo(self) -> None:
        assert self.document.can_redo == bool(self.future)
        if self.future:
            self.past.append((self.text, self.state))
            after, self.state = self.future.pop()
            assert self.document.redo() is not None
            self.text = after
        else:
            assert self.document.redo() is None

    @invariant()
    def text_is_the_plain_string(self) -> None:
        document = self.document
        assert document.text == self.text == self.mirrored
        assert len(document) == len(self.text)
        lines = lines_of(self.text)
        assert [(block.text, block.eol) for block in document.blocks] == lines
        assert document.endings == {ending for _, ending in lines[:-1]}
        assert document.modified == (self.state != self.saved_state)

    @invariant()
    def blocks_are_where_their_text_is(self) -> None:
        document = self.document
        start = 0
        for index, block in enumerate(document.blocks):
            assert document.block_start(index) == start
            for position in range(start, start + block.length):
                assert document.block_index(position) == index
            start += block.length
        assert document.block_start(len(document.blocks)) == start
        assert document.block_index(start) == len(document.blocks) - 1
        assert document.slice(1, start - 1) == self.text[1 : max(1, start - 1)]
        assert document.slice(-3, start + 3) == self.text

    @invariant()
    def a_block_that_changed_has_another_revision(self) -> None:
        states = self.block_states()
        assert len(states) == len(self.document.blocks)
        assert [block.id for block in self.document.blocks] == self.ids
        for id_, (revision, text, eol) in states.items():
            if id_ in self.seen_blocks and self.seen_blocks[id_][0] == revision:
                assert self.seen_blocks[id_][1:] == (text, eol)
        self.seen_blocks = states


DocumentMachine.TestCase.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
TestDocument = DocumentMachine.TestCase


@given(texts)
def test_any_text_round_trips(text: str) -> None:
    assert Document(text).text == text


@pytest.mark.parametrize(
    ("text", "newline"),
    [("", "\n"), ("a\nb", "\n"), ("a\r\nb", "\r\n"), ("a\r\nb\nc", "\n"), ("a\r\nb\r\nc\n", "\r\n"), ("a\rb", "\r")],
)
def test_enter_inserts_the_dominant_line_ending(text: str, newline: str) -> None:
    assert Document(text).newline == newline


def test_an_edit_outside_the_document_is_rejected_and_changes_nothing() -> None:
    document = Document("abc")
    for start, end in [(-1, 0), (2, 1), (0, 4), (4, 4)]:
        with pytest.raises(ValueError, match="not within the document of 3 code points"):
            document.replace(start, end, "x")
    with pytest.raises(ValueError, match="not within the document of 3 code points"):
        document.apply(Transaction((Change(0, 1, "y"), Change(2, 9, "x"))))
    assert (document.text, document.revision, document.can_undo) == ("abc", 0, False)


def test_undo_and_redo_restore_the_selections() -> None:
    document = Document("abc")
    before, after = Selections.single(3, 1), Selections.single(4, 4)
    document.replace(1, 3, "xyz", selections=before, selections_after=after)
    assert document.undo() == before
    assert document.redo() == after
    document.replace(0, 1, "")
    assert document.undo() == Selections.single(1, 1)  # none was recorded: after the restored text
    assert document.redo() == Selections.single(0, 0)


def test_typing_in_a_group_is_undone_at_once_and_a_plain_replace_alone() -> None:
    document = Document("")
    for position, character in enumerate("word"):
        document.replace(position, position, character, group="type")
    document.replace(4, 4, "s")
    document.undo()
    assert document.text == "word"
    document.undo()
    assert document.text == ""
    document.redo()
    assert document.text == "word"


def test_the_journal_is_called_before_the_model_and_the_model_before_the_view() -> None:
    document = Document("a")
    heard: list[str] = []
    for name, phase in (("view", Phase.VIEW), ("model", Phase.MODEL), ("journal", Phase.JOURNAL)):
        document.subscribe(lambda _, name=name: heard.append(name), phase)  # type: ignore[misc]
    stop = document.subscribe(lambda _: heard.append("second model"), Phase.MODEL)
    document.replace(0, 1, "b")
    assert heard == ["journal", "model", "second model", "view"]
    stop()
    heard.clear()
    document.undo()
    assert heard == ["journal", "model", "view"]


def test_a_listener_is_called_until_it_is_unsubscribed() -> None:
    document = Document("a\nb")
    heard: list[DocumentChange] = []
    unsubscribe = document.subscribe(heard.append, Phase.MODEL)
    document.replace(1, 2, "")
    document.undo()
    unsubscribe()
    document.redo()
    assert [event.revision for event in heard] == [1, 2]
    assert [(c.first, c.removed, c.inserted) for event in heard for c in event.block_changes] == [(0, 2, 1), (0, 1, 2)]
