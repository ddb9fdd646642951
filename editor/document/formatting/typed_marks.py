"""Marks at a caret: opened before text is typed, closed after it.

Marks that are being typed need not be read as marks yet: `**word |**` has a space before its end, `****` is a rule. So
the text is parsed with a letter at the caret, which shows the marks that the next letter would get. Marks never end
after a space, or begin before one: the space goes out of them. Each way to write the marks is parsed again, and one
that CommonMark reads as intended is preferred. Offsets are code points of the text of one paragraph, heading or cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import product
from typing import NamedTuple

from editor.document.formatting.inline import InlineSpan, SpanKind, parse_inline
from editor.document.formatting.marks import MARKS, MarkKind
from editor.document.transaction import Change, Transaction

_LETTER = "x"  # stands for the text typed next
_WIDE_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # CommonMark treats these as spaces too
_SPACE = " \t\n" + "".join(map(chr, range(0x2000, 0x200B))) + "\u00a0\u1680\u202f\u205f\u3000"
_SPACE_WITHIN = re.compile(rf"(?P<marks>[*_~]+)(?P<space>[ \t{_WIDE_SPACES}]+)(?![ \t{_WIDE_SPACES}])")
_SIGNS = frozenset("*_~`")
_TWO = 2  # spans, one of which continues


class Toggled(NamedTuple):
    """The source after the changes, and the caret in it. Without changes only the caret moves."""

    changes: tuple[Change, ...]
    source: str
    caret: int


class _Span(NamedTuple):
    """A span around the caret, in offsets of the source without the letter."""

    kind: SpanKind
    start: int
    inner_start: int
    inner_end: int
    end: int


def begun(source: str, caret: int, kinds: Sequence[MarkKind]) -> Toggled | None:
    """Put the caret into marks of `kinds`: those that it is next to, or empty ones. None inside code."""
    moved, source = _settled(source, caret)
    around = {span.kind for span in _around(source, caret)}
    if "code" in around:
        return None
    missing = [kind for kind in kinds if kind not in around]
    if len(missing) == len(kinds) and (entered := _entered(source, caret, frozenset(kinds))) is not None:
        return Toggled(moved.changes, source, entered)
    ways = [
        _rewritten(source, [(caret, caret, opening + closing)], 0, len(opening)) for opening, closing in _pairs(missing)
    ]
    return _after(moved, _best(ways, Toggled((), source, caret), around | set(kinds)))


def ended(source: str, caret: int, kinds: Sequence[MarkKind]) -> Toggled | None:
    """Take the caret out of its marks of `kinds`; None if it isn't in all of them.

    Marks of other kinds continue. Empty marks are removed. In the middle of marks, they end and begin again after it.
    """
    moved, source = _settled(source, caret)
    around = _around(source, caret)
    here = {span.kind for span in around}
    if not set(kinds) <= here or ("code" in here and "code" not in kinds):
        return None
    ways = list(_ways_out(source, caret, around, frozenset(kinds)))
    return _after(moved, _best(ways, Toggled((), source, caret), here - set(kinds)))


def _settled(source: str, caret: int) -> tuple[Transaction, str]:
    """Move the space after an opening mark out, if only then all the marks are read as marks."""
    best, fewest = (Transaction(()), source), _signs_read(source, caret)
    if not fewest or source[caret : caret + 1] not in _SIGNS:
        return best
    spans = list(parse_inline(source).spans())
    for match in reversed(list(_SPACE_WITHIN.finditer(source, 0, caret))):
        marks_end, space = match.end("marks"), match["space"]
        places = [place for span in spans for place in (span.inner_start, span.end) if place < marks_end]
        for start in {match.start(), max([match.start(), *places])}:
            text = source[:start] + space + source[start:marks_end] + source[match.end() :]
            count = _signs_read(text, caret)
            if count < fewest:
                moved = Transaction((Change(start, start, space), Change(marks_end, match.end(), "")))
                best, fewest = (moved, text), count
    return best


def unread(source: str, caret: int) -> int:
    """Return how many signs of marks are read as characters, even if a space after an opening mark moves out."""
    return _signs_read(_settled(source, caret)[1], caret)


def _signs_read(source: str, caret: int) -> int:
    """Return how many signs of marks are read as characters when a letter is typed at the caret."""
    whole = parse_inline(source[:caret] + _LETTER + source[caret:])
    return sum(leaf.text in _SIGNS for leaf, _ in whole.leaves())


def _after(moved: Transaction, way: Toggled) -> Toggled:
    return way._replace(changes=moved.compose(Transaction(way.changes)).changes) if moved.changes else way


def _best(ways: Sequence[Toggled], before: Toggled, kinds: Set[SpanKind]) -> Toggled:
    """Return the first way that keeps the visible text and gives the next letter `kinds`, or the first of all."""
    wanted = _read(before)[0], kinds
    return next((way for way in ways if _read(way) == wanted), ways[0])


def _read(way: Toggled) -> tuple[list[tuple[str, frozenset[SpanKind]]], Set[SpanKind]]:
    """Return the visible text with the kinds around it, without spaces; and the kinds around the next letter."""
    whole = parse_inline(way.source[: way.caret] + _LETTER + way.source[way.caret :])
    leaves = [(leaf, around) for leaf, around in whole.leaves() if not leaf.is_blank]
    return [(leaf.text, around) for leaf, around in leaves if leaf.start != way.caret], {
        kind for leaf, around in leaves if leaf.start == way.caret for kind in around if kind not in ("all", "link")
    }


def _ways_out(source: str, caret: int, around: list[_Span], kinds: frozenset[SpanKind]) -> Iterator[Toggled]:
    """Yield the ways to leave marks of `kinds`, the best first."""
    count = 1 + max(place for place, span in enumerate(around) if span.kind in kinds)
    spans = around[:count]
    if all(span.inner_end == below for span, below in zip(spans, [caret, *(span.end for span in spans)], strict=False)):
        yield from _ways_out_at_end(source, caret, spans, kinds)
    elif all(
        span.inner_start == below and span.kind in kinds
        for span, below in zip(spans, [caret, *(span.start for span in spans)], strict=False)
    ):
        yield Toggled((), source, spans[-1].start)
    else:
        yield from _ways_to_split(source, caret, spans, kinds)


def _ways_out_at_end(source: str, caret: int, spans: list[_Span], kinds: frozenset[SpanKind]) -> Iterator[Toggled]:
    end = spans[-1].end
    base, empty = caret, 0  # the empty marks around the caret, whose openings begin at `base`
    while empty < len(spans) and not source[spans[empty].inner_start : base].strip(_SPACE):
        base, empty = spans[empty].start, empty + 1
    text_end = len(source[:base].rstrip(_SPACE)) if empty < len(spans) else base
    inside = "" if base == caret else source[base:caret]
    space = inside[len(inside.rstrip(_SPACE)) :]  # typed into empty code
    kept = [span for span in spans if span.kind not in kinds]
    swapped = _end_of_swapped(source, spans, kept)
    if swapped:
        yield _rewritten(source, [(text_end, text_end, source[caret:swapped]), (caret, swapped, "")], 1)
    elif len(spans) == _TWO and kept == spans[:1] and not empty:
        yield from _inside_out(source, caret, text_end, *spans)
    closing = "".join(source[span.inner_end : span.end] for span in spans[empty:])
    for reopening, reclosing in [*_pairs([span.kind for span in reversed(kept)], source, kept), ("", "")]:
        edits = [(text_end, text_end, closing), (base, caret, space), (caret, end, reopening + reclosing)]
        yield _rewritten(source, edits, 2, len(reopening))


def _inside_out(source: str, caret: int, text_end: int, inner: _Span, outer: _Span) -> Iterator[Toggled]:
    """Yield the way to end the outer span in the inner one: it ends before that, and is written again inside it."""
    opening, closing = source[outer.start : outer.inner_start], source[outer.inner_end : outer.end]
    before = len(source[: inner.start].rstrip(_SPACE))
    if before > outer.inner_start:
        first = [(before, before, closing), (inner.inner_start, inner.inner_start, opening)]
    else:
        first = [(outer.start, outer.inner_start, ""), (inner.inner_start, inner.inner_start, opening)]
    edits = [*first, (text_end, text_end, closing), (caret, caret, ""), (outer.inner_end, outer.end, "")]
    yield _rewritten(source, edits, 3)


def _end_of_swapped(source: str, spans: list[_Span], kept: list[_Span]) -> int:
    """Return where the outer of two kinds ends if the order of the two is open, as in `***`; otherwise 0."""
    if len(spans) != _TWO or kept != spans[:1] or spans[1].inner_start != spans[0].start:
        return 0
    signs = set(source[spans[1].start : spans[0].inner_start] + source[spans[0].inner_end : spans[1].end])
    is_empty = spans[0].inner_start >= spans[0].inner_end
    return 0 if len(signs) > 1 or is_empty else spans[0].inner_end + spans[1].end - spans[1].inner_end


def _ways_to_split(source: str, caret: int, spans: list[_Span], kinds: frozenset[SpanKind]) -> Iterator[Toggled]:
    before, after = source[:caret].rstrip(_SPACE), source[caret:].lstrip(_SPACE)
    text_end, text_start = len(before), len(source) - len(after)
    kept = [span for span in spans if span.kind not in kinds]
    closing = "".join(source[span.inner_end : span.end] for span in spans)
    opening = "".join(source[span.start : span.inner_start] for span in reversed(spans))
    for reopening, reclosing in _pairs([span.kind for span in reversed(kept)], source, kept):
        edits = [
            (text_end, text_end, closing),
            (caret, caret, reopening + reclosing),
            (text_start, text_start, opening),
        ]
        yield _rewritten(source, edits, 1, len(reopening))


def _entered(source: str, caret: int, kinds: frozenset[SpanKind]) -> int | None:
    """Return the offset inside the marks that end or begin at a caret; None if no marks there have exactly `kinds`."""
    spans = [span for span in parse_inline(source).spans() if span.kind in kinds]
    after, seen = caret, set[SpanKind]()
    for span in spans:
        if span.end == after and span.inner_end > span.inner_start:
            after, seen = span.inner_end, seen | {span.kind}
    if seen == kinds:
        return after
    before, seen = caret, set[SpanKind]()
    for span in spans:
        if span.start == before and span.inner_end > span.inner_start:
            before, seen = span.inner_start, seen | {span.kind}
    return before if seen == kinds else None


def _around(source: str, caret: int) -> list[_Span]:
    """Return the spans around a letter typed at the caret, the innermost first; links don't count."""
    whole = parse_inline(source[:caret] + _LETTER + source[caret:])
    return [
        _Span(span.kind, span.start, span.inner_start, span.inner_end - 1, span.end - 1)
        for span in reversed(list(whole.spans()))
        if span.kind != "link" and span.inner_start <= caret < span.inner_end
    ]


def _pairs(
    kinds: Sequence[SpanKind], source: str = "", spans: Sequence[InlineSpan | _Span] = ()
) -> Iterator[tuple[str, str]]:
    """Yield signs that open and close marks of `kinds`, outermost first: those of the spans, then all others."""
    own = {span.kind: source[span.start : span.inner_start] for span in spans}
    choices = []
    for kind in kinds:
        ways = next(MARKS[mark] for mark in MARKS if mark == kind)
        first = own.get(kind, ways[0])
        choices.append([first, *(way for way in ways if way != first)])
    for marks in product(*choices):
        yield "".join(marks), "".join(reversed(marks))


def _rewritten(source: str, edits: Sequence[tuple[int, int, str]], at: int, further: int = 0) -> Toggled:
    """Apply edits (start, end, text). The caret goes `further` into the text of edit number `at`.

    If nothing changes, it goes to the end of that edit.
    """
    changes, text, reached, caret = [], "", 0, 0
    for place, (start, end, new) in enumerate(edits):
        text += source[reached:start]
        if place == at:
            caret = len(text) + further
        text += new
        reached = end
        if source[start:end] != new:
            changes.append(Change(start, end, new))
    text += source[reached:]
    return Toggled((), source, edits[at][1]) if text == source else Toggled(tuple(changes), text, caret)
