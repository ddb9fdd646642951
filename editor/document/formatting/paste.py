"""Adapts pasted text: as a link, or as lines with the markup of the surrounding lists and quotes."""

from __future__ import annotations

import re

from editor.document.caret_edits import CaretEdit
from editor.document.document import Document
from editor.document.formatting.containers import ContainedLine, markup_below, stretch_around
from editor.document.formatting.links import is_url, linked
from editor.document.formatting.table_lines import is_in_table
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection

_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")


def pasted(document: Document, lines: LineStates, selection: Selection, text: str) -> CaretEdit:
    """Replace a selection by `text`, whose line endings are `\\n`; the caret goes after it.

    A URL turns the selected text into a link. In lists and quotes every further line gets the markup that keeps it in
    them, unless all lines already have it; in a table they don't. Items pasted into an empty item replace it.
    """
    start, end = selection.span
    if not selection.is_empty and is_url(text.strip()):
        link = linked(document, lines, selection, text.strip())
        if link is not None:
            return link
    index = document.block_index(start)
    if "\n" not in text or is_in_table(document, lines, index):
        return CaretEdit(start, end, text)
    stretch = stretch_around(document, lines, index)
    line = stretch.line(index)
    depth = _depth(line, start - document.block_start(index))
    if _takes_items(document, line, index, depth, selection) and _ITEM.match(text):
        depth -= 1
        start = document.block_start(index) + line.containers[depth].mark
    markup = markup_below(document, stretch, index, depth)
    first, *further = text.split("\n")
    filled = [one for one in further if one.strip()]
    if not filled or not all(one.startswith(markup) for one in filled):
        blank = markup.rstrip(" \t") if ">" in markup else ""
        between = [markup + one if one.strip() else blank for one in further[:-1]]
        further = [*between, markup + further[-1]]
    return CaretEdit(start, end, document.newline.join([first, *further]))


def _depth(line: ContainedLine, offset: int) -> int:
    """Return how many of a line's containers have their markup before `offset`."""
    return sum(end <= offset for end in line.ends)


def _takes_items(document: Document, line: ContainedLine, index: int, depth: int, selection: Selection) -> bool:
    """Return True if the caret is in an empty item."""
    if not depth or not selection.is_empty:
        return False
    item = line.containers[depth - 1]
    rest = document.blocks[index].text[item.end :].strip()
    return item.kind == "item" and item.first == item.last == index and (not rest or rest == "[ ]")
