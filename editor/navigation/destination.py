"""Where in a document to go, as people write it: `120`, `120:7`, `50%`, `+10`, `-10`."""

from __future__ import annotations

import re

from editor.document.document import Document

_DESTINATION = re.compile(
    r"(?P<sign>[+-])?(?P<line>\d{1,9})(?:[:,.](?P<column>\d{1,9}))?|(?P<percentage>\d{1,9}(?:[.,]\d{1,9})?)\s*%"
)


def destination(document: Document, written: str, caret: int) -> int | None:
    """The position of a line, a line and a column (both from 1), a percentage of the lines, or so many lines on.

    Beyond the document is its first or its last line, beyond a line its end; columns count code points. None for what
    is no such thing.
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
