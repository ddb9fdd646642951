"""Destinations in a document, in the forms `120`, `120:7`, `50%`, `+10` and `-10`."""

from __future__ import annotations

import re

from editor.document.document import Document

_DESTINATION = re.compile(
    r"(?P<sign>[+-])?(?P<line>\d{1,9})(?:[:,.](?P<column>\d{1,9}))?|(?P<percentage>\d{1,9}(?:[.,]\d{1,9})?)\s*%"
)


def destination(document: Document, written: str, caret: int) -> int | None:
    """Return the position of a line, a line and column (from 1), a percentage of the lines, or a number of lines on.

    Values out of range mean the first or last line, or a line's end; columns count code points. None for other forms.
    """
    match = _DESTINATION.fullmatch(written.strip())
    if match is None:
        return None
    last = len(document.blocks) - 1
    if match["percentage"]:
        index = round(float(match["percentage"].replace(",", ".")) / 100 * last)
    elif match["sign"]:
        index = document.block_index(caret) + int(match["sign"] + match["line"])
    else:
        index = int(match["line"]) - 1
    index = min(max(0, index), last)
    column = int(match["column"] or 1) - 1
    return document.block_start(index) + min(max(0, column), len(document.blocks[index].text))
