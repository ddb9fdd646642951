"""Fits edits into tables, so that an edit in a cell stays in the cell.

An inserted pipe is escaped, and a line end becomes a space. Deletions across cells or rows leave their borders, unless
whole rows or the whole table are deleted. All positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from editor.document.document import Document
from editor.document.formatting.marks import BLOCK_START
from editor.document.formatting.table_lines import is_in_table, table_lines
from editor.document.formatting.tables import cell_index, cell_spans, split_row
from editor.document.markdown.line_scan import ROW_REACH, table_cells
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.text.line_endings import ends_line
from editor.text.line_joints import joint

_PIPE = re.compile(r"(?<!\\)\|")
_LINE_ENDS = re.compile(r"[ \t]*(?:\r\n|\r|\n)\s*")
_BLANKS = " \t"


def in_cells(
    document: Document, lines: LineStates, transaction: Transaction, before: Selections, after: Selections
) -> tuple[Transaction, Selections]:
    """Fit an edit into the tables that it touches.

    `before` and `after` are the selections around the edit: a caret deletes only within its cell. Returns the
    edit to make and the selections after it. Outside tables they are returned unchanged.
    """
    if not any(_touches_table(document, lines, change) for change in transaction.changes):
        return transaction, after
    fitted = _Fitted(document, lines, before)
    for change in _unwrapped(document, lines, transaction.changes):
        fitted.add(change)
    made = fitted.transaction()
    if not made.changes:
        return made, before
    ranges = [Selection(fitted.moved(one.anchor, made), fitted.moved(one.head, made)) for one in after]
    return made, Selections.of(ranges, ranges[after.main_index])


def in_cell(text: str, before: str = "") -> str:
    """Return a text in a form that fits into a cell after the text `before`: with escaped pipes, and on one line."""
    one_line = _LINE_ENDS.sub(
        lambda end: joint(end.string[: end.start()], end.string[end.end() :]), text.strip("\r\n") or text
    )
    escape = "\\" if before.endswith("\\") else ""
    return _PIPE.sub(r"\\|", escape + one_line)[len(escape) :]


def _touches_table(document: Document, lines: LineStates, change: Change) -> bool:
    first = document.block_index(change.start)
    if is_in_table(document, lines, first):
        return True
    return change.end > change.start and is_in_table(document, lines, document.block_index(change.end))


def _unwrapped(document: Document, lines: LineStates, changes: Iterable[Change]) -> Iterable[Change]:
    """Yield the changes; a change that puts signs around text in a table becomes two insertions."""
    for change in changes:
        old = document.slice(change.start, change.end) if change.end > change.start and change.text else ""
        place = change.text.find(old) if old and len(old) < len(change.text) and "|" in old else -1
        if place < 0 or not _touches_table(document, lines, change):
            yield change
            continue
        for at, text in ((change.start, change.text[:place]), (change.end, change.text[place + len(old) :])):
            if text:
                yield Change(at, at, text)


@dataclass(frozen=True)
class _Done:
    """A wanted change, and where its text went: `place` in the text before, `text` as written there."""

    wanted: Change
    place: int
    text: str
    start_after: int
    """Start of the wanted change in the text after all wanted changes."""


class _Fitted:
    """Collects changes, each fitted into its tables."""

    def __init__(self, document: Document, lines: LineStates, before: Selections) -> None:
        self._document = document
        self._lines = lines
        self._carets = {one.head for one in before if one.is_empty}
        self._done: list[_Done] = []
        self._pieces: list[Change] = []
        self._rows: set[int] = set()
        self._gained = 0
        self._opened: set[int] = set()  # where an outer pipe is put

    def add(self, change: Change) -> None:
        """Add a change; they ascend."""
        pieces, place, text = self._fit(change)
        self._done.append(_Done(change, place, text, change.start + self._gained))
        self._gained += len(change.text) - (change.end - change.start)
        reached = self._pieces[-1].end if self._pieces else 0
        for piece in pieces:
            start = max(piece.start, reached)
            end = max(piece.end, start)
            if piece.text or end > start:
                self._pieces.append(Change(start, end, piece.text))
            reached = end

    def transaction(self) -> Transaction:
        """Return all changes, including repairs for rows that would otherwise have other cells than before."""
        pieces = list(self._pieces)
        for index in sorted(self._rows):
            pieces += self._repairs(index)
        opening = [Change(place, place, "| ") for place in self._opened]
        return Transaction(tuple(sorted([*opening, *pieces], key=lambda piece: (piece.start, piece.end))))

    def moved(self, position: int, made: Transaction) -> int:
        """Map a position in the text after the wanted changes to the text after the changes made."""
        gained = 0
        for done in self._done:
            wanted, start = done.wanted, done.start_after
            if position < start:
                break
            if position <= start + len(wanted.text):
                offset = position - start
                written = done.text if offset == len(wanted.text) else in_cell(wanted.text[:offset])
                if wanted.text == done.text:
                    written = wanted.text[:offset]
                opened = 2 * (done.place in self._opened)
                return made.map_position(done.place, -1) + opened + min(len(written), len(done.text))
            gained += len(wanted.text) - (wanted.end - wanted.start)
        return made.map_position(position - gained)

    # One change

    def _fit(self, change: Change) -> tuple[list[Change], int, str]:
        """Return the changes to make, where the text of the change goes, and that text as it is written."""
        document, lines = self._document, self._lines
        as_it_is = [change], change.start, change.text
        if not _touches_table(document, lines, change):
            return as_it_is
        first = document.block_index(change.start)
        last = document.block_index(change.end) if change.end > change.start else first
        if first != last:
            return self._across_lines(change, first, last)
        if self._begins_line_below(change, first):
            return as_it_is
        if lines.of(first).kind == "table.rule":
            text = in_cell(change.text) if ends_line(change.text) else change.text
            return [Change(change.start, change.end, text)], change.start, text
        return self._in_row(change, first)

    def _begins_line_below(self, change: Change, index: int) -> bool:
        """Return True if a change only ends a table's last line, after its closing pipe."""
        document = self._document
        if change.end > change.start or change.text.strip() or not ends_line(change.text):
            return False
        text = document.blocks[index].text
        if change.start != document.block_start(index) + len(text):
            return False
        is_last = index + 1 == len(document.blocks) or self._lines.of(index + 1).kind != "table.row"
        is_closed = _PIPE.search(text.rstrip(_BLANKS), len(text.rstrip(_BLANKS)) - 1) is not None or "|" not in text
        return is_last and (is_closed or self._lines.of(index).kind == "table.rule")

    def _in_row(self, change: Change, index: int) -> tuple[list[Change], int, str]:
        document = self._document
        prefix, row = split_row(document, self._lines, index)
        origin = document.block_start(index) + len(prefix)
        cells = table_cells(row[:ROW_REACH])
        if cells and not row[cells[-1][1] :].strip(_BLANKS):  # no closing pipe: a space there is being typed
            cells[-1] = cells[-1][0], len(row)
        start, end = change.start - origin, change.end - origin
        if end <= 0 and start < 0:  # in the markup of quotes and lists
            if not change.text.strip(f"{_BLANKS}>"):
                return [change], change.start, change.text
            start = end = 0
            change = Change(origin, origin, change.text)
        if not cells or self._is_typed_row(change.text, row, start, end, cells, index):
            return [change], change.start, change.text
        self._rows.add(index)
        start = max(start, 0)
        caret = self._caret_of(change)
        if caret is not None and not change.text:  # a caret deletes only in its own cell
            first, last = cell_spans(row)[cell_index(row, caret - origin)]
            least, most = cells[cell_index(row, caret - origin)]
            least = first if caret - origin >= first else least
            most = last if caret - origin <= last else most
            start, end = max(start, least), min(end, most)
            if start >= end:
                return [], caret, ""
        inside = next((cell for cell in cells if cell[0] <= start and end <= cell[1]), None)
        if inside is None:
            return self._across_cells(change, index)
        start, end = _with_escapes(row, start, end)
        text = in_cell(change.text, row[:start])
        return [Change(origin + start, origin + max(start, end), text)], origin + start, text

    def _is_typed_row(
        self, text: str, row: str, start: int, end: int, cells: list[tuple[int, int]], index: int
    ) -> bool:
        """Return True if an insertion continues a row that is being typed character by character, pipes included."""
        if start != end or row[end:].strip(_BLANKS) or ends_line(text):
            return False
        leaf = self._lines.of(index).after.leaf
        columns = leaf.columns if leaf is not None and leaf.kind == "table" else len(cells)
        written = row.strip(_BLANKS)
        if len(cells) < columns or not written or written == "|":
            return "|" not in text.strip("|") or len(text) == 1
        is_closed = len(written) > 1 and _PIPE.search(written, len(written) - 1) is not None
        return text == "|" and len(cells) == columns and not is_closed and written.startswith("|")

    def _across_cells(self, change: Change, index: int) -> tuple[list[Change], int, str]:
        """Delete the parts of a row's cells that are in a change, and put its text into the first; the borders stay."""
        prefix, row = split_row(self._document, self._lines, index)
        origin = self._document.block_start(index) + len(prefix)
        first, last = cell_spans(row)[cell_index(row, max(0, change.start - origin))]
        place = origin + min(max(change.start - origin, first), last)
        text = in_cell(change.text, row[: place - origin])
        pieces = self._emptied(index, change.start, change.end)
        if text:
            own = next((piece for piece in pieces if piece.start == place), None)
            pieces = [piece for piece in pieces if piece is not own]
            pieces.append(Change(place, place if own is None else own.end, text))
        return sorted(pieces, key=lambda piece: (piece.start, piece.end)), place, text

    def _emptied(self, index: int, start: int, end: int) -> list[Change]:
        """Return the deletions of the cells' texts within [start, end) of a row."""
        if self._lines.of(index).kind == "table.rule":
            return []
        self._rows.add(index)
        prefix, row = split_row(self._document, self._lines, index)
        origin = self._document.block_start(index) + len(prefix)
        spans = [(max(start - origin, first), min(end - origin, last)) for first, last in cell_spans(row)]
        whole = [_with_escapes(row, *span) for span in spans if span[0] < span[1]]
        return [Change(origin + first, origin + last, "") for first, last in whole]

    # Several lines

    def _across_lines(self, change: Change, first: int, last: int) -> tuple[list[Change], int, str]:
        document, lines = self._document, self._lines
        tables = [
            table_lines(document, lines, index) if is_in_table(document, lines, index) else range(0)
            for index in (first, last)
        ]
        caret = self._caret_of(change) if not change.text else None
        if caret is not None and is_in_table(document, lines, document.block_index(caret)):
            cuts_line = last == first + 1 and not (caret == change.start > document.block_start(first))
            if (cuts_line and self._deletes_rows(change, tables)) or self._joins_blank(change, first, last):
                return [change], change.start, change.text
            return self._in_line_of(change, caret)
        cut = [table for table in tables if table and not self._covers(change, table)]
        if not cut or self._deletes_rows(change, cut) or self._joins_blank(change, first, last):
            return [change], change.start, change.text
        if not change.text.strip(_BLANKS):  # lines that are joined
            change = Change(change.start, change.end, "")
        caret = self._caret_of(change)
        if caret is not None and not change.text and last == first + 1:
            return self._in_line_of(change, caret)
        pieces: list[Change] = []
        outside: tuple[int, int] | None = None
        for index in range(first, last + 1):
            if any(index in table for table in cut):
                if index > first:
                    pieces += self._emptied(index, change.start, change.end)
                continue
            if index > first and not document.blocks[index].text.strip():
                continue  # blank lines next to a table stay
            start = document.block_start(index)
            begin = max(start, change.start) if outside is None else outside[0]
            outside = begin, min(start + len(document.blocks[index].text), change.end)
        place, text = change.start, change.text
        if any(first in table for table in cut):
            length = document.block_start(first) + len(document.blocks[first].text)
            if lines.of(first).kind != "table.rule":
                own, place, text = self._across_cells(Change(change.start, length, change.text), first)
                pieces += own
            elif text:
                pieces.append(Change(change.start, change.start, in_cell(text)))
        elif outside is not None:
            pieces.append(Change(change.start, outside[1], change.text))
            outside = None
        if outside is not None and outside[1] > outside[0]:
            pieces.append(Change(*outside, ""))
        return sorted(pieces, key=lambda piece: (piece.start, piece.end)), place, text

    def _in_line_of(self, change: Change, caret: int) -> tuple[list[Change], int, str]:
        """Limit a deletion to the caret's own line."""
        document = self._document
        index = document.block_index(caret)
        start = document.block_start(index)
        first, last = max(start, change.start), min(start + len(document.blocks[index].text), change.end)
        if first >= last:
            return [], caret, ""
        own = Change(first, last, "")
        return self._fit(own) if _touches_table(document, self._lines, own) else ([own], first, "")

    def _covers(self, change: Change, table: range) -> bool:
        document = self._document
        end = document.block_start(table[-1]) + len(document.blocks[table[-1]].text)
        return change.start <= document.block_start(table[0]) and end <= change.end

    def _deletes_rows(self, change: Change, cut: list[range]) -> bool:
        """Return True if a change deletes nothing but whole lines, and leaves the heads of its tables."""
        if change.text:
            return False
        document = self._document
        first, last = document.block_index(change.start), document.block_index(change.end)
        at_start = change.start == document.block_start(first) and change.end == document.block_start(last)
        at_end = change.start == document.block_start(first) + len(document.blocks[first].text) and (
            change.end == document.block_start(last) + len(document.blocks[last].text)
        )
        if not (at_start or at_end):
            return False
        gone = range(first, last) if at_start else range(first + 1, last + 1)
        return not any(line in gone for table in cut for line in table[:2])

    def _joins_blank(self, change: Change, first: int, last: int) -> bool:
        """Return True if a change only deletes lines without text next to a table."""
        document = self._document
        above = document.slice(document.block_start(first), change.start)
        end = document.block_start(last) + len(document.blocks[last].text)
        return (
            not change.text
            and not document.slice(change.start, change.end).strip()
            and (not above.strip() or not document.slice(change.end, end).strip())
        )

    def _caret_of(self, change: Change) -> int | None:
        """Return the caret that deletes, at one edge of a change; None if it was a selection or another command."""
        if change.end == change.start:
            return None
        return next((edge for edge in (change.end, change.start) if edge in self._carets), None)

    # Rows after the edit

    def _repairs(self, index: int) -> list[Change]:
        """Return the additions that a row needs to keep its cells: a space after a backslash, an outer pipe."""
        prefix, row = split_row(self._document, self._lines, index)
        origin = self._document.block_start(index) + len(prefix)
        end = origin + len(row)
        pieces = [piece for piece in self._pieces if origin <= piece.start and piece.end <= end]
        edited, shift, repairs = row, 0, []
        for piece in pieces:
            first, last = piece.start - origin + shift, piece.end - origin + shift
            edited = edited[:first] + piece.text + edited[last:]
            shift += len(piece.text) - (piece.end - piece.start)
            after = first + len(piece.text)
            if edited[:after].endswith("\\") and edited[after : after + 1] == "|":
                repairs.append(Change(piece.end, piece.end, " "))
                edited, shift = f"{edited[:after]} {edited[after:]}", shift + 1
        if not edited.strip() or "|" not in row:
            return repairs
        begins = BLOCK_START.match(edited) is not None and BLOCK_START.match(row) is None
        if not row.startswith("|") and (edited.lstrip(_BLANKS).startswith("|") or begins):
            self._opened.add(origin)
        is_open = _PIPE.search(row.rstrip(_BLANKS), max(0, len(row.rstrip(_BLANKS)) - 1)) is None
        if is_open and len(table_cells(edited)) < len(table_cells(row)) and edited.rstrip(_BLANKS).endswith("|"):
            repairs.append(Change(end, end, " |"))
        return repairs


def _with_escapes(row: str, start: int, end: int) -> tuple[int, int]:
    """Return [start, end), extended so that no edge is between a pipe and the backslash that escapes it."""
    if row[max(0, start - 1) : start + 1] == "\\|":
        start, end = start - 1, end - (start == end)
    if start < end and row[end - 1 : end + 1] == "\\|":
        end += 1
    return start, end
