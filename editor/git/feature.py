"""Marks how a draft differs from git's last commit, goes from change to change, and reverts them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from editor.feature import Feature
from editor.git.comparison import Comparison, Hunk, next_hunk, previous_hunk
from editor.git.draft_changes import DraftChanges
from editor.settings.settings import Settings
from editor.view.canvas.pauses import IdleWork
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft

_LOOKS = 5  # calls of `look_around` per look at the commit

Choice = Callable[[Sequence[Hunk], int], Hunk]


class GitFeature(Feature):
    """Follows each draft whose file is in a repository, while it is shown."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._changes: dict[Draft, DraftChanges] = {}
        self._pauses: dict[Draft, IdleWork] = {}
        self._looks = 0
        self._tasks: set[asyncio.Task[None]] = set()

    # -- following -----------------------------------------------------------------------------------------------------

    def draft_opened(self, draft: Draft) -> None:
        self._changes[draft] = DraftChanges(draft)

    def draft_shown(self, draft: Draft) -> None:
        self._look(draft)

    def draft_closed(self, draft: Draft) -> None:
        self._changes.pop(draft, None)
        self._pauses.pop(draft, None)

    def settings_changed(self, draft: Draft, before: Settings | None) -> None:
        is_on = self._bench.settings.of(draft).git_changes
        draft.canvas.side.signs = self._changes[draft] if is_on else None
        if before is not None and before.git_changes != is_on:
            draft.canvas.refresh()
            self._look(draft)

    def edited(self, draft: Draft) -> None:
        if self._changes[draft].is_known and self._is_on(draft):
            if draft not in self._pauses:
                self._pauses[draft] = IdleWork(draft.canvas, lambda: self._rested(draft))
            self._pauses[draft].edited()

    def focused(self) -> None:
        self._look(self._bench.workspace.shown)

    def saved(self, draft: Draft, saving: object) -> None:
        self._look(draft)  # it may have another name

    def look_around(self) -> None:
        """Check regularly whether something was committed or checked out."""
        self._looks += 1
        if self._looks % _LOOKS == 0:
            self._look(self._bench.workspace.shown)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _is_on(self, draft: Draft) -> bool:
        return self._bench.settings.of(draft).git_changes

    def _look(self, draft: Draft) -> None:
        if draft in self._changes and self._is_on(draft):
            self._run(self._changes[draft].look_at_commit())

    def _rested(self, draft: Draft) -> bool:
        """Compare, since the writer has paused. Returns False: nothing is left to do."""
        if draft in self._changes:
            self._run(self._changes[draft].update())
        return False

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- commands ------------------------------------------------------------------------------------------------------

    def next_change(self) -> None:
        """Go to the next change of the shown draft; after the last one, to the first."""
        self._go(next_hunk)

    def previous_change(self) -> None:
        """Go to the change before; before the first one, to the last."""
        self._go(previous_hunk)

    def revert(self) -> None:
        """Restore the commit's text in place of the changes at the carets, as one undo step."""
        found = self._compared()
        if found is None:
            return
        canvas = self._bench.canvas
        line_of = canvas.document.block_index
        places = [(line_of(selection.start), line_of(selection.end)) for selection in canvas.selections]
        hunks = [hunk for hunk in found.hunks if any(hunk.holds(*place) for place in places)]
        if not hunks:
            self._bench.show_message("no change at the caret since the last commit")
        elif canvas.restore_text(found.reverting(hunks)):
            self._changes[self._bench.workspace.shown].compare_now()

    def _go(self, choice: Choice) -> None:
        found = self._compared()
        if found is not None:
            document = self._bench.canvas.document
            hunk = choice(found.hunks, document.block_index(self._bench.canvas.selection.head))
            self._bench.jump(document.block_start(hunk.start))

    def _compared(self) -> Comparison | None:
        """Return how the shown draft differs from the last commit; None, with a message, if it doesn't."""
        found = self._changes[self._bench.workspace.shown].compare_now()
        if found is None:
            switched_off = "the setting “git_changes” is off"
            is_on = self._is_on(self._bench.workspace.shown)
            self._bench.show_message("no git commit to compare this draft with" if is_on else switched_off)
        elif not found.hunks:
            self._bench.show_message("no changes since the last commit")
        return found if found is not None and found.hunks else None
