"""The styles that follow from a line's state alone: its marks, and code, maths and so on as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from editor.document.markdown.line_scan import ROW_REACH, table_cells
from editor.document.markdown.line_state import LineState
from editor.document.markdown.spans import StyleSpan

_WHOLE = {
    "code": "code.block",
    "indented": "code.block",
    "html": "html",
    "comment": "comment",
    "math": "math",
    "front_matter": "front_matter",
    "rule": "rule",
    "table.rule": "table.rule",
}
_ESCAPED_PIPE = re.compile(r"\\\|")
_RECEDING = frozenset({"fence", "underline"})


def heading_end(text: str, content: int) -> int:
    """Return the end of the text in a heading that begins with #, without closing marks."""
    text = text.rstrip(" \t")
    unmarked = text.rstrip("#")
    if len(unmarked) <= content:
        return content
    return len(unmarked.rstrip(" \t")) if unmarked[-1] in " \t" else len(text)


def line_spans(state: LineState, text: str) -> Iterator[StyleSpan]:
    """Yield the spans of a line's marks and of its content as a whole."""
    end = len(text)
    for marker in state.markers:
        if marker.kind == "quote":
            yield StyleSpan(marker.start, marker.end, "quote.bar", True, (0, end))
        elif marker.kind == "heading":
            yield StyleSpan(marker.start, state.content, "markup", True, (0, end))
        elif marker.kind == "task":
            yield StyleSpan(marker.start, marker.end, "task.done" if state.task else "task.open")
        elif marker.kind == "footnote":
            yield StyleSpan(marker.start, marker.end, "footnote")
        else:
            yield StyleSpan(marker.start, marker.end, "list.marker")
    if state.quote_depth and state.content < end:
        yield StyleSpan(state.content, end, "quote")
    if state.kind == "heading":
        text_end = heading_end(text, state.content)
        if state.content < text_end:
            yield StyleSpan(state.content, text_end, f"heading.{state.level}")
        if text_end < end:
            yield StyleSpan(text_end, end, "markup", True, (0, end))
    elif state.kind in _RECEDING:
        yield StyleSpan(state.content, end, "markup", True, (0, end))
    elif (kind := _WHOLE.get(state.kind)) and state.content < end:
        yield StyleSpan(state.content, end, kind)


def escaped_pipes(text: str, spans: Iterable[StyleSpan]) -> Iterator[StyleSpan]:
    """Yield the backslashes before pipes in the code of a table's cell: even there they only escape."""
    for span in spans:
        if span.kind == "code":
            for match in _ESCAPED_PIPE.finditer(text, span.start, span.end):
                yield StyleSpan(match.start(), match.start() + 1, "markup", True, match.span())


def row_spans(text: str, content: int, kind: str) -> Iterator[StyleSpan]:
    """Yield the cells and pipes of a table's row."""
    position = content
    for start, end in table_cells(text[content : content + ROW_REACH]):
        start, end = start + content, end + content
        if position < start:
            yield StyleSpan(start - 1, start, "table.rule")
        cell = text[start:end]
        stripped = cell.strip(" \t")
        if stripped:
            cell_start = start + len(cell) - len(cell.lstrip(" \t"))
            yield StyleSpan(cell_start, cell_start + len(stripped), kind)
        position = end
    if text[position : position + 1] == "|":
        yield StyleSpan(position, position + 1, "table.rule")
