"""Headings, their sections, and the headings above a line."""

from __future__ import annotations

import pytest

from editor.document.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Outline
from editor.document.transaction import Change, Transaction

TEXT = """intro
# One *two* [three](u) #
a
## Four
b
### Five
c
## Six
Seven
`eight`
===
d
> # quoted
"""


@pytest.fixture
def document() -> Document:
    return Document(TEXT)


@pytest.fixture
def outline(document: Document) -> Outline:
    return Outline(document, Markdown(document))


def test_headings_are_in_order_without_their_markers(outline: Outline) -> None:
    assert outline.headings() == [
        (1, "One two three", 1),
        (2, "Four", 3),
        (3, "Five", 5),
        (2, "Six", 7),
        (1, "Seven eight", 8),
    ]


@pytest.mark.parametrize(
    ("index", "crumbs", "section"),
    [
        (0, [], range(1)),
        (1, ["One two three"], range(1, 8)),
        (4, ["One two three", "Four"], range(3, 7)),
        (6, ["One two three", "Four", "Five"], range(5, 7)),
        (7, ["One two three", "Six"], range(7, 8)),
        (8, ["Seven eight"], range(8, 14)),
        (12, ["Seven eight"], range(8, 14)),
    ],
)
def test_a_line_has_its_crumbs_and_its_section(outline: Outline, index: int, crumbs: list[str], section: range) -> None:
    assert [heading.text for heading in outline.breadcrumbs(index)] == crumbs
    assert outline.section(index) == section


def test_headings_follow_edits(document: Document, outline: Outline) -> None:
    outline.headings()
    document.replace(0, 0, "# Zero\n\n")
    assert [(heading.text, heading.block) for heading in outline.headings()][:2] == [("Zero", 0), ("One two three", 3)]
    document.replace(0, 0, "```\n")
    assert outline.headings() == []
    document.undo()
    document.undo()
    assert [heading.block for heading in outline.headings()] == [1, 3, 5, 7, 8]


def test_crumbs_follow_edits_that_touch_no_heading() -> None:
    document = Document("```\n# A\n```\n# B\nx")
    outline = Outline(document, Markdown(document))
    assert [heading.text for heading in outline.breadcrumbs(4)] == ["B"]
    document.replace(0, 1, "")  # now the other fence opens
    assert [heading.text for heading in outline.breadcrumbs(4)] == ["A"]


def test_a_headings_text_follows_a_definition_elsewhere() -> None:
    document = Document("# See [a] and [^b]\n\n\n")
    outline = Outline(document, Markdown(document))
    assert [heading.text for heading in outline.headings()] == ["See [a] and [^b]"]
    end = len(document)
    document.apply(Transaction((Change(end - 1, end, "[a]: u\n\n[^b]: note\n"),)))
    assert [heading.text for heading in outline.headings()] == ["See a and b"]
    document.undo()
    assert [heading.text for heading in outline.headings()] == ["See [a] and [^b]"]
