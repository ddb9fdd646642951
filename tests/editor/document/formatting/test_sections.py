"""Moving sections: contents move along, blank lines and line endings stay in place, and undo works."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formatting.sections import SectionError, move
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Outline
from editor.document.selections import Selections
from tests.editor.document.formatting.drawing import drawn, parsed


def moved(before: str, direction: Literal[-1, 1]) -> str:
    document, selections = parsed(before)
    document.newline = "\r\n" if "\r\n" in before else "\n"
    markdown = Markdown(document)
    markdown.settle()
    text = document.text
    transaction, selections = move(document, markdown, Outline(document, markdown), selections, direction)
    document.apply(transaction)
    result = drawn(document, selections)
    document.undo()
    assert document.text == text
    return result


@pytest.mark.parametrize(
    ("before", "direction", "after"),
    [
        ("# a\n\nx¦\n\n# b\n\ny\n", 1, "# b\n\ny\n\n# a\n\nx¦\n"),
        ("# a\n\nx\n\n# b\n\ny¦", -1, "# b\n\ny¦\n\n# a\n\nx"),  # no line end at the end
        ("# a\r\nx\r\n\r\n\r\n# b¦", -1, "# b¦\r\n\r\n\r\n# a\r\nx"),
        ("# a\n## a1\n### ¦a2\n## b\n# c\n", -1, None),
        ("# a\n## a¦1\n### a2\n## b\n# c\n", 1, "# a\n## b\n## a¦1\n### a2\n# c\n"),
        ("# a\n### x\n## b¦\n", -1, None),  # another level
        ("# a\n## b¦\n# c\n## d\n", 1, None),  # another parent
        ("top¦\n# a\n# b\n", 1, None),
        ("# a¦\n## x\n# ‹b\n¦y", -1, "# ‹b\n¦y\n# a¦\n## x"),  # other selections stay in their text too
        ("# ¦a\ntext\nb\n===\n# c", 1, "text\nb\n===\n# ¦a\n# c"),  # "text b" is one heading
        ("# ¦a\n\nb\n===\n", 1, "b\n===\n\n# ¦a\n"),
        ("b\n=\nx\n# a\ny¦", -1, "# a\ny¦\n\nb\n=\nx"),  # a blank line, or the text would be part of the heading
        ("- i\n# a\nb¦\n===\n", -1, "- i\n\nb¦\n===\n# a\n"),  # or it would go on with the item
        ("x\n# a¦\nb\n===\n", 1, "x\n\nb\n===\n# a¦\n"),
        ("# a¦\n```\n# no\n```\n# b\n", 1, "# b\n# a¦\n```\n# no\n```\n"),
        ("# a\n# b¦\n```\nx", -1, None),
        ("# a\n# b¦\n<!-- \nx\n\n", -1, None),
        ("# a\n# b¦\n<div>\n\n", -1, "# b¦\n<div>\n\n# a\n\n"),
        ("x\n\n# a\n- i\n\n\n# ¦b\n", -1, "x\n\n# ¦b\n\n\n# a\n- i\n"),
    ],
)
def test_a_section_changes_places_with_its_sibling(before: str, direction: Literal[-1, 1], after: str | None) -> None:
    if after is None:
        with pytest.raises(SectionError):
            moved(before, direction)
    else:
        assert moved(before, direction) == after


@pytest.mark.parametrize(
    ("before", "direction", "reason"),
    [
        ("x¦\n# a\n", 1, "above the first heading"),
        ("# a¦\n# b", -1, "the first section of its level of the draft"),
        ("# One\n## b¦\n", 1, "the last section of its level under “One”"),
        ("# a\n# b¦\n```\n", -1, "the code at its end is never closed"),
    ],
)
def test_the_reason_a_section_cannot_move_is_given(before: str, direction: Literal[-1, 1], reason: str) -> None:
    with pytest.raises(SectionError, match=reason):
        moved(before, direction)


LINES = [
    "# A",
    "## B",
    "### C",
    "D\n===",
    "E\n---",
    "text",
    "",
    "",
    "- item",
    "> quote",
    "```\n# code\n```",
    "<div>",
    "$$",
]
drafts = st.tuples(
    st.lists(st.sampled_from(LINES), min_size=2, max_size=14), st.sampled_from(["\n", "\r\n"]), st.booleans()
).map(lambda parts: parts[1].join(("\n".join(parts[0]) + "\n" * parts[2]).split("\n")))


def own_lines(document: Document, outline: Outline) -> list[tuple[int, str, list[str]]]:
    """Return every heading with its non-blank lines down to the next heading, in no particular order."""
    headings = outline.headings()
    ends = [heading.block for heading in headings[1:]] + [len(document.blocks)]
    return sorted(
        (
            heading.level,
            heading.text,
            without_blank_lines("\n".join(block.text for block in document.blocks[start:end])),
        )
        for heading, end in zip(headings, ends, strict=True)
        for start in [heading.block]
    )


def without_blank_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@given(drafts, st.data())
def test_every_section_keeps_its_lines_and_down_undoes_up(text: str, data: st.DataObject) -> None:
    document = Document(text)
    markdown = Markdown(document)
    markdown.settle()
    outline = Outline(document, markdown)
    index = data.draw(st.integers(0, len(document.blocks) - 1))
    caret = Selections.single(document.block_start(index), document.block_start(index))
    try:
        transaction, up = move(document, markdown, outline, caret, -1)
    except SectionError:
        return
    before, own_line = own_lines(document, outline), document.blocks[index].text
    document.apply(transaction)
    assert own_lines(document, outline) == before
    assert document.blocks[document.block_index(up.main.head)].text == own_line or not own_line
    transaction, down = move(document, markdown, outline, up, 1)
    document.apply(transaction)
    assert without_blank_lines(document.text) == without_blank_lines(text)
    if len(document) == len(text):
        assert document.text == text
        assert down == caret or not own_line
