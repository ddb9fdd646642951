"""The link at the caret, and where it leads."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.document.markdown import link_places
from editor.document.markdown.link_target import LinkTarget, read_target
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Outline


def read(text: str) -> tuple[Document, Markdown]:
    document = Document(text)
    markdown = Markdown(document)
    markdown.settle()
    return document, markdown


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("a¦ [b](u)", None),
        ("a ¦[b](u)", "u"),
        ("a [b](u¦)", "u"),
        ("a [b](u)¦", "u"),
        ("a [b](u)¦[c](v)", "v"),
        ("[*b¦*][c]\n\n[c]: u", "u"),
        ("[b][c]\n\n[c]: u¦v 't'", "uv"),
        ("> [b\n> ¦c](u)", "u"),
        ("# [b¦](u)", "u"),
        ("[![i¦](p)](u)", "u"),  # the link takes precedence over the image in it
        ("see https://a.b/¦c", "https://a.b/c"),
        ("me¦@a.b", "mailto:me@a.b"),
        ("<https¦://a>", "https://a"),
        ("x[^1¦]\n\n[^1]: y", "1"),
        ("`[b¦](u)`", None),
        ("```\n[b¦](u)\n```", None),
    ],
)
def test_the_link_at_a_caret(text: str, target: str | None) -> None:
    position = text.index("¦")
    document, markdown = read(text.replace("¦", ""))
    link = link_places.link_at(document, markdown, position)
    assert (link and link.target) == target


def test_footnotes_lead_to_their_notes_and_back_to_the_first_reference() -> None:
    document, markdown = read("`[^a]` x[^A] y[^a]\n\n[^a]:  note\n\n    more\n\nend")
    text = document.text
    assert link_places.note_start(document, markdown, "A") == text.index("note")
    assert link_places.note_start(document, markdown, "b") is None
    label = link_places.note_label(document, markdown, text.index("more"))
    assert label is not None
    assert label == link_places.note_label(document, markdown, text.index("note"))
    assert link_places.first_reference(document, markdown, label) == text.index("[^A]")
    assert link_places.note_label(document, markdown, text.index("end")) is None


def test_fragments_lead_to_headings_and_headings_have_lines() -> None:
    document, markdown = read("# One\n\n## Two *x*\n\n## Two x\n\ntext\n")
    headings = Outline(document, markdown).headings()
    found = [link_places.heading_named(headings, name) for name in ("one", "two-x", "Two-X-1", "three")]
    assert [heading and heading.block for heading in found] == [0, 2, 4, None]
    beside = [
        link_places.heading_beside(headings, *where) for where in ((0, 1), (1, 1), (4, 1), (2, -1), (3, -1), (0, -1))
    ]
    assert [heading and heading.block for heading in beside] == [2, 2, None, 0, 2, None]


@pytest.mark.parametrize(
    ("target", "read_as"),
    [
        ("#what-it-costs", LinkTarget("heading", fragment="what-it-costs")),
        ("#%C3%A4", LinkTarget("heading", fragment="ä")),
        ("", LinkTarget("heading")),
        ("notes/a%20b.md#c", LinkTarget("file", path="notes/a b.md", fragment="c")),
        ("../x.md", LinkTarget("file", path="../x.md")),
        ("https://a.b/c d?e=%20#f", LinkTarget("address", address="https://a.b/c%20d?e=%20#f")),
        ("HTTP://ä.b/\x1b]0;x\x07", LinkTarget("address", address="HTTP://%C3%A4.b/%1B]0;x%07")),
        ("mailto:me@a.b", LinkTarget("address", address="mailto:me@a.b")),
        ("javascript:alert(1)", LinkTarget("other", address="javascript")),
        ("JavaScript:alert(1)", LinkTarget("other", address="JavaScript")),
        ("file:///etc/passwd", LinkTarget("other", address="file")),
        ("data:text/html,x", LinkTarget("other", address="data")),
        ("//evil.example/x", LinkTarget("other", address="//")),
        ("java\tscript:x", LinkTarget("file", path="java\tscript:x")),
    ],
)
def test_targets(target: str, read_as: LinkTarget) -> None:
    assert read_target(target) == read_as
