"""The table of contents: a list of links to the headings, between two comments that identify it.

All positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from editor.document.document import Document
from editor.document.line_edits import Edited
from editor.document.markdown.line_state import LineState
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Heading
from editor.document.markdown.slugs import slugs
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction

_BEGIN, _END = "<!-- toc -->", "<!-- /toc -->"
_MARK = re.compile(r" {0,3}<!--\s*(/?)toc\s*-->\s*", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*\[\]<~$]|\b_|_\b|&(?=#?\w+;))")
_TEXT_KINDS = frozenset({"blank", "paragraph", "heading", "underline", "rule"})


class ContentsError(Exception):
    """There can't be a table of contents here; the message says why."""


def contents(headings: Sequence[Heading]) -> list[str]:
    """Return the lines of the list: all headings, except a title (the only heading of level 1).

    Each item is nested by the number of listed headings above its own.
    """
    names = slugs(heading.text for heading in headings)
    is_title = [heading.level for heading in headings].count(1) == 1
    lines = []
    above: list[int] = []  # levels of the headings that the next one may be under
    for heading, name in zip(headings, names, strict=True):
        if heading.level == 1 and is_title:
            continue
        while above and above[-1] >= heading.level:
            above.pop()
        lines.append(f"{'  ' * len(above)}- [{_MARKUP.sub(_escaped, heading.text)}](#{name})")
        above.append(heading.level)
    return lines


def _escaped(mark: re.Match[str]) -> str:
    return f"\\{mark[0]}"


def insert(document: Document, markdown: Markdown, headings: Sequence[Heading], selections: Selections) -> Edited:
    """Update the table of contents, or insert one at the main caret if there is none.

    In a paragraph it goes before or below. The Markdown must have been read completely. Raises ContentsError.
    """
    lines = contents(headings)
    if not lines:
        raise ContentsError("no headings to list")
    newline = document.newline
    body = newline.join(["", *lines, "", ""])
    place = _place(document, markdown)
    if place is None:
        return _inserted(document, markdown, _BEGIN + newline + body + _END, selections)
    start, end = document.block_start(place.start + 1), document.block_start(place.stop - 1)
    if document.slice(start, end) == body:
        return Transaction(()), selections
    transaction = Transaction((Change(start, end, body),))
    return transaction, selections.map(transaction)


def _place(document: Document, markdown: Markdown) -> range | None:
    """Return the lines of the table of contents with its comments. Raises ContentsError if one comment is missing."""
    begin: int | None = None
    for index, block in enumerate(document.blocks):
        mark = _MARK.fullmatch(block.text) if "<!--" in block.text else None
        if mark is None or markdown.lines.of(index).kind != "comment":
            continue
        if mark[1] and begin is not None:
            return range(begin, index + 1)
        if not mark[1] and begin is None:
            begin = index
    if begin is not None:
        raise ContentsError(f"line {begin + 1:,}: the table of contents has no end; add {_END} below it")
    return None


def _inserted(document: Document, markdown: Markdown, text: str, selections: Selections) -> Edited:
    """Insert the table of contents at the main caret, separated by blank lines; the caret goes after it."""
    head = selections.main.head
    index = document.block_index(head)
    state = markdown.lines.of(index)
    if not _may_stand_at(state):
        raise ContentsError("no table of contents in code, quotes, lists or tables")
    newline, blocks = document.newline, document.blocks
    lines = range(index, index + 1) if state.kind == "blank" else _own_lines(markdown, index)
    start = document.block_start(lines.start)
    end = document.block_start(lines[-1]) + len(blocks[lines[-1]].text)
    if state.kind == "blank":
        if index and blocks[index - 1].text.strip(" \t"):
            text = newline + text
        if lines.stop == len(blocks) or blocks[lines.stop].text.strip(" \t"):
            text += newline
    elif head == start:
        text, end = text + newline * 2, start
    else:
        text, start = newline * 2 + text, end
        if lines.stop < len(blocks) and blocks[lines.stop].text.strip(" \t"):
            text += newline
    caret = start + len(text)
    return Transaction((Change(start, end, text),)), Selections.single(caret, caret)


def _own_lines(markdown: Markdown, index: int) -> range:
    """Return the lines of the paragraph or heading that block `index` is part of."""
    if markdown.lines.of(index).kind == "underline":
        index -= 1
    paragraph = markdown.paragraph(index)
    if paragraph is None:
        return range(index, index + 1)
    return range(paragraph.first, paragraph.lines.stop + bool(paragraph.level))


def _may_stand_at(state: LineState) -> bool:
    return state.kind == "blank" or (state.kind in _TEXT_KINDS and not state.containers)
