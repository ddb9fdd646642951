"""Undo and redo after a restart: the same texts, carets and states, and only for the same text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.authorship import Spans
from editor.document.selections import Selections
from editor.recovery.journal_file import digest_of
from editor.recovery.saved_history import LARGEST, decode_history, encode_history

EDIT = st.tuples(st.integers(0, 30), st.integers(0, 5), st.text(st.sampled_from("ab \n\udcff\U0001f600"), max_size=5))


def walk(document: Document) -> list[tuple[str, Spans, Selections]]:
    """Return all texts that undo and then redo lead to, with the authors and the selections."""
    seen = []
    while (selections := document.undo()) is not None:
        seen.append((document.text, document.authorship.spans, selections))
    while (selections := document.redo()) is not None:
        seen.append((document.text, document.authorship.spans, selections))
    return seen


@given(st.lists(EDIT, max_size=12), st.integers(0, 4))
def test_texts_and_carets_are_restored(edits: list[tuple[int, int, str]], undone: int) -> None:
    document = Document("begun\n")
    for start, length, text in edits:
        start = min(start, len(document))
        end = min(start + length, len(document))
        before, after = Selections.single(start, end), Selections.single(start, start + len(text))
        document.replace(start, end, text, selections=before, selections_after=after, group="type")
        document.authorship.note(start, start + len(text) // 2)
    for _ in range(undone):
        document.undo()
    digest = digest_of(document.text)
    kept = decode_history(encode_history(digest, *document.steps), digest)
    assert kept is not None
    again = Document(document.text)
    again.authorship.restore(document.authorship.spans)
    assert again.recall(*kept)
    if again.can_undo:
        again.undo()
        assert again.modified
        again.redo()
    assert not again.modified
    while again.can_redo:
        again.redo()
    while document.can_redo:
        document.redo()
    assert walk(again) == walk(document)


def test_only_a_complete_history_of_the_same_text_is_used() -> None:
    document = Document()
    document.replace(0, 0, "a")
    data = encode_history(digest_of("a"), *document.steps)
    assert decode_history(data, digest_of("b")) is None
    for at in range(len(data)):
        assert decode_history(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], digest_of("a")) is None
        assert decode_history(data[:at], digest_of("a")) is None


def test_nothing_is_restored_into_an_edited_text() -> None:
    document = Document()
    document.replace(0, 0, "a")
    steps = document.steps
    assert not document.recall(*steps)
    other = Document("a")
    other.replace(1, 1, "b")
    assert not other.recall(*steps)


def test_of_a_large_history_the_newest_steps_are_kept() -> None:
    document = Document()
    for letter in "abcdef":
        document.replace(0, len(document), letter * (LARGEST // 5))
    digest = digest_of(document.text)
    data = encode_history(digest, *document.steps)
    assert len(data) < LARGEST
    kept = decode_history(data, digest)
    assert kept is not None
    again = Document(document.text)
    again.authorship.restore(document.authorship.spans)
    again.recall(*kept)
    again.undo()
    assert again.text[0] == "e"
    assert 1 <= len(kept[0]) < 6
