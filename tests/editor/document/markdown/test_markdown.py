"""The meaning of a text's stretches, the targets of its links, and what an edit changes."""

from __future__ import annotations

import pytest

from editor.document.document import Document
from editor.document.markdown.inline import INLINE_REACH
from editor.document.markdown.markdown import Markdown


def kinds(text: str) -> list[str]:
    """Return every span of a text as `kind:its text`, receding marks in brackets."""
    document = Document(text)
    markdown = Markdown(document)
    markdown.settle()
    found = []
    for index, block in enumerate(document.blocks):
        for span in markdown.spans(index):
            stretch = block.text[span.start : span.end]
            found.append(f"({stretch})" if span.recedes else f"{span.kind}:{stretch}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a*", ["(*)", "emphasis:a", "(*)"]),
        ("**a *b***", ["(**)", "strong:a *b*", "(*)", "strong.emphasis:b", "(*)", "(**)"]),
        ("*a\nb*", ["(*)", "emphasis:a", "emphasis:b", "(*)"]),
        ("> *a\n> b*", ["(>)", "quote:*a", "(*)", "emphasis:a", "(>)", "quote:b*", "emphasis:b", "(*)"]),
        ("~~a~~ ~b~", ["(~~)", "strikethrough:a", "(~~)", "(~)", "strikethrough:b", "(~)"]),
        ("## *a* ##", ["(## )", "heading.2:*a*", "(*)", "emphasis:a", "(*)", "( ##)"]),
        ("*a*\n---", ["heading.2:*a*", "(*)", "emphasis:a", "(*)", "(---)"]),
        ("$x_1$ $5 and $6", ["($)", "math:x_1", "($)"]),
        ("\\*a\\b&amp;", ["(\\)", "entity:&amp;"]),
        ("a[^1][^2]\n\n[^1]: b", ["([^)", "footnote:1", "(])", "footnote:[^1]:"]),
        ("[a][b] [c]\n\n[B]: /u", ["([)", "link.text:a", "(][b])", "link.url:[B]: /u"]),
        ("![a](u)", ["(![)", "image:a", "(](u))"]),
        ("<b> <!-- c -->", ["html:<b>", "comment:<!-- c -->"]),
        ("see https://a.b/c_(d). me@a.b", ["link.url:https://a.b/c_(d)", "link.url:me@a.b"]),
        ("`https://a.b`", ["(`)", "code:https://a.b", "(`)"]),
        ("1. [ ] a\n2. [x] b", ["list.marker:1.", "task.open:[ ]", "list.marker:2.", "task.done:[x]"]),
        ("```txt\n*a*\n```", ["(```txt)", "code.block:*a*", "(```)"]),
        (
            "|a|`\\|`|\n|-|-|\n|b|*c\n",
            [
                "table.rule:|",
                "table.head:a",
                "table.rule:|",
                "table.head:`\\|`",
                "(`)",
                "code:\\|",
                "(\\)",
                "(`)",
                "table.rule:|",
                "table.rule:|-|-|",
                "table.rule:|",
                "table.cell:b",
                "table.rule:|",
                "table.cell:*c",
            ],
        ),
        ("---\na: *b*\n---", ["front_matter:---", "front_matter:a: *b*", "front_matter:---"]),
        ("***", ["rule:***"]),
    ],
)
def test_each_construct_has_its_spans(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_a_hidden_marker_knows_the_stretch_that_it_marks() -> None:
    markdown = Markdown(Document("a **b** c"))
    assert {span.scope for span in markdown.spans(0) if span.recedes} == {(2, 7)}


def test_styles_end_at_the_reach_of_one_paragraph() -> None:
    markdown = Markdown(Document("*a* " * INLINE_REACH))
    assert max(span.end for span in markdown.spans(0)) <= INLINE_REACH


def test_links_are_found_with_their_text_and_target() -> None:
    document = Document("x\n\n> [a\n> b](<u v>) [c] ![d](e) <f@g.h> [^n]\n\n[c]: /c\n[^n]: o\n\n|[i](j)|\n|-|\n")
    markdown = Markdown(document)
    markdown.settle()

    def links(index: int) -> list[tuple[str, str, str]]:
        found = markdown.links(index)
        return [(link.kind, document.slice(link.text_start, link.text_end), link.target) for link in found]

    first = ("link", "a\n> b", "u v")
    assert links(2) == [first]
    assert links(3) == [
        first,
        ("link", "c", "/c"),
        ("image", "d", "e"),
        ("link", "f@g.h", "mailto:f@g.h"),
        ("footnote", "n", "N"),
    ]
    assert links(8) == [("link", "i", "j")]
    defined = markdown.link_definition("C")
    assert defined is not None
    assert (defined.target, defined.block_id) == ("/c", document.blocks[5].id)
    assert markdown.footnote_definition("n") is not None
    assert markdown.footnote_definition("m") is None


def test_words_in_code_addresses_and_the_like_are_not_prose() -> None:
    text = "word `code` [text](url) <b> $m$ https://a.b"
    markdown = Markdown(Document(text))

    def is_prose(word: str) -> bool:
        start = text.index(word)
        return markdown.is_prose(0, start, start + len(word))

    assert all(map(is_prose, ["word", "text"]))
    assert not any(map(is_prose, ["code", "url", "b>", "m$", "https"]))


def test_an_edit_returns_the_blocks_to_redraw() -> None:
    document = Document("a\n\n*b\nc*\nd\n\ne\n\n[x]\n")
    markdown = Markdown(document)
    assert markdown.changed(100) == range(len(document.blocks))
    assert not markdown.changed(100)

    before = markdown.spans(6)
    document.replace(document.block_start(3), document.block_start(3), "y")
    changed = markdown.changed(100)
    assert {2, 3, 4} <= set(changed)
    assert 6 not in changed
    assert markdown.spans(6) is before

    document.replace(0, 0, "```\n")
    assert markdown.changed(4) == range(4)
    assert markdown.changed(100).stop == len(document.blocks)


def test_adding_or_removing_a_definition_changes_the_links_above_it() -> None:
    document = Document("[x]\n\n[x]: /u")
    markdown = Markdown(document)
    markdown.settle()
    assert [span.kind for span in markdown.spans(0)] == ["markup", "link.text", "link.url"]
    markdown.changed(100)
    document.replace(document.block_start(2), document.block_start(2), "a ")
    assert 0 in markdown.changed(100)
    assert markdown.spans(0) == ()


def test_a_link_whose_definition_is_deleted_is_no_longer_a_link() -> None:
    document = Document("[x]\n\na\n\n[x]: /u\n\nb")
    markdown = Markdown(document)
    markdown.settle()
    assert markdown.spans(0) != ()
    document.replace(document.block_start(3), document.block_start(5) - 1, "")
    assert markdown.spans(0) == ()


def test_definitions_below_the_screen_are_known_after_a_pause() -> None:
    document = Document("[x]\n" + "\n" * 5_000 + "[x]: /u")
    markdown = Markdown(document)
    assert markdown.spans(0) == ()
    markdown.changed(10)
    while markdown.advance():
        pass
    assert 0 in markdown.changed(10)
    assert markdown.spans(0) != ()
