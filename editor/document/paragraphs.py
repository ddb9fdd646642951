"""Which lines make one paragraph, as Markdown has it: a run of lines that are not blank.

A list item, and a line deeper or less deep in a quote than the line above, begin another one. A heading, a fence and
a rule are each one by itself. Whether a line stands between two fences is not asked: that would take all lines above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from editor.document.buffer import Block

PARAGRAPH_REACH = 250
"""Lines up and down within which the ends of a paragraph are looked for; a longer one is cut there."""

_LINE_REACH = 120  # code points of a line that tell what it is
_QUOTE = re.compile(r"(?: {0,3}>)*")
_MARKER = re.compile(
    r"""\s*+ (?:
      (?P<alone> \#{1,6} (?=\s|$) \s* | ```.* | ~~~.* | (?P<rule>[-*_=]) (?: [ ]* (?P=rule) ){2,} [ ]* $ )
    | (?P<item> (?: [-*+] | \d{1,3}[.)] ) (?: \s+ | $ ) (?: \[[ xX]\]\s+ )? )    # 1984. is a year, no list item
    | (?P<blank> $ )
    )?""",
    re.VERBOSE,
)


class LineMarker(NamedTuple):
    """What a line is, and where its text begins behind the marker; `depth` counts its quote signs."""

    kind: Literal["text", "alone", "item", "blank"]
    depth: int
    end: int


@lru_cache(maxsize=1024)
def _marker(head: str) -> LineMarker:
    quote = _QUOTE.match(head)
    marker = _MARKER.match(head, 0 if quote is None else quote.end())
    assert quote is not None
    assert marker is not None
    depth = quote[0].count(">")
    for kind in ("alone", "item", "blank"):
        if marker[kind] is not None:
            return LineMarker(kind, depth, marker.end())
    return LineMarker("text", depth, marker.end())


def line_marker(line: str) -> LineMarker:
    """The quote signs, heading marks or list marker that `line` begins with, and its indentation."""
    return _marker(line[:_LINE_REACH])


def paragraph_lines(blocks: Sequence[Block], index: int) -> range:
    """The indices of the blocks that make one paragraph with block `index`; none where that is blank."""
    own = line_marker(blocks[index].text)
    if own.kind == "blank":
        return range(index, index)
    first = last = index
    below = own
    while first > max(0, index - PARAGRAPH_REACH):
        above = line_marker(blocks[first - 1].text)
        if not _goes_on(above, below):
            break
        first, below = first - 1, above
    above = own
    while last < min(len(blocks) - 1, index + PARAGRAPH_REACH):
        below = line_marker(blocks[last + 1].text)
        if not _goes_on(above, below):
            break
        last, above = last + 1, below
    return range(first, last + 1)


def _goes_on(above: LineMarker, below: LineMarker) -> bool:
    """Whether the line below belongs to the paragraph of the line above."""
    return below.kind == "text" and above.kind in ("text", "item") and above.depth == below.depth
