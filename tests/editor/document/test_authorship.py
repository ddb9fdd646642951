"""Who wrote what: exact under edits, undone and redone with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from editor.document import Document, line_edits
from editor.document.authorship import MODEL, Authored, Spans, carried
from editor.document.dragging import dropped
from editor.document.formatting import sections
from editor.document.history import JOINED, SUBSTITUTION
from editor.document.markdown.lines import LineStates
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Outline
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from tests.editor.document.texts import transactions

LAYOUTS = st.text("x\n", max_size=6)
AUTHORS = st.sampled_from([MODEL, "&Other", "@Jane Doe"])
Flags = list[str]


def flags_of(document: Document) -> Flags:
    """Return the author of every character, "" for the writer."""
    flags = [""] * len(document)
    for start, end, author in document.authorship.spans:
        flags[start:end] = [author] * (end - start)
    return flags


def spans_of(flags: Flags) -> Spans:
    """Return the longest runs of one author."""
    found: list[Authored] = []
    for index, author in enumerate(flags):
        if author and found and found[-1].end == index and found[-1].author == author:
            found.append(Authored(found.pop().start, index + 1, author))
        elif author:
            found.append(Authored(index, index + 1, author))
    return tuple(found)


def applied(flags: Flags, transaction: Transaction) -> Flags:
    """Return the authors after a transaction, when the writer wrote what it inserts."""
    flags = list(flags)
    for change in reversed(transaction.changes):
        flags[change.start : change.end] = [""] * len(change.text)
    return flags


class Writer(RuleBasedStateMachine):
    """Edits a document and keeps, of each undo step, a plain list of authors, one for each character."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document("One two.\nThree.\n")
        self.done: list[Flags] = [[""] * len(self.document)]
        self.undone: list[Flags] = []
        self.letter = 0

    @property
    def flags(self) -> Flags:
        return self.done[-1]

    def _edited(self, flags: Flags, steps: int) -> None:
        """Record an edit; the history decides whether it is a separate step."""
        self.undone.clear()
        for _ in range(steps + 1 - len(self.document.steps[0])):
            self.done.pop()
        self.done.append(flags)

    def _text(self, layout: str) -> str:
        """Return a text of unique letters; moves within the document are tested below."""
        self.letter += 1
        return layout.replace("x", chr(0x4E00 + self.letter))

    def _transaction(self, data: st.DataObject) -> Transaction:
        edges = sorted(data.draw(st.lists(st.integers(0, len(self.document)), max_size=6)))
        pairs = list(zip(edges[::2], edges[1::2], strict=False))
        return Transaction(tuple([Change(*pair, self._text(data.draw(LAYOUTS))) for pair in pairs]))

    @rule(data=st.data(), group=st.sampled_from([None, JOINED, "type", "delete-back", SUBSTITUTION]))
    def edit(self, data: st.DataObject, group: str | None) -> None:
        transaction, steps = self._transaction(data), len(self.document.steps[0])
        if transaction.changes:
            self.document.apply(transaction, group=group)
            self._edited(applied(self.flags, transaction), steps)

    @rule(data=st.data(), layout=LAYOUTS, author=AUTHORS)
    def accept(self, data: st.DataObject, layout: str, author: str) -> None:
        """Insert a piece at a place, as accepting ghost text does."""
        place, steps = data.draw(st.integers(0, len(self.document))), len(self.document.steps[0])
        self.document.replace(place, place, self._text(layout))
        self.document.authorship.note(place, place + len(layout), author)
        if layout:
            self._edited([*self.flags[:place], *[author] * len(layout), *self.flags[place:]], steps)

    @rule(data=st.data())
    def amend(self, data: st.DataObject) -> None:
        transaction, steps = self._transaction(data), len(self.document.steps[0])
        if steps and not self.document.can_redo and transaction.changes:
            self.document.amend(transaction, Selections.single(0, 0))
            self._edited(applied(self.flags, transaction), steps)

    @rule()
    def save(self) -> None:
        """End the current step, so that later edits don't join it."""
        self.document.moment()

    @rule()
    def undo(self) -> None:
        if self.document.can_undo:
            self.document.undo()
            self.undone.append(self.done.pop())

    @rule()
    def redo(self) -> None:
        if self.document.can_redo:
            self.document.redo()
            self.done.append(self.undone.pop())

    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(self.document))] * 2)))
        found = [Authored(one.start + start, one.end + start, one.author) for one in spans_of(self.flags[start:end])]
        assert self.document.authorship.between(start, end) == tuple(found)

    @invariant()
    def authors_are_those_of_the_model(self) -> None:
        assert self.document.authorship.spans == spans_of(self.flags)


Writer.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestWriter = Writer.TestCase


def accepted(document: Document) -> str:
    """Return the accepted text, with a bar between pieces that don't touch."""
    return "|".join(document.slice(start, end) for start, end, _ in document.authorship.spans)


def drafted(text: str) -> Document:
    """Return a document in which the text in angle brackets was accepted."""
    document = Document("")
    for index, part in enumerate(text.replace("<", ">").split(">")):
        end = len(document)
        document.replace(end, end, part)
        if index % 2:
            document.authorship.note(end, len(document))
    return document


def test_text_typed_inside_accepted_text_splits_it() -> None:
    document = drafted("We <went home early> then.")
    document.replace(8, 8, "back ")
    assert accepted(document) == "went |home early"
    document.replace(3, 9, "")
    assert accepted(document) == "home early"
    document.undo()
    document.undo()
    assert accepted(document) == "went home early"


def test_accepting_is_undone_and_redone_with_its_text() -> None:
    document = drafted("We <went home.>")
    document.undo()
    assert not document.authorship
    document.redo()
    assert accepted(document) == "went home."


@pytest.mark.parametrize("direction", [-1, 1])
def test_a_moved_line_keeps_its_author_and_so_does_the_line_it_passes(direction: int) -> None:
    document = drafted("<One> two.\nThree <four>.\nFive <six>.\n")
    caret = document.block_start(1)
    transaction, _ = line_edits.move(document, Selections.single(caret, caret), 1 if direction > 0 else -1)
    document.apply(transaction)
    assert sorted(accepted(document).split("|")) == ["One", "four", "six"]
    document.undo()
    assert accepted(document) == "One|four|six"


@pytest.mark.parametrize("direction", [-1, 1])
def test_a_moved_section_keeps_its_authors(direction: int) -> None:
    document = drafted("# A\n\nFirst <one>.\n\n# B\n\nThen <two>.\n\n# C\n\nLast <three>.\n")
    caret = document.text.index("Then")
    markdown = Markdown(document)
    markdown.lines.of(len(document.blocks) - 1)
    outline = Outline(document, markdown)
    selections = Selections.single(caret, caret)
    transaction, _ = sections.move(document, markdown, outline, selections, 1 if direction > 0 else -1)
    document.apply(transaction)
    assert sorted(accepted(document).split("|")) == ["one", "three", "two"]


def test_a_dragged_selection_keeps_its_author() -> None:
    document = drafted("One <two three> four.\n\nFive\n")
    start = document.text.index("two")
    found = dropped(document, LineStates(document), Selection(start, start + 9), len(document) - 1, is_copy=False)
    assert found is not None
    document.apply(found[0])
    assert document.text == "One  four.\n\nFivetwo three\n"
    assert accepted(document) == "two three"


def test_a_replacement_of_the_same_words_is_the_writers() -> None:
    document = drafted("One <two> three two.")
    document.apply(Transaction((Change(4, 7, "a"), Change(14, 17, "two"))))
    assert not document.authorship


@given(st.data())
def test_untouched_spans_stay_on_their_characters(data: st.DataObject) -> None:
    flags = data.draw(st.lists(st.sampled_from(["", MODEL, "@Jane"]), max_size=20))
    transaction = data.draw(transactions(len(flags)))
    assert carried(spans_of(flags), transaction) == spans_of(applied(flags, transaction))


def test_an_author_past_the_end_of_the_text_is_rejected() -> None:
    with pytest.raises(ValueError, match="not within the text of 3"):
        Document("abc").authorship.note(2, 4)
