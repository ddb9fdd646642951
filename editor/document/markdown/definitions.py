"""Link reference definitions: `[label]: target "title"` at the start of a paragraph."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle

_LABEL = re.compile(r"[ \t]*+\[((?:[^\[\]\\]|\\.){1,999})\]:[ \t]*+\n?[ \t]*+", re.DOTALL)
_LINE_END = re.compile(r"[ \t]*+(?:\n|$)")
_TITLE_GAP = re.compile(r"[ \t]+\n?[ \t]*|\n[ \t]*")


class Definition(NamedTuple):
    """One definition, at [start, end) of its text, with the target at [target_start, target_end)."""

    label: str
    target: str
    title: str
    start: int
    end: int
    target_start: int
    target_end: int


def normalise_label(label: str) -> str:
    """Return a label with case and runs of spaces normalised."""
    return normalizeReference(label)


@lru_cache(maxsize=32)
def read_definitions(text: str) -> tuple[Definition, ...]:
    """Return the definitions at the start of a paragraph's text, in order, each including its line ending.

    CommonMark 0.31, 4.7. Footnotes aren't link definitions.
    """
    definitions = []
    start = 0
    while definition := _read_definition(text, start):
        definitions.append(definition)
        start = definition.end
    return tuple(definitions)


def _read_definition(text: str, start: int) -> Definition | None:
    opening = _LABEL.match(text, start)
    if opening is None or opening[1].startswith("^") or not opening[1].strip():
        return None
    target = parseLinkDestination(text, opening.end(), len(text))
    if not target.ok:
        return None
    title, end = "", None
    gap = _TITLE_GAP.match(text, target.pos)
    if gap is not None and gap.end() < len(text):
        read = parseLinkTitle(text, gap.end(), len(text))
        if read.ok and (line_end := _LINE_END.match(text, read.pos)):
            title, end = read.str, line_end.end()
    if end is None:
        line_end = _LINE_END.match(text, target.pos)
        if line_end is None:
            return None
        end = line_end.end()
    label = normalise_label(opening[1])
    return Definition(label, target.str, title, start, end, opening.end(), target.pos)
