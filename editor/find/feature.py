"""Find and replace: applies the find bar to the shown draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import events
from textual.timer import Timer

from editor.document.document import DocumentChange, Phase
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.feature import Feature
from editor.find.background_search import TOO_LONG, BackgroundSearch, Task
from editor.find.bar import FindBar
from editor.find.current_match import CurrentMatch
from editor.find.match_marks import MatchMarks
from editor.find.replacing import ReplacePass
from editor.find.search import Matches, escaped
from editor.system.key_routing import pass_on
from editor.text.printable import printable
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.notice import Notice
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft

_EDIT_PAUSE_S = 0.15  # after the last edit, before searching again
_PATIENCE_S = 0.25  # how long "next" waits for a running search, and the bar before it shows one

_LONGEST_PATTERN = 1000  # code points of a selection that becomes the query


class FindFeature(Feature):
    """Finds and replaces in the shown draft. The `FindListener` of its bar.

    Matches belong to one revision of the text. Moving and replacing first make sure that it is the current
    one, waiting a moment if necessary, so keys do what they should however fast they come.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.bar = FindBar(bench.theme_in_use, self)
        self._marks: MatchMarks | None = None  # on the shown draft, once there is one
        self._unsubscribe: Callable[[], None] = lambda: None
        self._searching = BackgroundSearch(self._arrived)
        self._current = CurrentMatch()
        self._within: tuple[int, int] | None = None
        self._jumps = False  # to the first match after where the search started, once it is found
        self._note = ""  # to add to the result of the running search
        self._timer: Timer | None = None
        self._pass: ReplacePass | None = None  # begun with the first match that was replaced
        self._is_replacing = False  # the edit is ours
        self._behind: tuple[int, int] | None = None  # where the pass ended: revision, end of the last replacement

    @property
    def _canvas(self) -> Canvas:
        return self._bench.canvas

    # -- hooks ---------------------------------------------------------------------------------------------------------

    def draft_shown(self, draft: Draft) -> None:
        """Search this draft from now on."""
        canvas = draft.canvas
        if self._marks is None:
            self._marks = MatchMarks(canvas)
        elif canvas is self._marks.canvas:
            return
        else:
            self._reset()
            self._unsubscribe()
            self._marks.attach(canvas)
        self._unsubscribe = canvas.document.subscribe(self._text_changed, Phase.VIEW)
        self._current.start_at(canvas)
        if self.bar.is_open:
            self._search()

    def draft_closed(self, draft: Draft) -> None:
        if self._marks is not None:
            self._marks.forget(draft.canvas)

    def theme_changed(self) -> None:
        self.bar.set_theme(self._bench.theme_in_use)

    def take_key(self, event: events.Key | events.Paste) -> bool:
        app = self._bench.textual
        if app.focused is not None and self.bar in app.focused.ancestors:
            pass_on(app, event)
            return True
        if isinstance(event, events.Key) and event.key == "escape" and self.bar.is_open:
            self.close()
            return True
        return False

    def view_changed(self, draft: Draft) -> None:
        if self._marks is not None:
            self._marks.view_changed()

    def selection_changed(self, draft: Draft) -> None:
        """Search from the caret from now on, unless it was moved to a match."""
        if self.bar.is_open and self._current.is_left(self._canvas):
            is_elsewhere = self._current.leave(self._canvas, self._found)
            if is_elsewhere and self._is_fresh:
                self._show()

    def _reset(self) -> None:
        """Stop searching and clear the marks."""
        self._stop_timer()
        self._searching.give_up()
        self._pass = None
        self._current.forget()
        self._set_range(None)
        self._mark(None)

    def _text_changed(self, change: DocumentChange) -> None:
        transaction = change.transaction
        self._current.text_changed(transaction)
        if self._within is not None:
            start, end = self._within
            self._within = transaction.map_position(start, -1), transaction.map_position(end, 1)
        if self._marks is not None:
            self._marks.text_changed()
        if self.bar.is_open and not self._is_replacing:
            self._stop_timer()
            self._timer = self._canvas.set_timer(_EDIT_PAUSE_S, self._search)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    # -- searching -----------------------------------------------------------------------------------------------------

    def _wanted(self) -> Task:
        return Task(self.bar.search_query, self._within, self._canvas.document.revision)

    @property
    def _is_fresh(self) -> bool:
        """Whether the search is for the current query in the current text."""
        return self._searching.task == self._wanted()

    def _search(self, *, jumps: bool = False, note: str = "") -> None:
        """Start searching the current text; `jumps`: then go to the first match after where the search started."""
        self._stop_timer()
        self._jumps = self._jumps or jumps
        self._note = note
        self._canvas.set_timer(_PATIENCE_S, self._say_searching)
        self._searching.begin(self._wanted(), self._canvas.document.text)

    def _say_searching(self) -> None:
        if self.bar.is_open and self._searching.is_running:
            self.bar.show_state("searching …")

    def _arrived(self) -> None:
        """Show the results of a search."""
        jumps, self._jumps = self._jumps, False
        matches, origin = self._found, self._current.origin
        if not jumps or self._searching.error:
            self._current.look(self._canvas, matches)
        elif matches is None or not len(matches):
            self._current.forget()
            self._canvas.select(origin, origin)
        else:
            self._current.select(self._canvas, matches, matches.first_from(origin) or 0)
        self._show(self._note)

    def _matches(self) -> Matches | None:
        """Return the matches in the current text; None, after a message, if there are none or they take longer."""
        if not self._is_fresh:
            task = self._searching.task
            self._search(jumps=task is not None and task.query != self.bar.search_query)
        if not self._searching.wait(_PATIENCE_S):
            self._tell("still searching")
            return None
        matches = self._found
        if matches is None or not len(matches):
            self._tell(self._searching.error or "no matches", is_error=bool(self._searching.error))
            return None
        return matches

    @property
    def _found(self) -> Matches | None:
        """The matches of the last search; None: it isn't over, or it failed."""
        return None if self._searching.found is None else self._searching.found.matches

    def _selected(self) -> int | None:
        """Return the index of the selected match, if one is."""
        return self._current.selected(self._canvas, self._found)

    # -- moving --------------------------------------------------------------------------------------------------------

    def go_next(self) -> None:
        """Select the next match, wrapping at the end; open the bar if there is no query."""
        self._step(forward=True)

    def go_previous(self) -> None:
        """Select the previous match, wrapping at the start; open the bar if there is no query."""
        self._step(forward=False)

    def _step(self, *, forward: bool) -> None:
        if not self.bar.search_query.text:
            self.open()
            return
        matches = self._matches()
        if matches is None:
            return
        index = self._current.neighbour(self._canvas, matches, forward=forward)
        self._go(matches, index)

    def _go(self, matches: Matches, index: int) -> None:
        """Go to a match, wrapping at both ends; later queries are searched from there."""
        self._current.select(self._canvas, matches, index % len(matches))
        self._current.start_at(self._canvas)
        self._show(_wrapped(index, len(matches)))

    def select_all(self) -> None:
        """Select every match and go back to the draft."""
        matches = self._matches()
        if matches is None:
            return
        selections = [Selection(start, end) for start, end in matches]
        main = selections[self._selected() or 0]
        self.close()
        self._canvas.set_selections(Selections.of(selections, main))

    # -- replacing -----------------------------------------------------------------------------------------------------

    def replace(self) -> None:
        """Replace the current match and go to the next; if none is current, just go to the next."""
        matches = self._matches()
        current = self._selected()
        if matches is None:
            return
        if current is None or self._is_behind(matches[current]):
            self._behind = None
            self._step(forward=True)
            return
        replacing = self._replacing()
        try:
            change = replacing.change(current, self.bar.replacement)
        except TimeoutError:
            self._tell(TOO_LONG, is_error=True)
            return
        longer = self._edit(change)
        if longer is None:
            return
        remaining = replacing.made(current, longer)
        self._searching.put(self._wanted(), replacing.found)
        if len(remaining):
            self._go(remaining, current)
        else:
            self._behind = self._canvas.document.revision, self._canvas.selection.head
            self._search(note="all replaced")

    def _is_behind(self, match: tuple[int, int]) -> bool:
        """Return True for an empty match that touches the last replacement of a pass: Enter would stick there."""
        return match[0] == match[1] and self._behind == (self._canvas.document.revision, match[0])

    def _edit(self, change: Change) -> int | None:
        """Make a change. Return by how many code points the text grew; None if the draft can't be edited."""
        document = self._canvas.document
        revision, length = document.revision, len(document)
        self._is_replacing = True
        try:
            self._canvas.edit(change.start, change.end, change.text)
        finally:
            self._is_replacing = False
        is_nothing = change.start == change.end and not change.text
        return len(document) - length if is_nothing or document.revision != revision else None

    def _replacing(self) -> ReplacePass:
        """Return the pass in progress, or a new one over the matches of the last search."""
        found, document = self._searching.found, self._canvas.document
        assert found is not None
        if self._pass is None or self._pass.found is not found:
            self._pass = ReplacePass(found, document.text, self._within, document.newline)
        return self._pass

    def replace_all(self) -> None:
        """Replace every match as one undo step; the carets stay where they are."""
        if self._matches() is None:
            return
        try:
            changes = self._replacing().changes(self.bar.replacement)
        except TimeoutError:
            self._tell(TOO_LONG, is_error=True)
            return
        transaction = Transaction(changes)
        self._canvas.write(transaction, self._canvas.selections.map(transaction))
        self._search(note=f"{len(changes):,} replaced")

    # -- the bar -------------------------------------------------------------------------------------------------------

    def open(self, *, with_replace: bool = False) -> None:
        """Open the bar. Selected text within a line becomes the query; several selected lines are searched.

        It is mounted the first time it opens, since its many parts add to the cost of every key.
        """
        if self.bar.is_attached:
            self._open(with_replace)
        else:
            self.begin(partial(self._open_first, with_replace))

    async def _open_first(self, with_replace: bool) -> None:
        await self._bench.textual.screen_stack[0].mount(self.bar, before=self._bench.status)
        self._open(with_replace)

    def _open(self, with_replace: bool) -> None:
        canvas = self._canvas
        selection, document = canvas.selection, canvas.document
        text = None
        if self._bench.textual.focused is canvas:
            self._current.start_at(canvas)
            if document.block_index(selection.start) != document.block_index(selection.end):
                self._set_range((selection.start, selection.end))
            elif 0 < selection.end - selection.start <= _LONGEST_PATTERN:
                selected = document.slice(selection.start, selection.end)
                if printable(selected) == selected:  # the field would show anything else changed
                    text = escaped(selected) if self.bar.search_query.is_regex else selected
        self.bar.open(text, with_replace=with_replace)
        self._search()

    def close(self) -> None:
        """Go back to the draft; the caret stays at the match."""
        self._reset()
        self._canvas.screen.set_focus(self._canvas, scroll_visible=False)
        self.bar.hide()

    def query_changed(self) -> None:
        """Search for the new query from where the search started."""
        if self.bar.is_open and not self._is_fresh:
            self._search(jumps=True)

    def selection_switched(self) -> None:
        """Search in the selection, or in the whole draft again."""
        selection = self._canvas.selection
        if self.bar.in_selection and (selection.is_empty or self._selected() is not None):
            self._set_range(None)
            self.bar.show_state("select the text to search first", is_error=True)
            return
        self._set_range((selection.start, selection.end) if self.bar.in_selection else None)
        self._search()

    def _set_range(self, within: tuple[int, int] | None) -> None:
        self._within = within
        self.bar.in_selection = within is not None

    def _show(self, note: str = "") -> None:
        """Mark the matches and show their number; `note` is added to it."""
        found, error = self._searching.found, self._searching.error
        if not self.bar.is_open:
            if note:
                self._tell(note)
            return
        if found is None:
            self.bar.show_state(error, is_error=True)
            self._mark(None)
            return
        matches = found.matches
        self.bar.show_state(", ".join(filter(None, [_count(len(matches), self._current.index), note])))
        self._mark(matches)

    def _mark(self, matches: Matches | None) -> None:
        """Mark matches in the shown draft; None: nothing."""
        if self._marks is not None:
            index = self._current.index
            current = None if index is None or matches is None else matches[index]
            self._marks.show(matches, current, self._within)

    def _tell(self, text: str, *, is_error: bool = False) -> None:
        """Show a message in the bar, or in the status line if the bar is closed."""
        if self.bar.is_open:
            self.bar.show_state(text, is_error=is_error)
        else:
            # Through the canvas, so that it arrives after the caret's move, which clears the status line.
            self._canvas.post_message(Notice(text, is_error=is_error))


def _wrapped(index: int, count: int) -> str:
    """Return the note for going to match `index`, which is out of range after wrapping."""
    if index < 0:
        return "continued from the bottom"
    return "continued from the top" if index >= count else ""


def _count(count: int, current: int | None) -> str:
    if not count:
        return "no matches"
    if current is not None:
        return f"{current + 1:,} of {count:,}"
    return f"{count:,} matches" if count > 1 else "1 match"
