"""Which lines form a paragraph, roughly as in Markdown: a run of lines that aren't blank.

A list item, and a change of quote depth, begin a new paragraph. A heading, a fence and a rule are paragraphs by
themselves. Lines between two fences get no special treatment: detecting them would require all lines above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from editor.document.buffer import Block

PARAGRAPH_REACH = 250
"""Number of lines up and down within which a paragraph's ends are searched for; a longer one is cut there."""

_LINE_REACH = 120  # code points of a line that determine its kind
_QUOTE = re.compile(r"(?: {0,3}>)*")
_MARKER = re.compile(
    r"""\s*+ (?:
      (?P<alone> \#{1,6} (?=\s|$) \s* | ```.* | ~~~.* | (?P<rule>[-*_=]) (?: [ ]* (?P=rule) ){2,} [ ]* $ )
    | (?P<item> (?: [-*+] | \d{1,3}[.)] ) (?: \s+ | $ ) (?: \[[ xX]\]\s+ )? )    # 1984. is a year, not a list item
    | (?P<blank> $ )
    )?""",
    re.VERBOSE,
)


class LineMarker(NamedTuple):
    """The kind of a line, and where its text begins after the marker; `depth` is the number of quote signs."""

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
    """Return the marker that a line begins with: quote signs, heading marks or list marker, including indentation."""
    return _marker(line[:_LINE_REACH])


def paragraph_lines(blocks: Sequence[Block], index: int) -> range:
    """Return the indices of the blocks in the paragraph of block `index`; empty if that block is blank."""
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
    """Return True if the line below continues the paragraph of the line above."""
    return below.kind == "text" and above.kind in ("text", "item") and above.depth == below.depth
