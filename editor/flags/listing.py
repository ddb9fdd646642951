"""The list of all flags of the draft that is shown, and what is done from it."""

from __future__ import annotations

import re
from collections.abc import Callable

from editor.document.annotations import Span
from editor.document.transaction import Change, Transaction
from editor.flags.list_screen import FlagList, FlagRow
from editor.flags.suggestion_label import suggestion_label
from editor.workspace.workspace import Draft, Workspace

_MOST = 500  # flags listed, the strongest
_BEFORE, _BEHIND = 20, 60  # code points shown of a word's sentence
_ROWS_ABOVE_PREVIEW = 3
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s+")


class FlagListFeature:
    """Lists flags.

    Args:
        workspace: the drafts.
        ignore: ignores the flag at a position.
        jump: puts the caret somewhere, from where the writer can go back.
        say: shows a message.
    """

    def __init__(
        self,
        workspace: Workspace,
        ignore: Callable[[int], None],
        jump: Callable[[int], None],
        say: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._ignore = ignore
        self._jump = jump
        self._say = say

    def open(self) -> None:
        """List the flags; the one that is highlighted is shown, the one that is chosen is gone to."""
        draft = self._workspace.shown
        if not draft.reading.all_flags():
            self._say("nothing is underlined")
            return
        canvas = draft.canvas
        canvas.app.push_screen(FlagList(canvas.theme, _Listed(draft, self._ignore, self._jump, self._say)))


class _Listed:
    """The flags of a draft while they are listed, see `FlagActions`."""

    def __init__(
        self, draft: Draft, ignore: Callable[[int], None], jump: Callable[[int], None], say: Callable[[str], None]
    ) -> None:
        self._draft = draft
        self._ignore = ignore
        self._jump = jump
        self._say = say
        canvas = draft.canvas
        self._top, self._overscroll = canvas.flow.locate(canvas.top_y), canvas.overscroll
        canvas.overscroll = canvas.page_rows - 1  # so that also the last line comes to stand above the list

    def rows(self) -> list[FlagRow]:
        return rows_of(self._draft)

    def preview(self, row: FlagRow) -> None:
        """Bring a flag to the top of the screen, above the list, as its suggestion would have it; the caret stays."""
        canvas = self._draft.canvas
        self._draft.reading.suggesting.mark_target((row.start, row.end))
        index, line, _ = canvas.locate_position(min(row.start, len(self._draft.document)))
        canvas.flow.measure_above(index, canvas.page_rows)
        canvas.settle(canvas.flow.locate(max(0, canvas.flow.top(index) + line - _ROWS_ABOVE_PREVIEW)))
        canvas.show_edit(self._edit(row))

    def leave(self) -> None:
        canvas = self._draft.canvas
        canvas.show_edit(None)
        self._draft.reading.suggesting.mark_target(None)
        canvas.overscroll = self._overscroll
        canvas.settle(self._top)

    def ignore(self, row: FlagRow) -> None:
        self._ignore(row.start)

    def accept(self, row: FlagRow) -> None:
        """Make the edit, and leave the carets where they are in the text."""
        edit, canvas = self._edit(row), self._draft.canvas
        if edit is None:
            self._say("no edit is suggested here: F2 asks for words")
            return
        canvas.show_edit(None)
        transaction = Transaction((edit,))
        canvas.apply(transaction, canvas.selections.map(transaction))

    def choose(self, row: FlagRow) -> None:
        self._jump(min(row.start, len(self._draft.document)))

    def suggest(self, row: FlagRow) -> None:
        self.choose(row)
        self._draft.reading.suggesting.open()

    def nothing_left(self) -> None:
        self._say("nothing else is underlined")

    def _edit(self, row: FlagRow) -> Change | None:
        """The best edit of a flag, if it is still there."""
        flag = next(self._draft.reading.flags.in_range(row.start, row.start + 1), None)
        if flag is None or not flag.edits or not flag.edits[0].fits(self._draft.document, flag.start):
            return None
        edit = flag.edits[0]
        return Change(flag.start + edit.start, flag.start + edit.end, edit.replacement)


def rows_of(draft: Draft) -> list[FlagRow]:
    """The strongest flags of a draft as they are listed."""
    strongest = sorted(draft.reading.all_flags(), key=lambda flag: -flag.strength)[:_MOST]
    return [_row(draft, flag) for flag in strongest]


def _row(draft: Draft, flag: Span) -> FlagRow:
    document = draft.document
    index = document.block_index(flag.start)
    block_start, text = document.block_start(index), document.blocks[index].text
    start, end = flag.start - block_start, flag.end - block_start
    before = text[max(0, start - _BEFORE) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    before = before[ends[-1] :] if ends else ("…" if start > _BEFORE else "") + before
    behind = text[end : end + _BEHIND]
    stop = _SENTENCE_END.search(behind)
    behind = behind if stop is None else behind[: stop.end()].rstrip()
    kind = flag.kind.removeprefix("flag.").replace("_", " ")
    word, best = text[start:end], flag.edits[0] if flag.edits else None
    suggestion = "" if best is None else suggestion_label(best.old, best.replacement)
    return FlagRow(flag.start, flag.end, index + 1, kind, flag.strength, before, word, behind, suggestion)
