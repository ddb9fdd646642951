"""Enter and Backspace in lists and quotes, much as in CodeMirror's Markdown keymap.

Each function returns one transaction and the carets after it, or None if it doesn't apply to one of the selections, so
that the plain command runs instead. All positions are code points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from editor.document.document import Document
from editor.document.formatting.containers import (
    VERBATIM,
    ContainedLine,
    Container,
    Stretch,
    markup_below,
    stretch_around,
)
from editor.document.formatting.numbering import content_start, next_marker, renumbered
from editor.document.formatting.one_by_one import Edited, one_by_one
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction

_BLANKS = " \t"
_MAY_JOIN = re.compile(r"[ \t>]*(?:(?:-+|=+|[*+])[ \t]*$|\d{1,9}[.)])")
_EMPTY_QUOTE = re.compile(r">\s*$")


def break_line(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Start a new line with the markup of the old line's lists and quotes.

    In an empty item, remove its marker and move it out of its list: into the next outer list, or out of all, where
    blank lines keep it out of the items above and below. An empty line of a quote leaves the quote. Before an item's
    text, an empty item goes above: the box of a task stays with its text. Consecutive numbers after a new item increase
    by one.
    """
    return one_by_one(document, lines, selections, _broken)


def delete_markup(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Delete the marker of an item or the sign of a quote right before the caret.

    The marker of an item other than the first becomes spaces, so that its text continues the item above. Extra spaces
    after the marker go first.
    """
    return one_by_one(document, lines, selections, _deleted)


@dataclass(frozen=True)
class _Caret:
    """A caret in a line with lists or quotes.

    Attributes:
        offset: of the caret in the line.
        depth: of its innermost container, ignoring those that begin after the caret.
        begins: start of that container's markup in this line, or in its first line if this one lacks it.
        end: end of that markup, including a task's box.
        mark_end: end of that markup without the space after it.
    """

    document: Document
    stretch: Stretch
    index: int
    offset: int
    depth: int
    begins: int
    end: int
    mark_end: int

    @property
    def text(self) -> str:
        return self.document.blocks[self.index].text

    @property
    def start(self) -> int:
        """Start of the line."""
        return self.document.block_start(self.index)

    @property
    def line(self) -> ContainedLine:
        return self.stretch.line(self.index)

    @property
    def inner(self) -> Container:
        return self.line.containers[self.depth]

    @property
    def is_first_line(self) -> bool:
        """Whether the innermost container begins in this line."""
        return self.inner.first == self.index

    @property
    def has_markup(self) -> bool:
        """Whether this line has the markup, or indentation, of the innermost container."""
        return self.depth < len(self.line.ends)

    def change(self, start: int, end: int, text: str) -> Change:
        """Return a change given in offsets of the line."""
        return Change(self.start + start, self.start + end, text)


def _caret(document: Document, lines: LineStates, selection: Selection) -> _Caret | None:
    if not selection.is_empty:
        return None
    index = document.block_index(selection.head)
    stretch = stretch_around(document, lines, index)
    line, offset = stretch.line(index), selection.head - document.block_start(index)
    if line.state.kind in VERBATIM:
        return None
    for depth in reversed(range(len(line.containers))):
        container = line.containers[depth]
        if container.kind == "footnote":
            return None
        text = document.blocks[container.first].text
        is_bare = container.kind == "item" and container.number is None and len(text) == container.mark_end
        if is_bare:  # a lone hyphen may be a dash
            continue
        if container.first == index or depth >= len(line.ends):
            begins, end = container.start, content_start(text, container)
            mark_end = len(text[:end].rstrip(_BLANKS))
        else:
            begins, end = line.start_of(depth), line.ends[depth]
            mark_end = end if container.kind == "item" else document.blocks[index].text.index(">", begins) + 1
        if begins <= offset:
            return _Caret(document, stretch, index, offset, depth, begins, end, mark_end)
    return None


# Enter


def _broken(document: Document, lines: LineStates, selection: Selection) -> list[Change] | None:
    caret = _caret(document, lines, selection)
    if caret is None:
        return None
    changes = _split(caret)
    return None if changes is None else changes + _kept_below(caret, lines, changes)


def _split(caret: _Caret) -> list[Change] | None:
    if caret.offset < caret.mark_end:
        is_in_box = caret.is_first_line and caret.inner.box is not None and caret.offset >= caret.inner.end
        return _pushed_whole(caret) if is_in_box else None
    is_empty = caret.has_markup and not caret.text[caret.end :].strip()
    if caret.inner.kind == "quote":
        return _left_quote(caret) if is_empty else _continued(caret)
    if not caret.is_first_line:
        return None if is_empty else _continued(caret)
    if is_empty:
        return _left_item(caret)
    return _pushed_down(caret) if caret.offset <= caret.end else _continued(caret)


def _kept_below(caret: _Caret, lines: LineStates, changes: list[Change]) -> list[Change]:
    """Return a blank line above a line below the caret's paragraph that would become its text or underline.

    If the break leaves the rest of the paragraph outside its item or quote, an item right below joins that text unless
    it is one that may interrupt a paragraph.
    """
    document, stretch = caret.document, caret.stretch
    first = caret.index + 1 + caret.is_first_line  # the text right below an item's first line stays in an item
    for index in range(caret.index + 1, min(stretch.stop + 1, len(document.blocks))):
        state = lines.of(index)
        if index >= first and _MAY_JOIN.match(document.blocks[index].text) and _joins(caret, lines, changes, index):
            blank = ""
            if index < stretch.stop:
                depth = sum(container.first < index for container in stretch.line(index).containers)
                blank = markup_below(document, stretch, index, depth).rstrip(_BLANKS)
            place = document.block_start(index)
            return [Change(place, place, blank + document.newline)]
        if state.kind not in ("paragraph", "blank") or any(marker.kind != "quote" for marker in state.markers):
            break
    return []


def _joins(caret: _Caret, lines: LineStates, changes: list[Change], index: int) -> bool:
    """Return True if the changes make a line an underline or text; they are tried on a copy of the lines."""
    document, stretch = caret.document, caret.stretch
    first = stretch.first + (not stretch.lines[0].containers)  # a line outside may close a fence
    origin, place = document.block_start(first), document.block_start(index)
    scratch = Document(document.slice(origin, place + len(document.blocks[index].text)))
    moved = [Change(one.start - origin, one.end - origin, one.text) for one in changes if one.start <= place]
    scratch.apply(Transaction(tuple(sorted(moved, key=lambda change: (change.start, change.end)))))
    before, after = lines.of(index), LineStates(scratch).of(len(scratch.blocks) - 1)
    return after.level != before.level or len(after.markers) < len(before.markers)


def _left_item(caret: _Caret) -> list[Change]:
    """Leave an empty item."""
    document, inner = caret.document, caret.inner
    start, text, changes = 0, "", renumbered(document, caret.stretch, inner, -1)
    outer = caret.line.containers[caret.depth - 1] if caret.depth else None
    if outer is not None and outer.kind == "item":
        start = outer.start if outer.first == caret.index else caret.line.start_of(caret.depth - 1)
        text = next_marker(document, outer)
        changes += renumbered(document, caret.stretch, outer, 1)
    else:
        start = caret.line.ends[caret.depth - 1] if caret.depth else 0
        changes += _kept_apart(caret)
    return [*changes, caret.change(start, len(caret.text), text)]


def _kept_apart(caret: _Caret) -> list[Change]:
    """Return the changes that put blank lines between the line that leaves a list and the lines around it."""
    document, index = caret.document, caret.index
    blank = _outer_markup(caret).rstrip(_BLANKS) + document.newline
    changes = []
    for beside, place in ((index - 1, index), (index + 1, index + 1)):
        if 0 <= beside < len(document.blocks) and document.blocks[beside].text.strip(" \t>"):
            start = document.block_start(place)
            changes.append(Change(start, start, blank))
    return changes


def _left_quote(caret: _Caret) -> list[Change]:
    """Leave a quote from an empty line; a blank line keeps the text typed next out of the quote's paragraph."""
    document, sign = caret.document, caret.mark_end - 1
    above = document.blocks[caret.index - 1].text if caret.index else ""
    if caret.is_first_line or not caret.index:
        return [caret.change(sign, len(caret.text), "")]
    empty = _EMPTY_QUOTE.search(above)
    if empty is not None and empty.start() == sign:
        start = document.block_start(caret.index - 1)
        return [Change(start + sign, start + len(above), ""), caret.change(sign, len(caret.text), "")]
    outer = _outer_markup(caret)
    return [caret.change(0, len(caret.text), outer.rstrip(_BLANKS) + document.newline + outer)]


def _pushed_down(caret: _Caret) -> list[Change]:
    """Put an empty item above an item whose text begins at the caret."""
    document, inner = caret.document, caret.inner
    box = inner.box
    own = document.blocks[caret.index].text[box : caret.end] if box is not None else ""
    markup = next_marker(document, inner)
    markup = markup[: len(markup) - len(own)] + own
    space = caret.text[caret.offset : caret.end]  # it is already there after the caret
    below = _outer_markup(caret) + markup.removesuffix(space)
    changes = renumbered(document, caret.stretch, inner, 1)
    if box is not None:
        changes.append(caret.change(box + 1, box + 2, " "))
    elif _is_below_paragraph(caret):  # it would be read as the underline of a heading, or as text
        changes.append(caret.change(0, 0, _outer_markup(caret).rstrip(_BLANKS) + document.newline))
    if _is_loose(caret):
        below = _outer_markup(caret).rstrip(_BLANKS) + document.newline + below
    return [*changes, caret.change(caret.offset, caret.offset, space + document.newline + below)]


def _pushed_whole(caret: _Caret) -> list[Change]:
    """Put an empty task above one whose box the caret is in or before; the list is renumbered separately."""
    text, newline = caret.text, caret.document.newline
    outer = _outer_markup(caret)
    box = caret.inner.box or 0
    new = f"{text[caret.inner.start : box]}[ ] {newline}"
    blank = outer.rstrip(_BLANKS) + newline if _is_loose(caret) else ""
    return [caret.change(caret.inner.start, caret.inner.start, new + blank + outer)]


def _is_below_paragraph(caret: _Caret) -> bool:
    """Return True if a list begins in this line, right below the text of a paragraph."""
    if caret.index == caret.stretch.first or caret.inner.siblings is None:
        return False
    leaf = caret.stretch.line(caret.index - 1).state.after.leaf
    return caret.inner is caret.inner.siblings.items[0] and leaf is not None and leaf.kind == "paragraph"


def _continued(caret: _Caret) -> list[Change]:
    """Continue with the same markup, or with another item."""
    document, inner = caret.document, caret.inner
    numbers: list[Change] = []
    if inner.kind == "item" and caret.is_first_line:
        markup = _outer_markup(caret) + next_marker(document, inner)
        numbers = renumbered(document, caret.stretch, inner, 1)
    elif inner.kind == "quote":
        markup = _outer_markup(caret) + _quote_markup(caret)
    else:
        markup = caret.text[: caret.line.ends[min(caret.depth, len(caret.line.ends) - 1)]] if caret.line.ends else ""
    if _is_loose(caret):
        markup = _outer_markup(caret).rstrip(_BLANKS) + document.newline + markup
    before = len(caret.text[: caret.offset].rstrip(_BLANKS))
    return [caret.change(before, caret.offset, document.newline + markup), *numbers]


def _quote_markup(caret: _Caret) -> str:
    """Return the sign of the innermost quote with the space after it, which an empty line may lack."""
    if caret.has_markup and caret.text[caret.mark_end :].strip():
        return caret.text[caret.begins : caret.end]
    inner = caret.inner
    return caret.document.blocks[inner.first].text[inner.start : inner.end]


def _outer_markup(caret: _Caret) -> str:
    """Return the prefix of a next line in everything that contains the innermost container."""
    index = caret.index if caret.has_markup else caret.inner.first
    return markup_below(caret.document, caret.stretch, index, caret.depth)


def _is_loose(caret: _Caret) -> bool:
    """Return True if there is a blank line between the first two items of the list."""
    siblings = caret.inner.siblings
    if siblings is None or len(siblings.items) < 2:
        return False
    return not caret.document.blocks[siblings.items[1].first - 1].text.strip(" \t>")


# Backspace


def _deleted(document: Document, lines: LineStates, selection: Selection) -> list[Change] | None:
    index = document.block_index(selection.head)
    offset = selection.head - document.block_start(index)
    if document.blocks[index].text[lines.of(index).content : offset].strip():
        return None  # inside text, where Backspace must be fast
    caret = _caret(document, lines, selection)
    if caret is None or not caret.has_markup:
        return None
    inner, text = caret.inner, caret.text
    has_space = caret.end > caret.mark_end
    after = caret.mark_end + has_space
    if caret.offset > after and not text[after : caret.offset].strip():
        return [caret.change(after, caret.offset, "")]
    if caret.offset != after or (inner.kind == "item" and not caret.is_first_line and text[: caret.end].strip()):
        return None
    if inner.siblings is not None and caret.is_first_line and inner is not inner.siblings.items[0]:
        return [caret.change(caret.begins, caret.end, " " * inner.columns)]
    return [caret.change(caret.begins, caret.offset, "")] if caret.begins < caret.offset else None
