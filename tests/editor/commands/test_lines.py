"""Commands on lines and words as tables: the text before, keys, the text after. See `drawing` for the signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.commands import lines
from editor.document import Document, line_edits, word_edits
from editor.document.formatting import sorting
from editor.document.markdown.lines import LineStates
from editor.document.markdown.markdown import Markdown
from editor.document.selections import Selection, Selections
from editor.document.transaction import Transaction
from editor.text.line_endings import with_endings
from tests.editor.commands.tables import Row, press_rows
from tests.editor.document.texts import texts
from tests.editor.view.harness import CanvasApp

INDENTING = [
    ("one|", "tab x", "one\tx|"),
    ("o|ne\ntw|o", "tab x", "o\tx|ne\ntw\tx|o"),
    ("o<n|e", "tab", "o\t|e"),
    ("<a\n\nb|", "tab", "\t<a\n\n\tb|"),
    ("<a\nb\n|c", "tab", "\t<a\n\tb\n|c"),
    ("<a\r\nb|", "tab", "\t<a\r\n\tb|"),
    ("<a\nb|", "tab ctrl+z", "<a\nb|"),
    ("- a|\n", "enter tab b", "- a\n  - b|\n"),
    ("1. a|\n2. c", "enter tab b", "1. a\n   1. b|\n2. c"),
    ("- a|\n", "enter tab enter b", "- a\n- b|\n"),
    ("- a|\n", "enter tab shift+tab b", "- a\n- b|\n"),
    ("- a|\n", "enter tab b enter tab c enter enter d", "- a\n  - b\n    - c\n  - d|\n"),
    ("- a|\n", "enter tab ctrl+z", "- a\n- |\n"),
    ("<a\nb|\n\nc|", "tab", "\t<a\n\tb|\n\n\tc|"),
    ("\ta|\n      b", "shift+tab", "a|\n      b"),
    ("<\ta\n      b|", "shift+tab", "<a\n  b|"),
    ("\ta|b|\nc\n  d|", "shift+tab", "a|b|\nc\nd|"),
]

MOVING = [
    ("a\nb|\nc", "alt+up", "b|\na\nc"),
    ("a\nb|\nc", "alt+down", "a\nc\nb|"),
    ("a\nb|\nc", "alt+down alt+down alt+up alt+up", "b|\na\nc"),
    ("|a\nb", "alt+up", "|a\nb"),
    ("a\nb|", "alt+down", "a\nb|"),
    ("a|\r\nb", "alt+down", "b\r\na|"),
    ("a\r\nb|", "alt+up", "b|\r\na"),
    ("a|\r\nb", "alt+down ctrl+z", "a|\r\nb"),
    ("a|\nb\n", "alt+down alt+down", "b\n\na|"),
    ("a\n<b\n|c", "alt+up", "<b\n|a\nc"),
    ("a\n<b\n|c", "alt+down", "a\nc\n<b|"),
    ("a\n|b1\nb2>\nc", "alt+up", "|b1\nb2>\na\nc"),
    ("a\nb|\nc|\nd", "alt+down", "a\nd\nb|\nc|"),
    ("a\nb|\nc\nd|\ne", "alt+up", "b|\na\nd|\nc\ne"),
    ("a\nb|\nc\nd|\ne", "alt+down", "a\nc\nb|\ne\nd|"),
    ("a|\nb\nc|", "alt+up", "a|\nc|\nb"),
    ("a\ne\u0301 漢|字", "alt+up", "e\u0301 漢|字\na"),
]

DUPLICATING = [
    ("o|ne\ntwo", "alt+shift+d", "one\no|ne\ntwo"),
    ("o|ne", "ctrl+shift+d", "one\no|ne"),
    ("|one", "alt+shift+d", "one\n|one"),
    ("one\r\ntw|o", "alt+shift+d", "one\r\ntwo\r\ntw|o"),
    ("o|n|e\ntwo", "alt+shift+d", "one\no|n|e\ntwo"),
    ("a <one| b", "alt+shift+d", "a one<one| b"),
    ("a |one> b", "alt+shift+d alt+shift+d", "a oneone|one> b"),
    ("<a\n|b", "alt+shift+d", "a\n<a\n|b"),
    ("<a\n|b|", "alt+shift+d", "a\n<a\n|b\nb|"),
    ("<a|<b|", "alt+shift+d", "a<a|b<b|"),
    ("o|ne", "alt+shift+d ctrl+z", "o|ne"),
]

DELETING = [
    ("a\nb|b\ncc", "ctrl+shift+k", "a\nc|c"),
    ("a\nbbb|\nc", "alt+shift+k", "a\nc|"),
    ("a\r\nbb|", "alt+shift+k", "a|"),
    ("abc|", "alt+shift+k", "|"),
    ("|", "alt+shift+k", "|"),
    ("a\n<b\nc\n|d", "alt+shift+k", "a\n|d"),
    ("a|\nb\nc|\nd", "alt+shift+k", "b|\nd|"),
    ("a\nb|\n", "alt+shift+k", "a\n|"),
    ("a\nb\n|", "alt+shift+k", "a\n|b"),
    ("|a\n\nb|", "alt+shift+k", "|"),
    ("a\n|b\nc", "alt+shift+k ctrl+z", "a\n|b\nc"),
]

JOINING = [
    ("o|ne  \n  two\nthree", "alt+j", "one| two\nthree"),
    ("o|ne\r\ntwo\r\nthree", "alt+j alt+j", "one two| three"),
    ("one|", "alt+j", "one|"),
    ("one|\n\ntwo", "alt+j", "one|\ntwo"),
    ("one|\n\ntwo", "alt+j alt+j", "one| two"),
    ("|\n  one", "alt+j", "|one"),
    ("<one\n\n\ttwo\nthree |\nfour", "alt+j", "<one two three |\nfour"),
    ("<one\ntwo\n|three", "alt+j", "<one two\n|three"),
    ("one|\ntwo|\nthree\nfour", "alt+j", "one| two| three\nfour"),
    ("on|e\ntwo\nth|ree\nfour", "alt+j", "one| two\nthree| four"),
    ("o|ne\ntwo", "alt+j ctrl+z", "o|ne\ntwo"),
]

SORTING = [
    ("<b\nÄ\na\nB|", "sort-lines", "<a\nÄ\nb\nB|"),
    ("<b\na\nB|", "sort-lines-descending", "<b\nB\na|"),
    ("<b\r\na|", "sort-lines", "<a\r\nb|"),
    ("x\nb<b\na\n|x", "sort-lines", "x\n<a\nbb\n|x"),
    ("b\na|", "sort-lines", "b\na|"),
    ("c|c\na|\nb\n\nz|\ny|", "sort-lines", "a|\nc|c\nb\n\ny|\nz|"),
    ("|b\na>", "sort-lines ctrl+z", "|b\na>"),
]

TRIMMING = [
    ("one  \n\ntwo \t\n  \nthree |", "trim-spaces", "one\n\ntwo\n\nthree|"),
    ("one    \ntwo  \t\nthree  |", "trim-spaces", "one  \ntwo\nthree|"),
    ("one \n<two \n|three ", "trim-spaces", "one \n<two\n|three "),
    ("one \r\ntwo|", "trim-spaces ctrl+z", "one \r\ntwo|"),
]

INSERTING = [
    ("  o|ne\ntwo", "alt+n", "  one\n  |\ntwo"),
    ("  o|ne\ntwo", "alt+shift+n", "  |\n  one\ntwo"),
    ("one\r\ntw|o", "alt+n x", "one\r\ntwo\r\nx|"),
    ("a|a|\nb|", "alt+n x", "aa\nx|\nb\nx|"),
    ("a|\nb|", "alt+shift+n", "|\na\n|\nb"),
    ("a|", "alt+n ctrl+z", "a|"),
]

CASES = [
    ("say don't| twice", "alt+c", "say Don't| twice"),
    ("<say DON'T, well-known e\u0301cole\n3rd ǆ|", "alt+c", "<Say Don't, Well-Known E\u0301cole\n3rd ǅ|"),
    ("o|ne two", "alt+u", "O|NE two"),
    ("|stra\u00dfe>", "alt+u", "|STRASSE>"),
    ("stra\u00df|e x", "alt+u", "STRASS|E x"),
    ("ΟΔ|ΟΣ", "alt+shift+u", "οδ|ος"),
    ("o|n|e tw|o", "alt+u", "O|N|E TW|O"),
    ("<on|e|", "alt+u", "<ON|e|"),
    ("<aB| c", "toggle-case", "<Ab| c"),
    ("a . | b", "alt+u", "a . | b"),
    ("o|ne", "alt+u ctrl+z", "o|ne"),
]

TRANSPOSING = [
    ("ab|c", "ctrl+t", "acb|"),
    ("abc|", "ctrl+t", "acb|"),
    ("ab|\nc", "ctrl+t", "ba|\nc"),
    ("|ab", "ctrl+t", "|ab"),
    ("a|", "ctrl+t", "a|"),
    ("xe\u0301|👨‍👩‍👧", "ctrl+t", "x👨‍👩‍👧e\u0301|"),
    ("a|b|c", "ctrl+t", "ba|c"),
    ("a|b\nc|d", "ctrl+t", "ba|\ndc|"),
    ("<a|b", "ctrl+t", "<a|b"),
    ("one, |two", "alt+t", "two, one|"),
    ("one|, two", "alt+t", "two, one|"),
    ("one tw|o three", "alt+t", "two one| three"),
    ("one two ...|", "alt+t", "two one| ..."),
    ("o|ne two", "alt+t", "o|ne two"),
    ("one\ntw|o", "alt+t", "one\ntw|o"),
    ("漢|字 x", "alt+t", "字漢| x"),
    ("one |two", "alt+t ctrl+z", "one |two"),
]


@pytest.mark.parametrize(
    "rows",
    [INDENTING, MOVING, DUPLICATING, DELETING, JOINING, SORTING, TRIMMING, INSERTING, CASES, TRANSPOSING],
    ids=lambda rows: rows[0][1],
)
async def test_commands_on_lines_and_words(rows: list[Row]) -> None:
    assert lines  # registers them
    assert await press_rows(CanvasApp("", column=24), rows) == rows


Edits = Callable[[Document, Selections], tuple[Transaction, Selections]]


def edited(edits: Edits, text: str, selections: Selections) -> tuple[str, Selections]:
    """Return the text and selections after a command, after checking that undo and redo restore both."""
    document = Document(text)
    transaction, after = edits(document, selections)
    document.apply(transaction, selections=selections, selections_after=after)
    new = document.text
    assert all(0 <= edge <= len(new) for one in after for edge in (one.anchor, one.head))
    if transaction.changes:
        assert document.undo() == selections
        assert document.text == text
        assert document.redo() == after
    return new, after


@st.composite
def selected_texts(draw: st.DrawFn) -> tuple[str, Selections]:
    text = draw(texts | st.lists(st.sampled_from(["b", " ", "\n", "a c", "\r\n"]), max_size=9).map("".join))
    positions = st.integers(0, len(text))
    ranges = draw(st.lists(st.builds(Selection, positions, positions), min_size=1, max_size=4))
    return text, Selections.of(ranges, draw(st.sampled_from(ranges)))


def sort(document: Document, selections: Selections, *, descending: bool = False) -> tuple[Transaction, Selections]:
    return sorting.sort(document, LineStates(document), selections, descending=descending)


def recase(
    document: Document, selections: Selections, change_case: Callable[[str], str]
) -> tuple[Transaction, Selections]:
    return word_edits.recase(document, Markdown(document), selections, change_case) or (Transaction(()), selections)


REARRANGING: list[Edits] = [
    partial(line_edits.move, direction=-1),
    partial(line_edits.move, direction=1),
    sort,
    partial(sort, descending=True),
    lambda document, selections: word_edits.transpose_characters(document, Markdown(document), selections),
    lambda document, selections: word_edits.transpose_words(document, Markdown(document), selections),
]


@given(selected_texts(), st.sampled_from(REARRANGING))
def test_moving_commands_neither_lose_nor_add_text(case: tuple[str, Selections], edits: Edits) -> None:
    text, selections = case
    new, after = edited(edits, text, selections)
    assert Counter(new) == Counter(text)
    assert len(after) <= len(selections)


@given(selected_texts())
def test_deleting_and_adding_commands_change_nothing_else(case: tuple[str, Selections]) -> None:
    text, selections = case
    solid = "".join(text.split())
    for edits in (line_edits.trim, line_edits.indent, line_edits.outdent, line_edits.insert):
        new, _ = edited(edits, text, selections)
        assert "".join(new.split()) == solid
    duplicated, _ = edited(line_edits.duplicate, text, selections)
    assert Counter(duplicated) >= Counter(text)
    shortened, _ = edited(line_edits.delete, text, selections)
    assert Counter(shortened) <= Counter(text)
    for change_case in (str.upper, str.lower, str.swapcase, word_edits.title_case):
        new, _ = edited(partial(recase, change_case=change_case), text, selections)
        assert new.casefold() == text.casefold()


@pytest.mark.parametrize("most", [0, 100])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@given(text=st.text("a\r\n", max_size=12))
def test_all_lines_get_one_ending(text: str, ending: str, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_edits, "_MOST_CHANGES", most)
        document = Document(text)
        transaction, _ = line_edits.end_lines(document, Selections.single(0, 0), ending)
        document.apply(transaction)
    assert document.text == with_endings(text, ending)
    document.undo()
    assert document.text == text
