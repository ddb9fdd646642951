"""Moving a section, with its subsections, past the next one. All positions are code points."""

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
    """A section can't be moved; the message says why."""


def move(
    document: Document, markdown: Markdown, outline: Outline, selections: Selections, direction: Literal[-1, 1]
) -> Edited:
    """Swap the main caret's section with the one before (-1) or after (1) it.

    Only sections of the same level under the same heading can be swapped. The blank lines and line endings between them
    stay in place, so a missing final line ending doesn't matter. As with lines, the section being passed is the one
    deleted and inserted again. The Markdown must have been read completely. Raises SectionError.
    """
    own = outline.section(document.block_index(selections.main.head))
    crumbs = outline.breadcrumbs(own.start)
    if not crumbs:
        raise SectionError("the caret is above the first heading")
    other = outline.sibling(own, direction)
    if other is None:
        where = "last" if direction > 0 else "first"
        within = f"under “{crumbs[-2].text}”" if len(crumbs) > 1 else "of the draft"
        raise SectionError(f"already the {where} section of its level {within}")
    upper, lower = (own, other) if direction > 0 else (other, own)
    _require_closed(markdown, lower)
    start, middle = document.block_start(upper.start), document.block_start(lower.start)
    upper_last, lower_last = _last_line(document, upper), _last_line(document, lower)
    upper_end, lower_end = _text_end(document, upper_last), _text_end(document, lower_last)
    above = document.newline if upper.start and _would_join(markdown, upper.start - 1, lower.start) else ""
    upper_text, lower_text = document.slice(start, upper_end), above + document.slice(middle, lower_end)
    gap = document.slice(upper_end, middle) + _blank_line(document, markdown, lower_last, upper.start, upper)
    end = _blank_line(document, markdown, upper_last, lower.stop, lower)
    down, up = len(lower_text) + len(gap), start + len(above) - middle
    if direction > 0:
        changes = (Change(start, start, lower_text + gap), Change(upper_end, lower_end, end))
    else:
        changes = (Change(start, middle, above), Change(lower_end, lower_end, gap + upper_text + end))
    transaction = Transaction(changes)

    below = document.block_start(lower.stop) + (lower.stop == len(document.blocks))  # start of the text after both

    def moved(position: int) -> int:
        if start <= position < middle:
            return min(position, upper_end) + down
        if middle <= position < below:
            return min(position, lower_end) + up
        return transaction.map_position(position)

    placed = [Selection(moved(selection.anchor), moved(selection.head)) for selection in selections]
    return transaction, Selections.of(placed, placed[selections.main_index])


def _last_line(document: Document, section: range) -> int:
    """Return the last line of a section that isn't blank."""
    last = section.stop - 1
    while last > section.start and not document.blocks[last].text.strip(" \t"):
        last -= 1
    return last


def _text_end(document: Document, index: int) -> int:
    return document.block_start(index) + len(document.blocks[index].text)


def _blank_line(document: Document, markdown: Markdown, line: int, heading: int, gap_of: range) -> str:
    """Return the extra line ending needed between `line` and `heading` for it to be read as a heading.

    The text between the two is the gap after section `gap_of`.
    """
    if heading == len(document.blocks) or gap_of.stop - _last_line(document, gap_of) > 1:
        return ""
    return document.newline if _would_join(markdown, line, heading) else ""


def _would_join(markdown: Markdown, line: int, heading: int) -> bool:
    """Return True if the line `heading` right below `line` would be read as more of the same text."""
    leaf = markdown.lines.of(line).after.leaf
    is_underlined = markdown.lines.of(heading).kind != "heading"
    return leaf is not None and (is_underlined or leaf.kind in ("html", "math"))


def _require_closed(markdown: Markdown, section: range) -> None:
    """Raise SectionError if the section leaves something open, so that no heading could follow it."""
    leaf = markdown.lines.of(section.stop - 1).after.leaf
    if leaf is not None and (leaf.kind in ("fence", "comment") or (leaf.kind == "html" and leaf.html < UP_TO_BLANK)):
        name = {"fence": "code", "comment": "comment", "html": "HTML"}[leaf.kind]
        raise SectionError(f"cannot move: the {name} at its end is never closed")
