"""A part of a draft as a text of its own, which reads as that part does where it stands."""

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
    """The Markdown of a selection, or of the paragraph or line of a caret; line ends are `\\n`.

    It begins with the markup of its first line where it takes all of that line's text and more; what is all code gets
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
    """The lines of the paragraph that a caret is in, or its line."""
    index = document.block_index(caret.head)
    paragraph = markdown.paragraph(index)
    return range(index, index + 1) if paragraph is None else paragraph.lines
