"""The look of the draft's lines: markup is hidden except at a caret or a selection.

It is replaced by clearer signs: bullets, boxes, bars, rules, the borders of tables. Nothing here changes the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Literal, NamedTuple

from editor.document import Document
from editor.document.markdown.line_state import LineState
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import StyleSpan
from editor.document.selections import Selections
from editor.text.graphemes import extends_grapheme
from editor.text.printable import is_plain
from editor.view.layout.form import PLAIN, Form, Piece, Tried
from editor.view.layout.table_forms import TableForms
from editor.view.layout.wrap import tab_width

Mode = Literal["source", "preview", "reading"]
"""All markup is shown; it is hidden except at the carets; it is hidden."""

BAR = "▌"
_BULLETS = "•◦▪"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_KEPT_FORMS = 4000
_LONGEST_ADDRESS = 3  # code points of one that isn't shortened
_WIDEST_HANG = 0.5  # of the column
_CODE = frozenset({"fence", "code", "indented"})
_BY_LINE = frozenset({"fence", "underline"})
_NOT_FINAL = frozenset({"critic.deletion", "critic.comment"})
_COMMENT_SIGNS = {"{>>": "[", "<<}": "]"}
_HIDDEN = frozenset({"markup", "link.url", "escape"})

Ranges = tuple[tuple[int, int], ...]


class _Key(NamedTuple):
    """Everything that a form depends on."""

    revision: int
    state: LineState
    spans: tuple[StyleSpan, ...]
    width: int
    mode: Mode
    selected: Ranges
    suffix: str


class LivePreview:
    """Decides the form of each block.

    Args:
        document, markdown: the draft.
        selections: returns the selections as they are now.
        width: returns the width of the column, in cells.
        suffix: returns the text drawn after a block, by its index.
        mode: how much of the markup is shown; you can change it.

    Attributes:
        tried: a previewed edit, in offsets of a block, and the block's id; you can change it.
    """

    def __init__(
        self,
        document: Document,
        markdown: Markdown,
        *,
        selections: Callable[[], Selections],
        width: Callable[[], int],
        suffix: Callable[[int], str],
        mode: Mode = "preview",
    ) -> None:
        self._document = document
        self._markdown = markdown
        self._selections = selections
        self._width = width
        self._suffix = suffix
        self._tables = TableForms(document, markdown, width, lambda text, spans: list(_folds(text, spans, ())))
        self._forms: dict[int, tuple[_Key, Form]] = {}
        self.mode = mode
        self.tried: tuple[int, Tried] | None = None

    def form(self, index: int) -> Form:
        """Return the form of a block as things are now."""
        form = self._settled_form(index)
        if self.tried is None or self.tried[0] != self._document.blocks[index].id:
            return form
        return form._replace(tried=self.tried[1])

    def _settled_form(self, index: int) -> Form:
        block = self._document.blocks[index]
        spans = self._markdown.spans(index)
        selected = self._selected(index) if self.mode == "preview" else ()
        state = self._markdown.lines.of(index)
        key = _Key(block.revision, state, spans, self._width(), self.mode, selected, self._suffix(index))
        if self.mode != "source" and self._tables.is_in_table(index):
            line_pieces = self._line_pieces(state, block.text, key)
            inline = _inline_pieces(block.text, spans, selected, is_final=self.mode == "reading")
            form = self._tables.form(index, list(_whole(block.text, [*line_pieces, *inline])), selected)
            if form is not None:
                return form
        known = self._forms.get(block.id)
        if known is not None and known[0] == key:
            return known[1]
        if len(self._forms) >= _KEPT_FORMS:
            self._forms.clear()
        form = self._form(block.text, key)
        self._forms[block.id] = key, form
        return form

    def breaks(self, index: int) -> Form:
        """Return the part of the form that decides how many rows a block takes when no caret is in it.

        This is called for every block, so nothing within a line is read unless there may be an address.
        """
        text = self._document.blocks[index].text
        if self.mode == "reading":
            return self.form(index)
        if self.mode != "source" and ("](" in text or "][" in text or self._tables.is_in_table(index)):
            return self.form(index)
        state = self._markdown.lines.of(index)
        hang = self._hang(state, text)
        return Form(hang=hang) if hang else PLAIN

    def _hang(self, state: LineState, text: str) -> int:
        """Return the cells by which rows after the first are indented: to the line's content, if that isn't too far."""
        if state.kind in _CODE or not (state.markers or (state.containers and state.content)):
            return 0
        columns = _columns(text[: state.content])
        return columns if columns <= self._width() * _WIDEST_HANG else 0

    def concerned(self, indices: Iterable[int]) -> set[int]:
        """Return the blocks whose forms may change with those of `indices`: also the rest of their tables."""
        found: set[int] = set()
        for index in sorted(indices):
            if index not in found and self._tables.is_in_table(index):
                found.update(self._tables.extent(index))
            found.add(index)
        return found

    def _selected(self, index: int) -> Ranges:
        """Return the selections and carets in a block, in its offsets, which may be beyond its ends.

        If everything is selected, that counts as no selection: otherwise all markup would appear and all rows break
        differently.
        """
        start, only = self._document.block_start(index), self._selections()
        if only.main.start == 0 and 0 < only.main.end == len(self._document):
            return ()
        touching = only.between(start, start + len(self._document.blocks[index].text))
        return tuple([(selection.start - start, selection.end - start) for selection in touching])

    def _form(self, text: str, key: _Key) -> Form:
        state = key.state
        hang = self._hang(state, text)
        if not key.spans and not hang and state.kind == "paragraph" and not state.markers:
            return PLAIN if not key.suffix else Form(suffix=key.suffix)
        pieces: tuple[Piece, ...] = ()
        folds: tuple[Piece, ...] = ()
        if key.mode != "source":
            of_line = list(self._line_pieces(state, text, key))
            is_final = key.mode == "reading"
            inline = [] if state.kind in _BY_LINE else _inline_pieces(text, key.spans, key.selected, is_final=is_final)
            pieces = tuple(_whole(text, _disjoint(of_line + inline + _pipes(text, key.spans))))
            # In the reading view marks never appear, so rows break according to the displayed text.
            folds = pieces if key.mode == "reading" else tuple(_whole(text, _folds(text, key.spans, key.selected)))
        prefix = _prefix(state, text, pieces, " " if key.mode == "source" else BAR) if hang else ""
        if key.mode == "reading":
            hang = len(prefix)
        ground = "code.block" if state.kind in _CODE else ""
        return Form(pieces, folds, hang, prefix, key.suffix, ground=ground)

    def _line_pieces(self, state: LineState, text: str, key: _Key) -> Iterator[Piece]:
        """Yield the replacements of a line's structural marks."""
        end = len(text)
        for marker in state.markers:
            if marker.kind == "quote" and not _touches(key.selected, marker.start, marker.end):
                yield Piece(marker.start, marker.end, BAR)
        task = next((marker for marker in state.markers if marker.kind == "task"), None)
        bullet = next((marker for marker in reversed(state.markers) if marker.kind == "bullet"), None)
        if task is not None:
            start = task.start if bullet is None else bullet.start
            if not _touches(key.selected, start, task.end):
                if bullet is not None:
                    yield Piece(start, task.start)
                yield Piece(task.start, task.end, "☑" if state.task else "☐")
        elif bullet is not None and not _touches(key.selected, bullet.start, bullet.end):
            yield Piece(bullet.start, bullet.end, _BULLETS[(state.list_depth - 1) % len(_BULLETS)])
        if state.kind == "rule" and state.content < end and not _touches(key.selected, 0, end):
            room = key.width - _columns(text[: state.content])
            yield Piece(state.content, end, "─" * max(1, room))
        elif state.kind == "underline" and not _touches(key.selected, 0, end):
            yield Piece(state.content, end, ("═" if state.level == 1 else "─") * (end - state.content))
        elif state.kind == "fence" and not _touches(key.selected, 0, end):
            marks = len(text) - len(text[state.content :].lstrip("`~ \t"))
            if state.content < marks:
                yield Piece(state.content, marks)


def _inline_pieces(text: str, spans: tuple[StyleSpan, ...], selected: Ranges, *, is_final: bool = False) -> list[Piece]:
    """Return the replacements of the marks around words; `is_final` removes deletions and comments as well."""
    pieces = []
    gone = [(span.start, span.end) for span in spans if span.kind in _NOT_FINAL] if is_final else []
    for span in spans:
        if span.start >= span.end:
            continue
        if span.recedes and span.kind in _HIDDEN:
            if not _touches(selected, *span.scope):
                pieces.append(Piece(span.start, span.end, _sign(text, span, is_final=is_final)))
            elif (address := _address(text, span)) is not None and not _touches(selected, *address):
                pieces.append(Piece(*address, "…"))
        elif span.kind == "entity" and not _touches(selected, span.start, span.end):
            character = unescape(text[span.start : span.end])
            if len(character) == 1 and is_plain(character) and character != " ":
                pieces.append(Piece(span.start, span.end, character))
        elif span.kind == "footnote" and text.startswith("[^", max(0, span.start - 2)):
            label = text[span.start : span.end]
            if label.isdecimal() and label.isascii() and not _touches(selected, span.start - 2, span.end + 1):
                pieces.append(Piece(span.start, span.end, label.translate(_SUPERSCRIPT)))
    if gone:
        pieces = [piece for piece in pieces if not any(start < piece.end and piece.start < end for start, end in gone)]
        pieces += [Piece(start, end) for start, end in gone]
    return pieces


def _sign(text: str, span: StyleSpan, *, is_final: bool) -> str:
    """Return the replacement of a mark that recedes."""
    if span.kind != "markup":
        return ""
    if text.startswith("![", span.start):
        return "▣ "
    return "" if is_final else _COMMENT_SIGNS.get(text[span.start : span.end], "")


def _pipes(text: str, spans: tuple[StyleSpan, ...]) -> list[Piece]:
    """Return the lines between the cells of a table that is too wide for its columns to be aligned."""
    return [
        Piece(span.start, span.end, "│")
        for span in spans
        if span.kind == "table.rule" and text[span.start : span.end] == "|"
    ]


def _disjoint(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces in order; of two that share text, the first."""
    reached = 0
    for piece in sorted(pieces):
        if piece.start >= reached:
            yield piece
            reached = piece.end


def _whole(text: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces that end between graphemes: a mark with an accent on it is shown."""
    return (piece for piece in pieces if not extends_grapheme(text[piece.end : piece.end + 1]))


def _touches(selected: Ranges, start: int, end: int) -> bool:
    """Return True if a caret or a selection is in [start, end] or at its edges."""
    return any(first <= end and start <= last for first, last in selected)


def _address(text: str, span: StyleSpan) -> tuple[int, int] | None:
    """Return the position of a link's address or label, if it is too long to be shown after its text."""
    if span.kind != "link.url" or text[span.start : span.start + 2] not in ("](", "]["):
        return None
    start, end = span.start + 2, span.end - 1
    return (start, end) if end - start > _LONGEST_ADDRESS else None


def _folds(text: str, spans: tuple[StyleSpan, ...], selected: Ranges) -> Iterator[Piece]:
    """Yield the addresses, which take no room unless the caret is in one."""
    for span in spans:
        address = _address(text, span) if span.recedes else None
        if address is not None and not _touches(selected, *address):
            yield Piece(*address, "…")


def _columns(text: str) -> int:
    """Return the number of cells that markup and white space take."""
    x = 0
    for character in text:
        x += tab_width(x) if character == "\t" else 1
    return x


def _prefix(state: LineState, text: str, pieces: tuple[Piece, ...], bar: str) -> str:
    """Return the start of wrapped rows, below the marks before the line's content: bars of quotes continue."""
    shown = ""
    bars = {marker.start for marker in state.markers if marker.kind == "quote"}
    instead = {piece.start: piece for piece in pieces if piece.end <= state.content}
    offset = 0
    while offset < state.content:
        piece = instead.get(offset)
        if offset in bars:
            shown += bar
            offset += 1
        elif piece is not None:
            shown += " " * len(piece.shown)
            offset = piece.end
        else:
            shown += " " * (tab_width(len(shown)) if text[offset] == "\t" else 1)
            offset += 1
    return shown
