"""Tables of contents: which headings, how deep, under which names; found again and updated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formatting.contents import ContentsError, contents, insert
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Heading, Outline
from tests.editor.document.formatting.drawing import drawn, parsed


def inserted(before: str) -> str:
    document, selections = parsed(before)
    document.newline = "\r\n" if "\r\n" in before else "\n"
    markdown = Markdown(document)
    markdown.settle()
    text = document.text
    transaction, selections = insert(document, markdown, Outline(document, markdown).headings(), selections)
    document.apply(transaction)
    result = drawn(document, selections)
    document.undo()
    assert document.text == text
    return result


TOC = "<!-- toc -->\n\n- [A](#a)\n\n<!-- /toc -->"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("¦\n## A\n", f"{TOC}\n¦\n## A\n"),
        ("# T\n¦\n## A\n", f"# T\n\n{TOC}\n¦\n## A\n"),
        ("# T\n\n¦\n\n## A\n", f"# T\n\n{TOC}¦\n\n## A\n"),
        ("one\nt¦wo\n## A", f"one\ntwo\n\n{TOC}\n¦\n## A"),
        ("¦one\n\n## A", f"{TOC}\n\n¦one\n\n## A"),
        ("## A¦", f"## A\n\n{TOC}¦"),
        ("A\n=¦\n# B\n", "A\n=\n\n<!-- toc -->\n\n- [A](#a)\n- [B](#b)\n\n<!-- /toc -->\n¦\n# B\n"),
        ("¦\r\n\r\n## A\r\n", TOC.replace("\n", "\r\n") + "¦\r\n\r\n## A\r\n"),
        # An existing one is updated, wherever the caret is.
        ("<!--toc-->\nold\n<!-- /TOC -->\n\n## A\nte¦xt", "<!--toc-->\n\n- [A](#a)\n\n<!-- /TOC -->\n\n## A\nte¦xt"),
        (f"{TOC}\n\n## A¦", f"{TOC}\n\n## A¦"),
        (
            "```\n<!-- toc -->\n<!-- /toc -->\n```\n\n¦\n\n## A",
            f"```\n<!-- toc -->\n<!-- /toc -->\n```\n\n{TOC}¦\n\n## A",
        ),
    ],
)
def test_a_table_of_contents_is_inserted_or_brought_up_to_date(before: str, after: str) -> None:
    assert inserted(before) == after


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("# Only a title\n¦", "no headings to list"),
        ("no¦", "no headings to list"),
        ("## A\n\n```\nco¦de\n```\n", "in code"),
        ("## A\n\n- it¦em\n", "in code, quotes, lists"),
        ("x\n<!-- toc -->\n\n## A¦", "line 2: the table of contents has no end"),
    ],
)
def test_the_reason_for_no_table_of_contents_is_given(before: str, reason: str) -> None:
    with pytest.raises(ContentsError, match=reason):
        inserted(before)


def test_items_are_nested_like_their_headings_and_equal_names_are_numbered() -> None:
    document = Document("# Title\n### Deep *x*\n## Same\n##### Same\n### A `b_c` [d](e)\n## Same!\n")
    headings = Outline(document, Markdown(document)).headings()
    assert contents(headings) == [
        "- [Deep x](#deep-x)",
        "- [Same](#same)",
        "  - [Same](#same-1)",
        "  - [A b_c d](#a-b_c-d)",
        "- [Same!](#same-2)",
    ]


@given(st.text(st.sampled_from("ab [](){}*_`~<>&;#!\\$^|@.:/é-+"), min_size=1, max_size=12))
def test_an_item_shows_the_text_of_its_heading(text: str) -> None:
    text = " ".join(text.split())
    (line,) = contents([Heading(2, text, 0)])
    document = Document(line)
    markdown = Markdown(document)
    (link,) = markdown.links(0)
    assert (link.start, link.end, link.target[:1]) == (2, len(line), "#")
    shown, position = "", link.text_start
    for span in markdown.spans(0):
        if span.recedes and link.text_start <= span.start and span.end <= link.text_end:
            shown += line[position : span.start]
            position = span.end
    assert shown + line[position : link.text_end] == text
