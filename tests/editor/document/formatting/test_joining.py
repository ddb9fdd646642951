"""Joining lines, and deleting a line ending forwards: block markers don't end up in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.formatting.joining import delete_line_end, join
from editor.document.line_edits import Edited
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from tests.editor.document.formatting.drawing import after


def delete(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Do what the Delete key does at the end of a line."""
    edits = []
    for selection in selections:
        here = selection.head
        ending = document.blocks[document.block_index(here)].eol
        edits.append(delete_line_end(document, lines, selection) or CaretEdit(here, here + len(ending), ""))
    return edit_all(selections, edits)


JOINED = [
    ("> a¦\n> b", "> a¦ b"),
    ("> a¦\r\n> b\r\n", "> a¦ b\r\n"),
    ("> > a¦\n> > b", "> > a¦ b"),
    ("> a¦\n> > b", "> a¦ b"),
    ("> a¦\nb", "> a¦ b"),
    ("- a¦\n- b", "- a¦ b"),
    ("- a¦\n  b", "- a¦ b"),
    ("- a¦\n  - b", "- a¦ b"),
    ("- [ ] a¦\n- [x] b", "- [ ] a¦ b"),
    ("1. a¦\n2. b", "1. a¦ b"),
    ("> - a¦\n> - b", "> - a¦ b"),
    ("a¦\n# b", "a¦ b"),
    ("# a¦\n## b", "# a¦ b"),
    ("# a #¦\n## b ##", "# a¦ b"),
    ("a¦\n- b", "a¦ b"),
    ("a\\¦\nb", "a¦ b"),
    ("a¦\n===\nb", "a¦\nb"),
    ("[^1]: a¦\n[^2]: b", "[^1]: a¦ b"),
    # nothing before: the markers stay
    ("¦\n- b", "¦- b"),
    ("¦\n> b", "¦> b"),
    ("- ¦\n- b", "- ¦b"),
    ("-¦\n- b", "-¦ b"),
    ("> ¦\n> - b", "> ¦- b"),
    ("- a¦\n\n- b", "- a¦\n- b"),
    ("> a¦\n>\n> b", "> a¦\n> b"),
    # Chinese and Japanese have no spaces between words; Korean has
    ("漢¦\n字", "漢¦字"),
    ("漢 ¦\n 字", "漢¦字"),
    ("。¦\n「字", "。¦「字"),
    ("カ¦\nｶ", "カ¦ｶ"),
    ("- 漢¦\n- 字", "- 漢¦字"),
    ("漢¦\nabc", "漢¦ abc"),
    ("abc¦\n漢", "abc¦ 漢"),
    ("한¦\n글", "한¦ 글"),
    ("🙂¦\n🙂", "🙂¦ 🙂"),
    # blocks that would break stay apart
    ("a¦\n```\ncode\n```", "a¦\n```\ncode\n```"),
    ("```\ncode\n```¦\na", "```\ncode\n```¦\na"),
    ("```¦\ncode\n```", "```¦\ncode\n```"),
    ("```\na¦\n  b\n```", "```\na¦   b\n```"),
    ("- ¦\n```\ncode\n```", "- ¦\n```\ncode\n```"),
    ("¦\n```\ncode\n```", "¦```\ncode\n```"),
    ("```\ncode\n```¦\n\na", "```\ncode\n```¦\na"),
    ("a¦\n$$\nx\n$$", "a¦\n$$\nx\n$$"),
    ("$$¦\nx\n$$", "$$¦\nx\n$$"),
    ("$$\nx¦\ny\n$$", "$$\nx¦ y\n$$"),
    ("---\na: 1¦\n---\nb", "---\na: 1¦\n---\nb"),
    ("---\na: 1\n---¦\nb", "---\na: 1\n---¦\nb"),
    ("a¦\n<div>\nb\n</div>", "a¦\n<div>\nb\n</div>"),
    ("a\n\n***¦\nb", "a\n\n***¦\nb"),
    ("a¦\n\n---", "a¦\n\n---"),
    ("| a |\n| - |\n| b |¦\n| c |", "| a |\n| - |\n| b |¦\n| c |"),
    ("‹a\nb\n```\ncode\n```\nc\nd¦", "‹a b\n```\ncode\n```\nc d¦"),
    # several lines, several carets
    ("- ‹a\n- b\n- c¦\n- d", "- ‹a b c¦\n- d"),
    ("> ‹a\n>\n> b¦", "> ‹a b¦"),
    ("- a¦\n- b\n- c¦\n- d", "- a¦ b\n- c¦ d"),
]


@pytest.mark.parametrize(("before", "expected"), JOINED)
def test_joined(before: str, expected: str) -> None:
    assert after(before, join) == expected


DELETED = [
    ("> a¦\n> b", "> a¦b"),
    ("> > a¦\n> > b", "> > a¦b"),
    ("- a¦\n- b", "- a¦b"),
    ("- [ ] a¦\r\n- [x] b", "- [ ] a¦b"),
    ("1. a ¦\n2. b", "1. a ¦b"),
    ("a¦\n# b #", "a¦b"),
    ("- a¦\n  b", "- a¦b"),
    ("a¦\n  b", "a¦  b"),
    ("¦\n- b", "¦- b"),
    ("- ¦\n- b", "- ¦b"),
    ("- a¦\n\n- b", "- a¦\n- b"),
    ("> a¦\n>\n> b", "> a¦\n> b"),
    ("```\na¦\n  - b\n```", "```\na¦  - b\n```"),
    ("> ```\n> a¦\n>   b\n> ```", "> ```\n> a¦  b\n> ```"),
    ("- a¦\n- b¦\n- c", "- a¦b¦c"),
]


@pytest.mark.parametrize(("before", "expected"), DELETED)
def test_deleted_at_the_end_of_a_line(before: str, expected: str) -> None:
    assert after(before, delete) == expected


LINES = st.tuples(
    st.sampled_from(["", "> ", "- ", "* [x] ", "1. ", "## ", "  - ", "> > ", "> 2. "]), st.sampled_from(["a", "b c"])
).map("".join)


@given(st.lists(LINES, min_size=2, max_size=5))
def test_joined_lines_render_as_the_texts_one_after_the_other(lines: list[str]) -> None:
    document = Document("\n".join(lines))
    states = LineStates(document)
    texts = [line[states.of(index).content :].strip() for index, line in enumerate(lines)]
    selection = Selection(0, len(document))
    document.apply(join(document, states, Selections.of([selection], selection))[0])
    assert document.text[states.of(0).content :] == " ".join(texts)
    assert document.undo() is not None
    assert document.text == "\n".join(lines)
