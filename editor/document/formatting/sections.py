"""Sections: moving one, with all that it holds, past the one beside it. All positions are code points."""

from __future__ import annotations

from typing import Literal

from editor.document.document import Document
from editor.document.line_edits import Edited
from editor.document.markdown.line_scan import UP_TO_BLANK
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Outline
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction


class SectionError(Exception):
    """A section cannot be moved; the message says why."""


def move(
    document: Document, markdown: Markdown, outline: Outline, selections: Selections, direction: Literal[-1, 1]
) -> Edited:
    """Let the section that the main caret is in and the one before (-1) or behind (1) it change places.

    Only sections of one level under the same heading do. What parts them, their blank lines and line ends, stays
    where it is; so a last line without a line end is no matter. As with lines, it is the section passed that is taken
    out and put in again. The Markdown must have been read. Raises SectionError.
    """
    own = outline.section(document.block_index(selections.main.head))
    crumbs = outline.breadcrumbs(own.start)
    if not crumbs:
        raise SectionError("no section to move: the caret is above the first heading")
    other = outline.sibling(own, direction)
    if other is None:
        where = "last" if direction > 0 else "first"
        within = f"under “{crumbs[-2].text}”" if len(crumbs) > 1 else "of the draft"
        raise SectionError(f"this is the {where} section of its level {within}")
    upper, lower = (own, other) if direction > 0 else (other, own)
    _require_closed(markdown, lower)
    start, middle = document.block_start(upper.start), document.block_start(lower.start)
    upper_last, lower_last = _last_line(document, upper), _last_line(document, lower)
    upper_end, lower_end = _text_end(document, upper_last), _text_end(document, lower_last)
    upper_text, lower_text = document.slice(start, upper_end), document.slice(middle, lower_end)
    gap = document.slice(upper_end, middle) + _blank_line(document, markdown, lower_last, upper.start, upper)
    end = _blank_line(document, markdown, upper_last, lower.stop, lower)
    down, up = len(lower_text) + len(gap), start - middle
    if direction > 0:
        changes = (Change(start, start, lower_text + gap), Change(upper_end, lower_end, end))
    else:
        changes = (Change(start, middle, ""), Change(lower_end, lower_end, gap + upper_text + end))
    transaction = Transaction(changes)

    below = document.block_start(lower.stop) + (lower.stop == len(document.blocks))  # of what is below

    def moved(position: int) -> int:
        if start <= position < middle:
            return min(position, upper_end) + down
        if middle <= position < below:
            return min(position, lower_end) + up
        return transaction.map_position(position)

    placed = [Selection(moved(selection.anchor), moved(selection.head)) for selection in selections]
    return transaction, Selections.of(placed, placed[selections.main_index])


def _last_line(document: Document, section: range) -> int:
    """The last line of a section that is not blank."""
    last = section.stop - 1
    while last > section.start and not document.blocks[last].text.strip(" \t"):
        last -= 1
    return last


def _text_end(document: Document, index: int) -> int:
    return document.block_start(index) + len(document.blocks[index].text)


def _blank_line(document: Document, markdown: Markdown, line: int, heading: int, gap_of: range) -> str:
    """The line end that makes a blank line between `line` and `heading` where the heading needs one to be one.

    What is to stand between them is what stands behind the section `gap_of`.
    """
    if heading == len(document.blocks) or gap_of.stop - _last_line(document, gap_of) > 1:
        return ""
    leaf = markdown.lines.of(line).after.leaf
    is_underlined = markdown.lines.of(heading).kind != "heading"
    if leaf is None or not (is_underlined or leaf.kind in ("html", "math")):
        return ""
    return document.newline


def _require_closed(markdown: Markdown, section: range) -> None:
    """Raise SectionError where no heading could stand below, because something in the section is never closed."""
    leaf = markdown.lines.of(section.stop - 1).after.leaf
    if leaf is not None and (leaf.kind in ("fence", "comment") or (leaf.kind == "html" and leaf.html < UP_TO_BLANK)):
        name = {"fence": "code", "comment": "comment", "html": "HTML"}[leaf.kind]
        raise SectionError(f"this section cannot change places: the {name} at its end is never closed")
