"""A view whose lines look like what their Markdown means, and keep doing so while the text and the carets change."""

from __future__ import annotations

from collections.abc import Iterable

from editor.document import Document
from editor.document.document import DocumentChange
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Outline
from editor.document.markdown.spans import StyleSpan
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change
from editor.view.canvas.row_rendering import Mark
from editor.view.canvas.selecting_view import SelectingView
from editor.view.layout.block_layout import BlockLayout
from editor.view.layout.folding import Folding
from editor.view.layout.form import Form, Piece, Tried
from editor.view.layout.live_preview import LivePreview, Mode
from editor.view.layout.shown_edit import shown_edit
from editor.view.theme.theme import Theme

_KEPT_DRAWN = 1000

_Signature = tuple[str, tuple[str, ...], tuple[Piece, ...], tuple[StyleSpan, ...], Tried | None]


class MarkdownView(SelectingView):
    """Lays out the lines as `LivePreview` says. Subclasses draw them.

    Attributes:
        markdown: what the draft's Markdown means, line by line.
        outline: its headings.
        folding: which of its sections are folded; use `fold` and the like to change it.
        theme: all is drawn in.
        has_curly_underlines: whether the terminal draws them.
    """

    theme: Theme
    has_curly_underlines: bool

    def __init__(self, document: Document, *, column: int | None) -> None:
        self.markdown = Markdown(document)
        self.outline = Outline(document, self.markdown)
        self._preview = LivePreview(
            document,
            self.markdown,
            selections=lambda: self.selections,
            width=lambda: self.flow.width,
            suffix=self._suffix,
        )
        self.folding = Folding(document, self.markdown)
        self._drawn: dict[int, tuple[BlockLayout, tuple[StyleSpan, ...]]] = {}  # as what, by the blocks' ids
        self._not_restyled: tuple[int, int] | None = None  # blocks that mean something else since they were drawn
        self._struck = (0, 0)  # what an edit that is only shown takes out, in positions of the document
        super().__init__(document, column=column)

    def form_of(self, index: int) -> Form:
        """As `LivePreview` says."""
        return self._preview.form(index)

    def breaks_of(self, index: int) -> Form:
        """As `LivePreview` says."""
        return self._preview.breaks(index)

    @property
    def mode(self) -> Mode:
        """What is seen of the markup."""
        return self._preview.mode

    @property
    def shows_carets(self) -> bool:
        """As the base class; reading needs none."""
        return self.mode != "reading" and super().shows_carets

    def set_mode(self, mode: Mode) -> None:
        """Show more or less of the markup; the first line on the screen stays there."""
        if mode != self.mode:
            self._preview.mode = mode
            self.lay_out_anew()

    def lay_out_anew(self) -> None:
        """Everything may look different: lay it out and draw it again."""
        self.flow.invalidate(0, len(self.document.blocks))
        self._settled = ()
        if self.is_sized:
            self.settle()
            self.refresh()

    def _suffix(self, index: int) -> str:
        lines = self.folding.hidden_lines(index)
        return "" if not lines else f"  ⋯ {lines:,} line{'s' if lines > 1 else ''}"

    # Folding

    def fold(self) -> bool:
        """Fold the section that the caret is in, or unfold it. False where there is none."""
        has_heading = self.folding.toggle(self.document.block_index(self.selection.head))
        if has_heading:
            self._show_folding()
        return has_heading

    def fold_all(self) -> bool:
        """Unfold everything or, where nothing is folded, fold all sections. False where there are none."""
        is_folded = self.folding.toggle_all()
        self._show_folding()
        return is_folded

    def _show_folding(self) -> None:
        """Show what is hidden now, and what is not; carets that are hidden go to the heading above."""
        line = self.cell_of(self.selection.head)[1]
        self.flow.hide(self.folding.hidden)
        self.selections = self._out_of_folds(self.selections)
        self.lay_out_anew()
        index, row, _ = self.locate_position(self.selection.head)
        self.settle(self.flow.locate(self.flow.top(index) + row - min(max(0, line), self.page_rows - 1)))
        self.set_selections(self.selections)

    def _out_of_folds(self, selections: Selections) -> Selections:
        hidden = self.folding.hidden
        moved = []
        for one in selections:
            index = self.document.block_index(one.head)
            while index > 0 and self.document.blocks[index].id in hidden:
                index -= 1
            end = self.document.block_start(index) + len(self.document.blocks[index].text)
            moved.append(one if end >= one.head else Selection(end, end))
        return Selections.of(moved, moved[selections.main_index])

    def set_selections(self, selections: Selections, *, scroll: bool = True, forward: bool = False) -> None:
        """As the base class; what a caret goes to is unfolded."""
        if self.folding.hidden:
            indices = [self.document.block_index(min(one.head, len(self.document))) for one in selections]
            unfolded = [self.folding.reveal(index) for index in indices]
            if any(unfolded):
                self.flow.hide(self.folding.hidden)
                self.lay_out_anew()
        super().set_selections(selections, scroll=scroll, forward=forward)

    # An edit that is only shown

    def show_edit(self, edit: Change | None) -> None:
        """Show in the text what an edit would make of it, until the text changes; None: show the text as it is.

        What is only taken out is struck through; else what is written stands where it would.
        """
        concerned = self._forget_edit()
        if edit is not None:
            self._struck, tried = shown_edit(edit, self.document.slice(edit.start, edit.end))
            concerned |= self._blocks_of(self._struck)
            if tried is not None:
                index = self.document.block_index(tried.start)
                start = self.document.block_start(index)
                moved = Tried(tried.start - start, tried.end - start, tried.text)
                self._preview.tried = self.document.blocks[index].id, moved
                concerned.add(index)
        self._restyle(concerned)

    def _forget_edit(self) -> set[int]:
        """Show no edit any more; returns the blocks that are to be drawn anew."""
        concerned = self._blocks_of(self._struck)
        self._struck = (0, 0)
        if self._preview.tried is not None:
            block_id, _ = self._preview.tried
            self._preview.tried = None
            concerned.update(index for index in self._visible_blocks() if self.document.blocks[index].id == block_id)
        return concerned

    def _blocks_of(self, struck: tuple[int, int]) -> set[int]:
        """The blocks that what is struck lies in, drawn anew."""
        start, end = struck
        if start == end:
            return set()
        blocks = range(self.document.block_index(start), self.document.block_index(end) + 1)
        for index in blocks:
            self.refresh_rows(self.flow.top(index), self.flow.block_height(index))
        return set(blocks)

    def struck_marks(self, theme: Theme, index: int, start: int, end: int) -> list[Mark]:
        """The mark on what an edit that is shown takes out of [start, end) of a block."""
        block_start = self.document.block_start(index)
        first, last = (min(max(position - block_start, start), end) for position in self._struck)
        return [Mark(first, last, theme.overlay("ghost.struck"))] if first < last else []

    # Following the text and the carets

    def look_of(self, index: int) -> tuple[BlockLayout, tuple[StyleSpan, ...]]:
        """The layout and the styles of a block that is drawn now."""
        block = self.document.blocks[index]
        look = self.flow.block(index), self.markdown.spans(index)
        if len(self._drawn) >= _KEPT_DRAWN:
            self._drawn.clear()
        self._drawn[block.id] = look
        return look

    def idle_work(self) -> bool:
        """Read on; then as the base class."""
        has_more = self.markdown.advance()
        self._restyle()
        return has_more or super().idle_work()

    def settle(self, top: tuple[int, int] | None = None) -> None:
        """As the base class; the lines that come on the screen say what they mean now."""
        self._follow_markdown(self._top if top is None else top)
        super().settle(top)

    def _follow_markdown(self, top: tuple[int, int]) -> None:
        """Lay out anew the blocks down to some way below the screen that mean something else now; the next `_restyle`
        draws them. It is always the same way, for all that lies further down counts as changed when it is asked for."""
        changed = self.markdown.changed(top[0] + 2 * self.page_rows)
        if changed:
            self.flow.invalidate(changed.start, changed.stop)
            self._settled = ()
            start, stop = self._not_restyled or (changed.start, changed.stop)
            self._not_restyled = min(start, changed.start), max(stop, changed.stop)

    def _document_changed(self, change: DocumentChange) -> None:
        shows_edit = self._preview.tried is not None or self._struck != (0, 0)
        self._preview.tried, self._struck = None, (0, 0)
        super()._document_changed(change)
        if shows_edit:
            self.lay_out_anew()
        if self.folding.follow(change):
            self.flow.hide(self.folding.hidden)
            self.lay_out_anew()
        moved, visible = 0, self._visible_blocks()
        edited: set[int] = set()
        for block_change in reversed(change.block_changes):
            first = block_change.first + moved
            edited.update(range(max(first, visible.start), min(first + block_change.inserted, visible.stop)))
            moved += block_change.inserted - block_change.removed
        self._restyle(edited)

    def _refresh_selections(self, before: Selections, after: Selections) -> None:
        super()._refresh_selections(before, after)
        if self.mode == "preview":
            self._restyle(self._touched(before, after))

    def _touched(self, before: Selections, after: Selections) -> set[int]:
        """The blocks on the screen that are selected or have a caret in one of both and not in the other.

        Those elsewhere are laid out when they come on the screen.
        """
        visible = self._visible_blocks()
        found: set[int] = set()
        same = set(before.ranges) & set(after.ranges) if len(before) + len(after) > 2 else ()
        for selections in (before, after):
            for selection in selections:
                if selection in same:
                    continue
                first, last = map(self.document.block_index, selection.span)
                self.flow.invalidate(first, last + 1)
                found.update(range(max(first, visible.start), min(last + 1, visible.stop)))
        return found

    def _visible_blocks(self) -> range:
        last, _ = self.flow.locate(self.top_y + self.page_rows - 1)
        return range(self._top[0], last + 1)

    def _restyle(self, concerned: Iterable[int] = ()) -> None:
        """Lay out anew the blocks that are concerned and those whose meaning has changed, and draw what differs."""
        visible = self._visible_blocks()
        self._follow_markdown(self._top)
        stale = set(concerned)
        if self._not_restyled is not None:
            first, stop = self._not_restyled
            self._not_restyled = None
            stale.update(range(max(first, visible.start), min(stop, visible.stop)))
        first_moved: int | None = None
        for index in sorted(self._preview.concerned(stale)):
            drawn = self._drawn.get(self.document.blocks[index].id)
            height = self.flow.block_height(index) if drawn is None else drawn[0].height
            self.flow.invalidate(index, index + 1)
            if index not in visible or self.flow.is_hidden(index):
                continue
            if self.flow.block(index).height != height:
                first_moved = index if first_moved is None else first_moved
            elif first_moved is None:
                self._refresh_styled_rows(index)
        if first_moved is not None:
            self.settle()
            self.refresh_rows(self.flow.top(first_moved), self.flow.height + self.page_rows)

    def _refresh_styled_rows(self, index: int) -> None:
        """Refresh the rows of a block that look otherwise than they were drawn."""
        layout, spans, top = self.flow.block(index), self.markdown.spans(index), self.flow.top(index)
        drawn = self._drawn.get(self.document.blocks[index].id)
        if drawn is None or drawn[0].height != layout.height:
            self.refresh_rows(top, layout.height)
        elif drawn[0] is not layout or drawn[1] != spans:
            for row in range(max(0, self.top_y - top), min(layout.height, self.top_y + self.page_rows - top)):
                if _signature(*drawn, row) != _signature(layout, spans, row):
                    self.refresh_rows(top + row, 1)


def _signature(layout: BlockLayout, spans: tuple[StyleSpan, ...], row: int) -> _Signature:
    """All that a row's drawing depends on, wherever in its block it is."""
    start, end = layout.row_span(row)
    pieces = tuple(
        [
            Piece(piece.start - start, piece.end - start, piece.shown)
            for piece in layout.form.pieces
            if piece.start < end and piece.end > start
        ]
    )
    styles = tuple(
        [
            StyleSpan(max(span.start, start) - start, min(span.end, end) - start, span.kind)
            for span in spans
            if span.start < end and span.end > start
        ]
    )
    form = layout.form
    around = form.ground, form.prefix if row else "", form.suffix
    return layout.row_text(row), around, pieces, styles, layout.tried_on(row)
