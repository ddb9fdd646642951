"""The kind of each line, and how little is read to find it."""

from __future__ import annotations

import pytest

from editor.document.document import Document
from editor.document.markdown import lines
from editor.document.markdown.line_scan import scan_line
from editor.document.markdown.line_state import LineState, Open
from editor.document.markdown.lines import LineStates


def states(text: str) -> list[LineState]:
    document = Document(text)
    line_states = LineStates(document)
    return [line_states.of(index) for index in range(len(document.blocks))]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a\n\nb", "paragraph blank paragraph"),
        ("# a\na\n===\n***", "heading paragraph underline rule"),
        ("```py\n# a\n```\na", "fence code fence paragraph"),
        ("~~~\n```\n\n~~~~", "fence code code fence"),
        ("    a\n\n    b", "indented blank indented"),
        ("<div>\n*a*\n\na", "html html blank paragraph"),
        ("<!-- a\n\nb --> c\nd", "comment comment comment paragraph"),
        ("$$\nx\n$$\n$$ y $$\nz", "math math math math paragraph"),
        ("$$\nx\n\ny", "math math blank paragraph"),
        ("a|b\n-|-\nc\n\nd", "paragraph table.rule table.row blank paragraph"),
        ("a|b\n-|-\n# c", "paragraph table.rule heading"),
        ("a|b\n-|-|-", "paragraph paragraph"),
        ("---\na: b\n---\nc", "front_matter front_matter front_matter paragraph"),
        ("+++\na = 1\n+++\nc", "front_matter front_matter front_matter paragraph"),
        ("---\na: b\nc", "rule paragraph paragraph"),
        ("---\na\n---", "rule paragraph underline"),
        ("[a]: /u\n===", "paragraph paragraph"),
        ("- ```\n  a\nb", "fence code paragraph"),
        ("> ```\na", "fence paragraph"),
    ],
)
def test_each_line_has_its_kind(text: str, kinds: str) -> None:
    assert [state.kind for state in states(text)] == kinds.split()


def test_a_line_has_its_containers_markers_and_content_start() -> None:
    text = "> 1. a\n>    - [x] b\n> lazy\n[^n]: c\n\n    d\ne"
    read = [(state.quote_depth, state.list_depth, state.task, state.content, state.continues) for state in states(text)]
    assert read == [
        (1, 1, None, 5, False),
        (1, 2, True, 11, False),
        (1, 2, None, 2, True),
        (0, 0, None, 6, False),
        (0, 0, None, 0, False),
        (0, 0, None, 4, False),
        (0, 0, None, 0, True),
    ]
    assert [marker.kind for marker in states(text)[1].markers] == ["quote", "bullet", "task"]
    assert [container.kind for container in states(text)[5].containers] == ["footnote"]


def test_an_edit_reads_only_the_lines_it_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def noting(above: Open, text: str) -> LineState:
        read.append(text)
        return scan_line(above, text)

    monkeypatch.setattr(lines, "scan_line", noting)
    document = Document("\n".join(f"line {number}" for number in range(1_000)))
    line_states = LineStates(document)
    line_states.of(999)
    assert len(read) == 1_000

    read.clear()
    document.replace(0, 0, "x")
    line_states.of(999)
    assert read == ["xline 0"]

    read.clear()
    document.replace(0, 0, "```\n")
    assert line_states.of(20).kind == "code"
    assert len(read) == 21
    assert line_states.of(1_000).kind == "code"
    assert len(read) == 1_001

    read.clear()
    document.replace(document.block_start(500), document.block_start(500), "```\n")
    document.undo()
    assert line_states.of(1_000).kind == "code"
    assert len(read) <= 4
