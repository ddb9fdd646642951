"""Takes snapshots of drafts when they are saved and while they are worked on, and restores them."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path

from editor.document.difference import difference
from editor.document.saving import Saving
from editor.feature import Feature
from editor.paths import snapshots_directory
from editor.snapshots.list_screen import SnapshotList
from editor.snapshots.store import Snapshot, SnapshotError, forget, keep, listed, read
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


class _Watched:
    """The revision of a draft at its last snapshot, and when work on it began since then."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        self.began: float | None = None


class SnapshotsFeature(Feature):
    """Keeps earlier versions of every draft that has a file: one for each save, and one after some minutes of work."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._root = snapshots_directory()
        self._watched: dict[Draft, _Watched] = {}
        self._complaints: set[str] = set()
        self._order = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    # -- taking --------------------------------------------------------------------------------------------------------

    def draft_opened(self, draft: Draft) -> None:
        self._watched[draft] = _Watched(draft.document.revision)

    def draft_closed(self, draft: Draft) -> None:
        self._watched.pop(draft, None)

    def saved(self, draft: Draft, saving: Saving | None) -> None:
        text = draft.document.text if saving is None else saving.text
        self._take(draft, text)

    def look_around(self) -> None:
        """Take snapshots of the drafts that have been worked on for long enough."""
        now = time.monotonic()
        for draft, watched in self._watched.items():
            minutes = self._bench.settings.of(draft).snapshots
            if draft.document.revision == watched.revision:
                watched.began = None
            elif watched.began is None:
                watched.began = now
            elif minutes and now - watched.began >= 60 * minutes:
                self._take(draft, draft.document.text)

    def take_now(self) -> None:
        """Take a snapshot of the shown draft."""
        draft = self._bench.workspace.shown
        if draft.document.path is None:
            self._bench.show_message("save the draft first: snapshots belong to a file")
        else:
            self._take(draft, draft.document.text, is_asked=True)

    def _take(self, draft: Draft, text: str, *, is_asked: bool = False) -> None:
        watched, path = self._watched.get(draft), draft.document.path
        if watched is None or path is None or not (is_asked or self._bench.settings.of(draft).snapshots):
            return
        watched.revision, watched.began = draft.document.revision, None
        if not self._bench.textual.is_running:
            return
        task = asyncio.get_running_loop().create_task(self._keep(path, text, is_asked=is_asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self, path: Path, text: str, *, is_asked: bool) -> None:
        async with self._order:
            try:
                is_new = await asyncio.to_thread(keep, self._root, path, text, time.time())
            except SnapshotError as error:
                if is_asked or str(error) not in self._complaints:
                    self._complaints.add(str(error))
                    self._bench.show_message(str(error), True)
                return
        if is_asked:
            self._bench.show_message("snapshot taken" if is_new else "nothing has changed since the last snapshot")

    async def stop(self) -> None:
        """Wait until everything is kept."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- looking -------------------------------------------------------------------------------------------------------

    async def show(self) -> None:
        """List the snapshots of the shown draft; only within a modal task."""
        draft = self._bench.workspace.shown
        if draft.document.path is None:
            self._bench.show_message("no snapshots: this draft has no file yet")
            return
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        work = asyncio.to_thread(listed, self._root, draft.document.path)
        found = await self._bench.prompts.wait_for(work, "looking for snapshots")
        if not found:
            self._bench.show_message("no snapshots yet: one is taken at every save")
            return
        restore = partial(self._restore, draft)
        screen = SnapshotList(self._bench.theme_in_use, found, self._read, draft.document.text, restore, time.time())
        await self._bench.prompts.ask(screen)

    def _read(self, snapshot: Snapshot) -> str | None:
        """Return a snapshot's text; None, with a message, if it can't be read."""
        try:
            return read(snapshot)
        except SnapshotError as error:
            self._bench.show_message(str(error), True)
            return None

    def _restore(self, draft: Draft, text: str, clock: str) -> None:
        """Replace a draft's text with a snapshot's, as one undo step; first take a snapshot of the text it had."""
        if draft not in self._bench.workspace.drafts:
            return
        self._take(draft, draft.document.text)
        edit = difference(draft.document.text, text)
        if not edit.changes:
            self._bench.show_message("the draft is the same as that snapshot")
            return
        if draft.canvas.restore_text(edit):
            self._bench.show_message(f"restored from {clock}; undo reverts it")

    async def forget(self) -> None:
        """Erase the snapshots of the shown draft; only within a modal task."""
        path = self._bench.workspace.shown.document.path
        if path is None:
            self._bench.show_message("no snapshots: this draft has no file yet")
            return
        try:
            count = await self._bench.prompts.wait_for(asyncio.to_thread(forget, self._root, path), "erasing")
        except OSError as error:
            self._bench.show_message(f"cannot erase {self._root} ({error.strerror}); delete it yourself", True)
        else:
            self._bench.show_message(f"forgot {count} snapshot{'' if count == 1 else 's'} of {path.name}")
