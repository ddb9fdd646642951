"""Adding and removing marks of emphasis, strikethrough and code in a paragraph's text.

The visible text doesn't change. So marks go inside surrounding spaces, don't cross other marks and links, and merge
where they meet. Each way to write them is parsed again, and the first with the intended result is used. Offsets are
code points of the paragraph's text, see `editor.document.formatting.inline`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from editor.document.formatting.inline import InlineSpan, Leaf, SpanKind, parse_inline
from editor.document.transaction import Change

MarkKind = Literal["strong", "emphasis", "strikethrough", "code"]
Range = tuple[int, int]
_Seen = tuple[str, frozenset[SpanKind]]  # a leaf's text and the kinds around it

MARKS: dict[MarkKind, tuple[str, ...]] = {
    "strong": ("**", "__"),
    "emphasis": ("*", "_"),
    "strikethrough": ("~~",),
    "code": ("`",),
}
"""How each kind is written, the usual way first; code uses a longer run if its text contains one."""

_BACKTICKS = re.compile("`+")
BLOCK_START = re.compile(r"(?=[-+*](?:[ \t]|$)|#{1,6}(?:[ \t]|$)|>|(?:-+|=+)[ \t]*$)|\d{1,9}(?=[.)](?:[ \t]|$))")
_ESCAPED = frozenset("\\`*_[]<>&~$!")  # characters with a meaning inside a paragraph


def marked_everywhere(paragraph: InlineSpan, ranges: Iterable[Range], kind: MarkKind) -> bool | None:
    """Return True if all text in `ranges` has marks of a kind; None if no text there could have them."""
    found = [
        kind in around
        for leaf, around in paragraph.leaves()
        if _can_hold(leaf, kind) and any(leaf.start < end and leaf.end > start for start, end in ranges)
    ]
    return all(found) if found else None


def remark(
    source: str,
    ranges: Sequence[Range],
    kind: MarkKind,
    *,
    on: bool,
    references: Sequence[str] = (),
    paragraph: InlineSpan | None = None,
) -> list[Change]:
    """Return the changes that mark the text in `ranges`, or remove such marks; none if that isn't possible.

    `paragraph` is the parsed `source`, if known. Added marks never contain line endings, and marks of that kind
    elsewhere in the paragraph stay.
    """
    if paragraph is None:
        paragraph = parse_inline(source, references)
    wanted = _Wanted(paragraph, ranges, kind, on)
    before = _seen(paragraph)
    used = {source[span.start] for span in wanted.dissolved}
    writings = sorted(MARKS[kind], key=lambda mark: mark[0] not in used)
    for trims_punctuation in (False, True):
        for mark in writings:
            for escapes in (False, True) if kind == "code" and not on else (False,):
                changes = _Writing(source, wanted, mark, trims_punctuation, escapes).changes()
                after = _seen(parse_inline(_changed(source, changes), references))
                if wanted.is_met(before, after, exactly=not trims_punctuation):
                    return _escaped_starts(source, changes)
    return []


def _escaped_starts(source: str, changes: list[Change]) -> list[Change]:
    """Add backslashes where removing marks would make a line start an item, heading or quote."""
    escaped = list(changes)
    start = 0
    for line, changed in zip(source.split("\n"), _changed(source, changes).split("\n"), strict=True):
        begins = BLOCK_START.match(changed)
        if begins is not None and not BLOCK_START.match(line):
            place = max([start, *(change.end for change in changes if change.start == start)]) + begins.end()
            escaped.append(Change(place, place, "\\"))
        start += len(line) + 1
    return sorted(escaped, key=lambda change: (change.start, change.end))


def _can_hold(leaf: Leaf, kind: MarkKind) -> bool:
    return not leaf.is_blank and (leaf.is_text or kind != "code")


def _seen(paragraph: InlineSpan) -> list[_Seen]:
    return [(leaf.text, around) for leaf, around in paragraph.leaves() if not leaf.is_blank]


def _changed(source: str, changes: Sequence[Change]) -> str:
    for change in reversed(changes):
        source = source[: change.start] + change.text + source[change.end :]
    return source


class _Wanted:
    """The leaves that should have marks.

    Attributes:
        kind: of the marks.
        leaves: the starts of the leaves that should have them, except in spans that stay.
        dissolved: the touched spans of that kind, whose marks are rewritten.
    """

    def __init__(self, paragraph: InlineSpan, ranges: Sequence[Range], kind: MarkKind, on: bool) -> None:
        self.paragraph = paragraph
        self.kind = kind
        self.dissolved = list(self._touched(paragraph, ranges))
        self.leaves: set[int] = set()
        self._goal: list[bool] = []  # for each leaf that isn't blank: whether it should have marks
        for leaf, around in paragraph.leaves():
            is_selected = any(leaf.start < end and leaf.end > start for start, end in ranges)
            is_marked = kind in around
            has_marks = on if is_selected and (leaf.is_blank or _can_hold(leaf, kind)) else is_marked
            if has_marks and (is_selected or self._is_dissolved(leaf)):
                self.leaves.add(leaf.start)
            if not leaf.is_blank:
                self._goal.append(has_marks)

    def _touched(self, inside: InlineSpan, ranges: Sequence[Range]) -> Iterator[InlineSpan]:
        for child in inside.children:
            if isinstance(child, InlineSpan):
                if child.kind == self.kind and any(child.start <= end and child.end >= start for start, end in ranges):
                    yield child
                    yield from (span for span in child.spans() if span.kind == self.kind)
                else:
                    yield from self._touched(child, ranges)

    def _is_dissolved(self, leaf: Leaf) -> bool:
        return any(span.inner_start <= leaf.start < span.inner_end for span in self.dissolved)

    def is_met(self, before: list[_Seen], after: list[_Seen], *, exactly: bool) -> bool:
        """Return True if `after` equals `before` except for the intended marks; `exactly` includes punctuation."""
        if len(before) != len(after):
            return False
        for (text, around), (text_after, around_after), has_marks in zip(before, after, self._goal, strict=True):
            if text != text_after or around - {self.kind} != around_after - {self.kind}:
                return False
            if has_marks != (self.kind in around_after) and (exactly or not _is_punctuation(text)):
                return False
        return True


def _is_punctuation(text: str) -> bool:
    return all(unicodedata.category(character)[0] in "PS" for character in text)


@dataclass(frozen=True, slots=True)
class _Writing:
    """One way to write the wanted marks."""

    source: str
    wanted: _Wanted
    mark: str
    trims_punctuation: bool
    escapes: bool

    def changes(self) -> list[Change]:
        """Return the changes that write them."""
        changes: list[Change] = []
        reached, added = 0, ""
        for piece in [*self._written(self.wanted.paragraph), (len(self.source), len(self.source))]:
            if isinstance(piece, str):
                added += piece
                continue
            start, end = piece
            if self.source[reached:start] != added:
                changes.append(Change(reached, start, added))
            reached, added = end, ""
        return changes

    def _written(self, inside: InlineSpan) -> Iterator[str | Range]:
        """Yield the contents of a span in order: ranges of the source to keep, and text to insert."""
        for is_run, group in groupby(self._nodes(inside), self._is_marked):
            nodes = list(group)
            if not is_run:
                for node in nodes:
                    yield from self._plain(node)
                continue
            first, last = 0, len(nodes)
            while first < last and self._is_trimmed(nodes[first]):
                first += 1
            while last > first and self._is_trimmed(nodes[last - 1]):
                last -= 1
            for node in nodes[:first]:
                yield from self._plain(node)
            if first < last:
                yield from self._within_marks(nodes[first:last])
            for node in nodes[last:]:
                yield from self._plain(node)

    def _nodes(self, inside: InlineSpan) -> Iterator[Leaf | InlineSpan]:
        """Yield the children of a span; dissolved spans are replaced by their own children."""
        for child in inside.children:
            if isinstance(child, InlineSpan) and child in self.wanted.dissolved:
                yield from self._nodes(child)
            else:
                yield child

    def _is_marked(self, node: Leaf | InlineSpan) -> bool:
        """Return True if a leaf, or a whole span, should be inside marks. Line breaks never are, nor spans in code."""
        if isinstance(node, Leaf):
            return node.start in self.wanted.leaves and not node.is_break
        if self.wanted.kind == "code":
            return False
        inside = [leaf for leaf, _ in node.leaves()]
        if any(leaf.is_break for leaf in inside):
            return False
        solid = [leaf for leaf in inside if not leaf.is_blank]
        return bool(solid) and all(leaf.start in self.wanted.leaves for leaf in solid)

    def _is_trimmed(self, node: Leaf | InlineSpan) -> bool:
        """Return True if a node at the edge of a run stays outside the marks."""
        if isinstance(node, InlineSpan):
            return False
        return node.is_blank or (self.trims_punctuation and _is_punctuation(node.text))

    def _plain(self, node: Leaf | InlineSpan) -> Iterator[str | Range]:
        """Yield a node without its own marks around it."""
        if isinstance(node, InlineSpan):
            yield (node.start, node.inner_start)
            yield from self._written(node)
            yield (node.inner_end, node.end)
        elif self.escapes and self._was_code(node) and node.text in _ESCAPED:
            yield "\\"
            yield (node.start, node.end)
        else:
            yield (node.start, node.end)

    def _was_code(self, leaf: Leaf) -> bool:
        return any(span.inner_start <= leaf.start < span.inner_end for span in self.wanted.dissolved)

    def _within_marks(self, nodes: list[Leaf | InlineSpan]) -> Iterator[str | Range]:
        if self.wanted.kind != "code":
            yield self.mark
            for node in nodes:
                yield from self._unmarked(node)
            yield self.mark
            return
        leaves = [node for node in nodes if isinstance(node, Leaf)]
        content = "".join(leaf.text for leaf in leaves)
        marks = backticks(content)
        padding = " " if content[0] == "`" or content[-1] == "`" else ""
        yield marks + padding
        for leaf in leaves:
            if leaf.text == self.source[leaf.start : leaf.end]:
                yield (leaf.start, leaf.end)
            else:  # an escape or entity, which code doesn't have
                yield leaf.text
        yield padding + marks

    def _unmarked(self, node: Leaf | InlineSpan) -> Iterator[str | Range]:
        """Yield a node inside marks, without marks of the same kind inside it."""
        if isinstance(node, Leaf):
            yield (node.start, node.end)
            return
        yield (node.start, node.inner_start)
        for child in self._nodes(node):
            yield from self._unmarked(child)
        yield (node.inner_end, node.end)


def backticks(content: str) -> str:
    """Return the shortest run of backticks that can enclose `content`."""
    runs = {len(run) for run in _BACKTICKS.findall(content)}
    return "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
