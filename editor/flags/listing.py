"""The list of the shown draft's flags, and its actions."""

from __future__ import annotations

from collections.abc import Callable

from editor.document.annotations import Span
from editor.document.transaction import Change
from editor.flags.draft_flags import DraftFlags
from editor.flags.kinds import kind_in_words
from editor.flags.known_flags import known_flag
from editor.flags.list_screen import FlagList, FlagRow
from editor.flags.suggested_edit import SuggestedEdit, apply_suggestion
from editor.flags.suggestion_label import suggestion_label
from editor.text.sentences import sentences
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft
from scoring.protocol import probability

_MOST = 500  # flags listed, the likeliest to be right
_BEFORE, _AFTER = 20, 60  # code points shown of a word's sentence
_ROWS_ABOVE_PREVIEW = 3


class FlagListController:
    """Lists the flags of the shown draft.

    Args:
        bench: the app.
        flags_of: returns the flags of a draft.
        ignore: ignores the flag at a position.
    """

    def __init__(
        self, bench: Workbench, flags_of: Callable[[Draft], DraftFlags], ignore: Callable[[int], None]
    ) -> None:
        self._bench = bench
        self._flags_of = flags_of
        self._ignore = ignore

    def open(self) -> None:
        """Open the list, which previews the highlighted flag and goes to the chosen one."""
        draft = self._bench.workspace.shown
        flags = self._flags_of(draft)
        if not flags.all_flags():
            self._bench.show_message("nothing is underlined")
            return
        listed = _Listed(self._bench, draft, flags, self._ignore)
        self._bench.textual.push_screen(FlagList(self._bench.theme_in_use, listed))


class _Listed:
    """The flags of a draft while they are listed, see `FlagActions`."""

    def __init__(self, bench: Workbench, draft: Draft, flags: DraftFlags, ignore: Callable[[int], None]) -> None:
        self._bench = bench
        self._draft = draft
        self._flags = flags
        self._ignore = ignore
        canvas = draft.canvas
        self._top, self._overscroll = canvas.viewport.top, canvas.viewport.overscroll
        canvas.viewport.overscroll = canvas.viewport.page_rows - 1  # so that the last line too can be above the list

    def rows(self) -> list[FlagRow]:
        return flag_rows(self._draft, self._flags)

    def preview(self, row: FlagRow, rows: int) -> None:
        """Scroll a flag to the top, above the list, and preview its best suggestion there; the caret stays.

        If the upper `rows` of the screen are few, the flag has fewer lines above it, so that all of it is visible.
        """
        canvas, length = self._draft.canvas, len(self._draft.document)
        self._flags.suggesting.mark_target((row.start, row.end))
        canvas.show_edit(self._edit(row))
        first, last = (canvas.viewport.cell_of(min(place, length))[1] for place in (row.start, row.end))
        above = min(_ROWS_ABOVE_PREVIEW, rows - canvas.content_region.y - (last - first + 1))
        canvas.scroll_to_line(min(row.start, length), max(0, above))

    def leave(self) -> None:
        canvas = self._draft.canvas
        canvas.show_edit(None)
        self._flags.suggesting.mark_target(None)
        canvas.viewport.overscroll = self._overscroll
        canvas.settle(self._top)

    def ignore(self, row: FlagRow) -> None:
        self._ignore(row.start)

    def accept(self, row: FlagRow) -> None:
        """Apply the best suggestion, and leave the carets where they are in the text."""
        canvas, flag = self._draft.canvas, self._flag(row)
        best = _best_edit(flag) if flag is not None else None
        made = None
        if flag is not None and best is not None:
            canvas.show_edit(None)
            made = apply_suggestion(
                self._draft.document, best, flag.start, lambda edit: canvas.write(edit, canvas.selections.map(edit))
            )
        if made is None:
            self._bench.show_message("no correction; F2 for alternatives")

    def choose(self, row: FlagRow) -> None:
        self._bench.jump(min(row.start, len(self._draft.document)))

    def suggest(self, row: FlagRow) -> None:
        self.choose(row)
        self._flags.suggesting.open()

    def nothing_left(self) -> None:
        self._bench.show_message("nothing else is underlined")

    def _flag(self, row: FlagRow) -> Span | None:
        return next(self._flags.flags.shown_in(row.start, row.start + 1), None)

    def _edit(self, row: FlagRow) -> Change | None:
        """Return the best edit of a flag, if its text is still the same."""
        flag = self._flag(row)
        best = None if flag is None else _best_edit(flag)
        return None if flag is None or best is None else best.change_at(flag.start, self._draft.document)


def _best_edit(flag: Span) -> SuggestedEdit | None:
    return next(iter(known_flag(flag).edits), None)


def flag_rows(draft: Draft, flags: DraftFlags) -> list[FlagRow]:
    """Return the likeliest flags of a draft as rows of the list."""
    strongest = sorted(flags.all_flags(), key=lambda flag: -flag.strength)[:_MOST]
    return [_row(draft, flag) for flag in strongest]


def _row(draft: Draft, flag: Span) -> FlagRow:
    document = draft.document
    index = document.block_index(flag.start)
    block_start, text = document.block_start(index), document.blocks[index].text
    start, end = flag.start - block_start, flag.end - block_start
    before, after = _sentence_parts(text, start, end)
    best = _best_edit(flag)
    suggestion = "" if best is None else suggestion_label(best.old, best.replacement)
    kind = kind_in_words(known_flag(flag).kind)
    return FlagRow(
        flag.start, flag.end, index + 1, kind, probability(flag.strength), before, text[start:end], after, suggestion
    )


def _sentence_parts(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the parts of a word's sentence that the list shows, before the word at [start, end) of a line and after
    it."""
    from_ = max(0, start - _BEFORE)
    window = text[from_ : end + _AFTER]
    first, last = 0, len(window)
    for low, high in sentences(window):
        if low <= start - from_:
            first = low
        if high >= end - from_:
            last = high
            break
    before = window[first : start - from_]
    return ("…" if not first and from_ else "") + before, window[end - from_ : last]
