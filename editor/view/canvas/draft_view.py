"""The draft on the screen: draws it, scrolls over it, and follows its text, its Markdown and its carets."""

from __future__ import annotations

import os
from collections.abc import Iterable

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from editor.document import Document
from editor.document.document import DocumentChange, Phase
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Outline
from editor.document.markdown.reader import Reader
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change
from editor.system import garbage
from editor.system.textual_hooks import KeepsLines
from editor.view.canvas.carets import MANY, all_snapped, changed_lines
from editor.view.canvas.drawn_blocks import DrawnBlocks, edited_blocks
from editor.view.canvas.edit_preview import EditPreview
from editor.view.canvas.focus import FocusDimming
from editor.view.canvas.ghost_text import GhostText
from editor.view.canvas.gutter import Gutter
from editor.view.canvas.mark_source import MarkSource
from editor.view.canvas.messages import Changed, ModeChanged, ViewChanged
from editor.view.canvas.painter import Painter
from editor.view.canvas.pauses import IdleWork, Throttle
from editor.view.canvas.redraw import Redraw
from editor.view.canvas.terminal_cursor import TerminalCursor
from editor.view.canvas.underline import UnderlineSetting, install, use_curly
from editor.view.canvas.viewport import Line, Viewport
from editor.view.layout.document_layout import DocumentLayout
from editor.view.layout.folding import Folding
from editor.view.layout.live_preview import LivePreview, Mode
from editor.view.theme.theme import Theme

_IDLE_SLICE = 0.002  # seconds of work per turn
_MAP_EVERY = 0.3  # least seconds between two drawings of the map


class DraftView(ScrollView, KeepsLines, can_focus=True):
    """Shows a document with one or several selections. Its parts do the work; the view connects them to the screen.

    Attributes:
        markdown: the meaning of the draft's Markdown, line by line.
        outline: its headings.
        folding: which of its sections are folded; change it by `fold` and `fold_all`.
        document_layout: the rows of the whole document.
        viewport: which of them are on the screen. After changing it, call `settle`.
        redraw: has lines drawn again, for example because their marks changed.
        side: the signs, bars and map next to the text.
        ghost: the ghost text at the caret; change it with `Canvas.show_ghost`.
        selections: use `set_selections` to change them.
    """

    ALLOW_SELECT = False  # Textual's own selection of screen text
    DEFAULT_CSS = """
    DraftView { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    def __init__(
        self, document: Document, theme: Theme, *, column: int | None, underlines: UnderlineSetting = "auto"
    ) -> None:
        super().__init__()
        install()
        self.document = document
        self.markdown = Markdown(document)
        self.outline = Outline(document, self.markdown)
        self.folding = Folding(document, self.markdown)
        self._preview = LivePreview(
            document,
            self.markdown,
            selections=lambda: self.selections,
            width=lambda: self.document_layout.width,
            suffix=self.folding.suffix,
        )
        self.selections = Selections.single(0, 0)
        self.document_layout = DocumentLayout(document, column or 80, self._preview.form, self._preview.breaks)
        self._drawn = DrawnBlocks(document, self.markdown, self.document_layout, self._preview)
        self.viewport = Viewport(document, self.document_layout, column=column, read_to=self._drawn.read_to)
        self.redraw = Redraw(self, self.viewport, self.document_layout)
        self._terminal_cursor = TerminalCursor(self, self.viewport)
        self.ghost = GhostText(document, self.viewport, self.document_layout)
        self._edit_preview = EditPreview(document, self._preview)
        self._focus = FocusDimming(document)
        self.side = Gutter()
        self.is_bare = False
        """Whether nothing is drawn next to the text, for now."""
        self._painter = Painter(document, self._drawn, self._focus, self._edit_preview)
        self._is_scrolling = False  # while Textual is told where the top line is
        self._shown_top = self.viewport.top
        self._times_settled = -1  # of the viewport, when Textual was told last
        self._visible = (0, 0)  # when that was posted last, moved along with the edits since
        self._posted_selections = self.selections
        self._map = Throttle(self, _MAP_EVERY, self._update_map)
        self._switches_version = 0
        self.has_curly_underlines = use_curly(underlines, os.environ)
        self.set_theme(theme)

    def on_mount(self) -> None:
        self._unsubscribe = self.document.subscribe(self._document_changed, Phase.VIEW)
        self._idle = IdleWork(self, self.idle_work)

    def on_unmount(self) -> None:
        self._unsubscribe()

    def notify_app(self, message: Message) -> None:
        """Post a message straight to the app: on its way up from widget to widget it would cost more than an edit."""
        self.app.post_message(message)

    # Appearance

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        self._painter.set_theme(theme)
        self.styles.background = theme.colour("background")
        self.styles.scrollbar_color = theme.colour("scrollbar")
        self.styles.scrollbar_color_hover = theme.colour("dim")
        self.styles.scrollbar_color_active = theme.colour("dim")
        for part in ("scrollbar_background", "scrollbar_background_hover", "scrollbar_background_active"):
            setattr(self.styles, part, theme.background("scrollbar"))
        self.refresh()

    def set_underlines(self, underlines: UnderlineSetting) -> None:
        """Draw underlines in another style."""
        self.has_curly_underlines = use_curly(underlines, os.environ)
        self._painter.set_theme(self.theme)
        self.refresh()

    def add_marks(self, source: MarkSource, *, over_selections: bool = False) -> None:
        """Draw the marks of a source from now on, over those of sources added before; `over_selections`: over these
        too."""
        (self._painter.over_selections if over_selections else self._painter.sources).append(source)
        self.refresh()

    def read_by(self, reader: Reader | None) -> None:
        """Read the draft as a kind other than Markdown; None: as Markdown."""
        self.markdown.read_by(reader)
        self._lay_out_again()

    @property
    def mode(self) -> Mode:
        """How much of the markup is shown."""
        return self._preview.mode

    def set_mode(self, mode: Mode) -> None:
        """Show more or less of the markup; the first line on the screen stays there."""
        if mode != self.mode:
            self._preview.mode = mode
            self._lay_out_again()
            if self.is_attached:
                self.notify_app(ModeChanged(self))

    def show_edit(self, edit: Change | None) -> None:
        """Show an edit in the text without making it, until the text changes; None: show the text as it is.

        Deleted text is struck through; new text is shown where it would be.
        """
        struck = set(self._edit_preview.struck_blocks())
        concerned = self._edit_preview.clear(self.viewport.visible_blocks())
        if edit is not None:
            concerned |= self._edit_preview.show(edit)
        self.redraw.blocks(struck.union(self._edit_preview.struck_blocks()))
        self._restyle(concerned)
        self.update_map()  # its signs move where the edit takes more rows, or fewer

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        self.redraw.drawn(y)
        viewport, width = self.viewport, self.scrollable_content_region.width
        row_y, place = viewport.top_y + y, None
        if row_y < self.document_layout.height:
            place = index, row = self.document_layout.locate(row_y)
            left, shows_carets = viewport.text_left, self.mode != "reading" and self.has_focus
            strip = self._painter.draw(index, row, self.selections, shows_carets=shows_carets, left=left, width=width)
        else:
            strip = self._painter.blank(width)
        strip = self.ghost.draw(strip, y, self.theme)
        return strip if self.is_bare else self.side.draw(strip, self.theme, y, place, viewport.text_left)

    def _refresh_selections(self, before: Selections, after: Selections) -> None:
        """Redraw the rows on which a caret or a selection differs, and those on which markup appears or disappears."""
        lines = changed_lines(self.viewport, before, after)
        if lines is None:
            self.refresh()
        for some in lines or ():
            self.redraw.lines(some)
        if self.mode == "preview":
            self._restyle(self._drawn.touched(before, after, self.viewport.visible_blocks()))

    def _unfold(self, selections: Selections) -> None:
        """Unfold the lines that carets move to."""
        indices = [self.document.block_index(min(one.head, len(self.document))) for one in selections]
        unfolded = [self.folding.reveal(index) for index in indices]
        if any(unfolded):
            self.document_layout.hide(self.folding.hidden)
            self._lay_out_again()

    # Scrolling

    def settle(self, top: Line | None = None) -> None:
        """Lay out the rows near the screen, and show them; `top` moves the top line."""
        self.viewport.settle(top)
        self._follow_viewport()

    def scroll_rows(self, rows: int) -> None:
        """Scroll down by a number of rows; negative: up."""
        self.viewport.scroll_rows(rows)
        self._follow_viewport()

    def scroll_to_position(self, position: int) -> None:
        """Bring a document position on the screen with a few rows around it, see `Viewport.reveal`."""
        self.viewport.reveal(position)
        self._follow_viewport()

    def scroll_to_line(self, position: int, line: int) -> None:
        """Bring a document position to a line of the screen, if the document allows it."""
        self.viewport.show_at(position, line)
        self._follow_viewport()

    def set_column(self, column: int | None) -> None:
        """Set the width of the text in cells; None: the whole screen."""
        if column != self.viewport.column:
            self.viewport.set_column(column, self.selection.head)
            if self.viewport.is_sized:
                self._follow_viewport()
                self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the screen's new size."""
        self._terminal_cursor.view_moved()
        size = self.scrollable_content_region.size
        self.viewport.resize(size.width, size.height, self.selection.head)
        self._follow_viewport()
        self.refresh()

    def _follow_viewport(self) -> None:
        """Have Textual scroll to the viewport, and notify the app."""
        viewport = self.viewport
        if viewport.times_settled != self._times_settled:
            self._times_settled = viewport.times_settled
            y, size = viewport.top_y, Size(viewport.width, viewport.height)
            self._is_scrolling = True
            try:
                if size != self.virtual_size:
                    self.virtual_size = size
                if self.scroll_y != y:
                    self.scroll_to(y=y, animate=False, force=True, immediate=True)
            finally:
                self._is_scrolling = False
            if viewport.top != self._shown_top:
                self._shown_top = viewport.top
                self.refresh()
            visible = viewport.visible_range()
            if visible != self._visible:
                self._visible = visible
                self.notify_app(ViewChanged(self, *visible))
        self._terminal_cursor.follow(self.selection.head)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the wheel and the scroll bar."""
        # Before a taller screen is reported in `on_resize`, Textual limits the scroll position to it.
        is_sizing = max(1, self.scrollable_content_region.height) != self.viewport.page_rows
        if self._is_scrolling or is_sizing:
            self.vertical_scrollbar.position = new_value
            return
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.settle(self.document_layout.locate(round(new_value)))

    def on_focus(self) -> None:
        self.redraw.carets(self.selections)
        self._terminal_cursor.follow(self.selection.head)

    def on_blur(self) -> None:
        self.redraw.carets(self.selections)

    # Selections

    @property
    def selection(self) -> Selection:
        """The main one: the screen follows it, and it stays when the others are removed."""
        return self.selections.main

    def select(self, anchor: int, head: int, *, scroll: bool = True) -> None:
        """Select from `anchor` to `head`, where the caret goes, and nothing else."""
        self.set_selections(Selections.single(anchor, head), scroll=scroll)

    def set_selections(self, selections: Selections, *, scroll: bool = True, forward: bool = False) -> None:
        """Select; all positions are moved back, or forward, to grapheme boundaries.

        `scroll`: bring the main caret on the screen.
        """
        if self.folding.hidden:
            self._unfold(selections)
        before, self.selections = self.selections, all_snapped(self.document, selections, forward=forward)
        if before != self.selections:
            self._refresh_selections(before, self.selections)
        if scroll:
            self.scroll_to_position(self.selection.head)
        else:
            self.settle()
        if self.selections != self._posted_selections:
            self._posted_selections = self.selections
            self.notify_app(Changed(self, selections=self.selections))
        if self._focus.follow(self.selection.head):
            self.refresh()

    # Following the document

    def _document_changed(self, change: DocumentChange) -> None:
        """Follow an edit: update the carets, the rows, their drawing, and everything around them."""
        showed_edit = self._edit_preview.forget()
        start, end = self._visible
        self._visible = change.transaction.map_position(start, -1), change.transaction.map_position(end, 1)
        self.selections = all_snapped(self.document, self.selections.map(change.transaction))
        self._follow_rows(change)
        self._idle.edited()
        if showed_edit:
            self._lay_out_again()
        if self.folding.follow(change):
            self.document_layout.hide(self.folding.hidden)
            self._lay_out_again()
        self._restyle(edited_blocks(change, self.viewport.visible_blocks()))
        if self._focus.follow(self.selection.head, change.transaction.delta):
            self.refresh()
        self.update_map()
        self._follow_switches()
        self.notify_app(Changed(self, (change,)))

    def _follow_rows(self, change: DocumentChange) -> None:
        """Refresh the rows of a changed block, and everything below it if their number has changed."""
        layout, viewport = self.document_layout, self.viewport
        first = min(block_change.first for block_change in change.block_changes)
        height = layout.block_height(first)
        in_one_block = len(change.block_changes) == 1 and change.block_changes[0][1:3] == (1, 1)
        before = layout.laid_out(first) if in_one_block else None
        viewport.follow(change.block_changes)
        self._shown_top, top_y = viewport.top, viewport.top_y
        self.settle()
        if viewport.top_y != top_y:
            self.refresh()
        elif before is not None and layout.block_height(first) == height:
            self.redraw.lines(self._drawn.edited_lines(change, before, viewport))
        else:
            self.redraw.all_from(first)
        for selection in self.selections.between(*viewport.visible_range())[:MANY]:
            self.redraw.lines(viewport.lines_between(selection.start, selection.end))

    def _restyle(self, concerned: Iterable[int] = ()) -> None:
        """Lay out again the affected blocks and those whose meaning has changed, and draw the differences."""
        lines, first_moved = self._drawn.restyle(concerned, self.viewport)
        for line in lines:
            self.redraw.lines(range(line, line + 1))
        if first_moved is not None:
            self.settle()
            self.redraw.all_from(first_moved)

    def _lay_out_again(self) -> None:
        """Everything may look different: lay it out and draw it again."""
        self.document_layout.invalidate(0, len(self.document.blocks))
        self.viewport.unsettle()
        if self.viewport.is_sized:
            self.settle()
            self.refresh()

    def _follow_switches(self) -> None:
        """Draw everything again where flags were switched off or on."""
        if self._switches_version != self.markdown.switches.version:
            self._switches_version = self.markdown.switches.version
            self.refresh()

    # Work that can wait

    def idle_work(self) -> bool:
        """Do a little of the work that can wait: continue reading, and replace estimates by heights; the screen doesn't
        move.

        Returns False if all is done.
        """
        has_more = self.markdown.advance()
        self._restyle()
        if not has_more and self.document_layout.measure_some(_IDLE_SLICE):
            has_more = True
            if self.document_layout.may_adopt:
                self.document_layout.adopt()
                self.settle()
        if has_more:
            self.update_map()  # the map shows no flags in lines that have turned out to be code
        self._follow_switches()
        if not has_more:
            garbage.settle()
        return has_more

    def update_map(self) -> None:
        """Draw the map of flags again, now unless that was done a moment ago."""
        if self.side.source is not None:
            self._map.call()

    def _update_map(self) -> None:
        if self.side.update_map(self.document_layout, self.viewport.page_rows):
            self.refresh(Region(self.scrollable_content_region.width - 1, 0, 1, self.viewport.page_rows))
