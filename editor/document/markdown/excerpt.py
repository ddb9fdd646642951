"""A part of a draft as a separate text that reads the same as it does in place."""

from __future__ import annotations

import re
import textwrap

from editor.document.document import Document
from editor.document.line_edits import selected_lines
from editor.document.markdown.markdown import Markdown
from editor.document.selections import Selection
from editor.text.line_endings import with_endings

_TICKS = re.compile("`{3,}")


def excerpt(document: Document, markdown: Markdown, selection: Selection) -> str:
    """Return the Markdown of a selection, or of the caret's paragraph or line; line endings are `\\n`.

    It includes the markup of its first line if it covers all of that line's text and more. If it is all code, it gets
    fences.
    """
    indices = _paragraph(document, markdown, selection) if selection.is_empty else selected_lines(document, selection)
    first, start = indices[0], document.block_start(indices[0])
    end = document.block_start(indices[-1]) + len(document.blocks[indices[-1]].text)
    content = markdown.lines.of(first).content
    if not selection.is_empty:
        end = min(end, selection.end)
        if len(indices) == 1 or selection.start > start + content:
            start = selection.start
    text = with_endings(document.slice(start, end), "\n")
    kinds = {markdown.lines.of(index).kind for index in indices}
    if kinds == {"code"}:
        fence = "`" * max([3, *(len(found) + 1 for found in _TICKS.findall(text))])
        return f"{fence}\n{textwrap.dedent(text)}\n{fence}"
    return text if "indented" in kinds else textwrap.dedent(text)


def _paragraph(document: Document, markdown: Markdown, caret: Selection) -> range:
    """Return the lines of the caret's paragraph, or its line."""
    index = document.block_index(caret.head)
    paragraph = markdown.paragraph(index)
    return range(index, index + 1) if paragraph is None else paragraph.lines
