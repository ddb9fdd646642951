"""Copy, cut and paste: `|` is a caret, `<` the other end of a selection."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.caret_edits import edit_all
from editor.document.clip import Clip, copied, cut_edits, paste_edits
from editor.document.selections import Selection, Selections
from tests.editor.drawing import drawn, parsed


def pasted(drawing: str, clip: Clip) -> str:
    text, selections = parsed(drawing)
    document = Document(text)
    transaction, selections = edit_all(selections, paste_edits(document, selections, clip))
    document.apply(transaction)
    return drawn(document.text, selections)


@pytest.mark.parametrize(
    ("drawing", "clip", "after_cut"),
    [
        ("a <two| b", Clip(("two",)), "a | b"),
        ("<one| <two| x", Clip(("one", "two")), "| | x"),
        ("<one| tw|o", Clip(("one",)), "| tw|o"),
        ("one\nt|wo\nthree", Clip(("two\n",), True), "one\n|three"),
        ("one\r\ntw|o", Clip(("two\r\n",), True), "one|"),
        ("o|ne", Clip(("one\n",), True), "|"),
        ("o|n|e\ntwo\nthr|ee", Clip(("one\n", "three\n"), True), "|two|"),
        ("one\n|\ntwo", Clip(("\n",), True), "one\n|two"),
    ],
)
def test_copy_and_cut(drawing: str, clip: Clip, after_cut: str) -> None:
    text, selections = parsed(drawing)
    document = Document(text)
    assert copied(document, selections) == clip
    transaction, selections = edit_all(selections, cut_edits(document, selections))
    document.apply(transaction)
    assert drawn(document.text, selections) == after_cut


LINE = Clip(("new\n",), True)


@pytest.mark.parametrize(
    ("drawn", "clip", "after"),
    [
        ("a|b", Clip(("x\r\ny\rz",)), "ax\ny\nz|b"),
        ("a|b\r\n", Clip(("x\ny",)), "ax\r\ny|b\r\n"),
        ("<a|b<c|", Clip(("x", "y\n")), "x|by\n|"),
        ("a|b|", Clip(("x\ny\n",)), "ax|by|"),
        ("a|b|", Clip(("x\r\ny\r\n",)), "ax|by|"),
        ("a|b|", Clip(("x\ny\nz",)), "ax\ny\nz|bx\ny\nz|"),
        ("a|", Clip(("x", "y")), "ax\ny|"),
        ("one\ntw|o", LINE, "one\nnew\ntw|o"),
        ("one\n|two", LINE, "one\nnew\n|two"),
        ("one\n<two|", LINE, "one\nnew\n|"),
        ("o|ne\ntw|o", LINE, "new\no|ne\nnew\ntw|o"),
        ("o|n|e\ntw|o", LINE, "new\no|n|e\nnew\ntw|o"),
        ("o|ne\ntw|o", Clip(("1\n", "2\n"), True), "1\no|ne\n2\ntw|o"),
        ("x|\r\ny", Clip(("1\n", "2\n"), True), "1\r\n2\r\nx|\r\ny"),
    ],
)
def test_paste(drawn: str, clip: Clip, after: str) -> None:
    assert pasted(drawn, clip) == after


@given(st.text("ab\n", max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1))
def test_cutting_and_pasting_restores_the_text(text: str, ends: list[tuple[int, int]]) -> None:
    document = Document(text)
    ranges = [Selection(min(anchor, len(text)), min(head, len(text))) for anchor, head in ends]
    selections = Selections.of(ranges, ranges[0])
    if any(selection.is_empty for selection in selections):
        return  # whole lines go elsewhere
    clip = copied(document, selections)
    transaction, carets = edit_all(selections, cut_edits(document, selections))
    document.apply(transaction)
    if len(carets) == len(selections):
        document.apply(edit_all(carets, paste_edits(document, carets, clip))[0])
        assert document.text == text
