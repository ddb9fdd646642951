"""The quotes and list items around a position as a tree: siblings, beginnings and ends.

Line states give the containers of each line. Here the lines between two uncontained lines are combined, at most
`REACH` in either direction. Offsets are code points of a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from editor.document.document import Document
from editor.document.markdown import line_state
from editor.document.markdown.line_state import LineKind, LineState, Marker
from editor.document.markdown.lines import LineStates

REACH = 1000
_TAB = 4  # columns
_BLANK = re.compile(r"[ \t]*")
_EMPTY_ITEM = re.compile(r"(?P<marker>(?P<bullet>[-*+])|\d{1,9}[.)])[ \t]+\Z")
_NOT_A_TAB = re.compile(r"[^\t]")

VERBATIM: frozenset[LineKind] = frozenset(
    ("fence", "code", "indented", "html", "comment", "math", "front_matter", "table.rule")
)
"""Lines in which the markup of emphasis and lists has no meaning."""


@dataclass(eq=False, slots=True)
class ItemList:
    """The items of one list from the first on; `sign` is the bullet, or the character after the numbers."""

    sign: str
    items: list[Container] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Container:
    """A quote, a list item or a footnote.

    Attributes:
        first: index of the line that it begins in.
        last: index of its last line that isn't blank.
        start: start of its markup, including the spaces before it, in that line.
        mark: start of the marker itself.
        mark_end: end of the marker.
        end: start of its content: after one to four spaces, or after the marker if the line ends there.
        columns: by how many columns its lines are indented further than those around it.
        number: of an item in a numbered list.
        box: start of a task's box.
        siblings: the list that an item belongs to.
    """

    kind: Literal["quote", "item", "footnote"]
    first: int
    last: int
    start: int = 0
    mark: int = 0
    mark_end: int = 0
    end: int = 0
    columns: int = 0
    number: int | None = None
    box: int | None = None
    siblings: ItemList | None = None
    open_list: ItemList | None = None  # while the tree grows: the list that another item inside would join


@dataclass(frozen=True, slots=True)
class ContainedLine:
    """A line and its containers.

    Attributes:
        containers: outermost first. A container whose markup the line lacks is included if the line continues its
            paragraph anyway ("laziness").
        ends: end of the markup of each container that has it in this line; in a blank line at most the line's end.
        state: the line's state.
    """

    containers: tuple[Container, ...]
    ends: tuple[int, ...]
    state: LineState

    def start_of(self, depth: int) -> int:
        """Return the start of the markup of container number `depth` in this line."""
        return self.ends[depth - 1] if depth else 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines from index `first` on, parsed together."""

    first: int
    lines: Sequence[ContainedLine]

    @property
    def stop(self) -> int:
        """The index after the last line."""
        return self.first + len(self.lines)

    def line(self, index: int) -> ContainedLine:
        return self.lines[index - self.first]


def stretch_around(document: Document, lines: LineStates, index: int, last: int | None = None) -> Stretch:
    """Return the lines around index `index`, or around those from there to `last`."""
    last = index if last is None else last
    first = index
    while first > max(0, index - REACH) and not _is_outside(lines.of(first)):
        first -= 1
    stop = min(len(document.blocks), last + REACH)
    tree = _Tree()
    contained = []
    for line in range(first, stop):
        state = lines.of(line)
        if line > last and _is_outside(state):
            break
        contained.append(tree.grow(line, document.blocks[line].text, state))
    return Stretch(first, contained)


def shared_containers(stretch: Stretch, selected: range) -> list[Container]:
    """Return the containers of all selected lines, without those that begin with the first of them."""
    shared = [container for container in stretch.line(selected[0]).containers if container.first < selected[0]]
    within = [stretch.line(index).containers if index < stretch.stop else () for index in selected]
    return [container for container in shared if all(container in containers for containers in within)]


def markup_below(document: Document, stretch: Stretch, index: int, depth: int) -> str:
    """Return the prefix that puts a line below line `index` into its `depth` outermost containers; items use spaces."""
    line, text = stretch.line(index), document.blocks[index].text
    parts = []
    for level in range(min(depth, len(line.ends))):
        container, markup = line.containers[level], text[line.start_of(level) : line.ends[level]]
        if container.kind == "footnote" and container.first == index:
            markup = " " * container.columns
        elif container.kind == "item" and container.first == index:
            markup = _NOT_A_TAB.sub(" ", markup)
        parts.append(markup)
    return "".join(parts)


def _is_outside(state: LineState) -> bool:
    """Return True if a line has no container and everything above it has ended."""
    return not state.containers and state.kind != "blank"


class _Tree:
    """The tree of containers, built line by line."""

    def __init__(self) -> None:
        self._open: list[Container] = []
        self._root = Container("quote", 0, 0)

    def grow(self, index: int, text: str, state: LineState) -> ContainedLine:
        """Add the next line."""
        begins = _begins(state)
        kept = min(len(self._open), len(state.containers) if begins is None else begins)
        del self._open[kept:]
        place = _Place(text)
        markers = [marker for marker in state.markers if marker.kind not in ("task", "heading")]
        ends: list[int] = []
        for depth, container in enumerate(state.containers):
            if depth < kept:
                if not _passed(container, place, markers):
                    break
            elif not markers:
                break  # their first lines are out of reach
            else:
                self._begin(index, place, container, markers.pop(0), state)
            ends.append(place.offset)
        if len(ends) == len(state.containers) and (marker := _begun_item(text, state)) is not None:
            item = line_state.Container("item", place.indent + marker.end - marker.start + 1)
            state = msgspec.structs.replace(
                state, containers=(*state.containers, item), markers=(*state.markers, marker), content=len(text)
            )
            self._begin(index, place, item, marker, state)
            ends.append(place.offset)
        if state.kind != "blank":
            for opened in self._open:
                opened.last = index
            if len(self._open) == kept:
                (self._open[-1] if self._open else self._root).open_list = None
        return ContainedLine(tuple(self._open), tuple(ends), state)

    def _begin(
        self, index: int, place: _Place, container: line_state.Container, marker: Marker, state: LineState
    ) -> None:
        parent = self._open[-1] if self._open else self._root
        start, column = place.offset, place.column
        place.skip_to(marker.end)
        after_marker = place.column
        if container.kind == "item":
            place.skip_columns(column + container.width - after_marker)
        elif container.kind == "quote":
            place.skip_columns(1)
        else:
            place.skip_columns(len(place.text))
        begun = Container(container.kind, index, index, start, marker.start, marker.end, place.offset, container.width)
        if container.kind == "item":
            written = place.text[marker.start : marker.end]
            begun.number = int(written[:-1]) if marker.kind == "number" else None
            if parent.open_list is None or parent.open_list.sign != written[-1]:
                parent.open_list = ItemList(written[-1])
            begun.siblings = parent.open_list
            begun.siblings.items.append(begun)
            task = state.markers[-1]
            if (
                task.kind == "task"
                and container == state.containers[-1]
                and len(self._open) + 1 == len(state.containers)
            ):
                begun.box = task.start
        else:
            parent.open_list = None
        self._open.append(begun)


def _begun_item(text: str, state: LineState) -> Marker | None:
    """Return the marker of an empty item that begins within another one, right below its text.

    Until something is typed after it, CommonMark reads it as more of that text, or as the underline of a heading. For
    the writer it is an item already: Tab and the like must find it.
    """
    if state.kind not in ("paragraph", "underline") or not state.containers or state.containers[-1].kind != "item":
        return None
    found = _EMPTY_ITEM.match(text, state.content) if state.continues else None
    if found is None:
        return None
    return Marker("bullet" if found["bullet"] else "number", state.content, found.end("marker"))


def _begins(state: LineState) -> int | None:
    """Return the depth of the first item or footnote that begins in a line; None if none does."""
    begun = sum(marker.kind in ("bullet", "number", "footnote") for marker in state.markers)
    depths = [depth for depth, container in enumerate(state.containers) if container.kind != "quote"]
    return depths[-begun] if begun else None


def _passed(container: line_state.Container, place: _Place, markers: list[Marker]) -> bool:
    """Skip the markup of a container that is open above the line; return False if the line lacks it."""
    if container.kind == "quote":
        if not markers or markers[0].kind != "quote":
            return False
        place.skip_to(markers.pop(0).end)
        place.skip_columns(1)
        return True
    if place.indent < container.width and not place.is_blank:
        return False
    place.skip_columns(container.width)
    return True


class _Place:
    """A position in a line that counts tabs by their width; a tab may be half consumed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.column = 0
        self._left = 0  # columns of the previous tab that belong to the text that follows
        self._blank_end = (
            self._blank_column
        ) = -1  # where the white space from here on ends; deep lists ask at each level

    @property
    def is_blank(self) -> bool:
        return not self.text[self.offset :].strip(" \t")

    @property
    def indent(self) -> int:
        """Columns of white space from here on."""
        if self.offset > self._blank_end:
            blank = _BLANK.match(self.text, self.offset)
            assert blank is not None
            self._blank_end, self._blank_column = blank.end(), self.column
            if "\t" in blank[0]:
                for sign in blank[0]:
                    self._blank_column = _next_column(self._blank_column, sign)
            else:
                self._blank_column += len(blank[0])
        return self._blank_column - self.column + self._left

    def skip_columns(self, count: int) -> None:
        """Skip that many columns of white space, or as many as there are."""
        taken = min(count, self._left)
        self._left -= taken
        count -= taken
        if count > 0 and self.text.startswith(" " * count, self.offset):
            self.offset += count
            self.column += count
            self._left = 0
            return
        while count > 0 and self.offset < len(self.text) and self.text[self.offset] in " \t":
            width = _next_column(self.column, self.text[self.offset]) - self.column
            self.offset += 1
            self.column += width
            self._left = max(0, width - count)
            count -= width

    def skip_to(self, offset: int) -> None:
        while self.offset < offset:
            self.column = _next_column(self.column, self.text[self.offset])
            self.offset += 1
        self._left = 0


def _next_column(column: int, sign: str) -> int:
    return column + (_TAB - column % _TAB if sign == "\t" else 1)
