"""Nothing typed is lost: a journal for every draft, the leftovers of earlier editors, and locks on open files."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from textual.timer import Timer
from textual.worker import Worker

from editor.document import Document
from editor.document.document import DocumentChange, Phase
from editor.document.saving import Saving
from editor.feature import Feature
from editor.keys.readable import readable_key
from editor.paths import state_directory
from editor.recovery.journal import Journal
from editor.recovery.leftovers import Leftover, leftovers, of_file
from editor.recovery.prompts import RecoveryPrompts, clock
from editor.recovery.saved_history import keep_history, kept_history
from editor.storage.atomic_write import sweep
from editor.storage.file_lock import FileLock, Owner
from editor.view.widgets.dialogs import Question
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft

_SYNC_AFTER_S = 0.5  # from the first change since the last sync


class _Watch:
    """A draft's journal and lock."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.lock: FileLock | None = None
        self.path: Path | None = None  # of the lock
        self.timer: Timer | None = None


class _Found:
    """The questions to ask about a draft that was opened."""

    def __init__(self, owner: Owner | None, offered: list[Leftover]) -> None:
        self.owner = owner
        self.offered = offered


left_here: set[Path] = set()
"""Journals left by apps of this same process."""


class RecoveryFeature(Feature):
    """Keeps the drafts safe and offers recovered texts.

    Attributes:
        prompts: the questions about recovered texts.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._watches: dict[Document, _Watch] = {}
        self._found: list[tuple[Draft, _Found]] = []  # at the start
        self._left: list[Leftover] = []
        self._has_unsaved = False  # after the program has ended: a journal holds changes that its file lacks
        directory = state_directory()
        self._journals, self._locks, self._histories = (
            directory / "journals",
            directory / "locks",
            directory / "histories",
        )
        self.prompts = RecoveryPrompts(bench, self._journals, lambda draft: self._watches[draft.document].journal)

    # -- drafts come and go --------------------------------------------------------------------------------------------

    def draft_opened(self, draft: Draft) -> None:
        """Keep a journal of the draft."""
        document = draft.document
        name = "" if document.path else draft.untitled
        watch = self._watches[document] = _Watch(Journal(document, self._journals, name))
        document.subscribe(partial(self._edited, watch), Phase.VIEW)

    def look_at_start(self) -> None:
        """Lock the files of the first drafts, and find their leftovers."""
        self._found = [(draft, self._look_for(draft.document)) for draft in self._bench.workspace.drafts]
        self._left = self._left_by_others()

    def start(self) -> None:
        """Offer the leftovers of the first drafts."""
        found, everything = self._found, self._left
        self._found, self._left = [], []
        drafts = [one for one in everything if one.header is not None and not one.header.path]
        for draft in [one for one, _ in found]:
            if draft.is_nowhere:
                self._watches[draft.document].journal.begin()
            _: Worker[None] = self._bench.textual.run_worker(partial(self._recall, draft))
            self._write_ahead(self._watches[draft.document])
        self._tell_of_others(everything)
        if drafts or any(one.owner is not None or one.offered for _, one in found):
            self.begin(partial(self._ask_at_start, found, drafts))

    async def file_opened(self, draft: Draft) -> None:
        """Lock the file, and offer its leftovers."""
        work = asyncio.to_thread(self._look_for, draft.document)
        await self._ask(draft, await self._bench.prompts.wait_for(work, f"looking for changes to {draft.name}"))
        _: Worker[None] = self._bench.textual.run_worker(partial(self._recall, draft))
        self._write_ahead(self._watches[draft.document])

    def saved(self, draft: Draft, saving: Saving | None) -> None:
        """Restart the journal; the draft may have another file now."""
        document, watch = draft.document, self._watches[draft.document]
        saving = saving or document.saving()
        if saving.revision == document.revision:
            watch.journal.saved()
            self._write_ahead(watch)
        else:
            watch.journal.saved_before(saving.text)
            self._settle_soon(watch)
        path = document.path
        if path is None:
            return
        if watch.path is None or watch.path != path:
            self._take_lock(watch, path)
            draft.canvas.refusal = ""
        elif draft.canvas.refusal:
            document.read_only = True
        self._mark_danger()
        if not draft.canvas.refusal:
            kept = partial(keep_history, self._histories, path, saving.text, *saving.steps)
            self._bench.textual.run_worker(kept, thread=True)

    def draft_closed(self, draft: Draft) -> None:
        watch = self._watches.pop(draft.document, None)
        if watch is not None:
            _stop(watch)
            watch.journal.close()
            self._mark_danger()

    def leaving(self) -> None:
        for draft in self._bench.workspace.drafts:
            self.draft_closed(draft)

    async def stop(self) -> None:
        """Sync the journals and leave them for the next start."""
        self._has_unsaved = any(watch.journal.path is not None for watch in self._watches.values())
        for watch in list(self._watches.values()):
            _stop(watch)
            await asyncio.to_thread(watch.journal.sync())
            if watch.journal.path is not None:
                left_here.add(watch.journal.path)
            watch.journal.let_go()
        self._watches.clear()

    def farewell(self) -> str:
        return "unsaved changes are kept; the next start offers them" if self._has_unsaved else ""

    # -- journals ------------------------------------------------------------------------------------------------------

    def _edited(self, watch: _Watch, _: DocumentChange) -> None:
        self._settle_soon(watch)

    def _settle_soon(self, watch: _Watch) -> None:
        if watch.timer is None and self._bench.textual.is_running:
            watch.timer = self._bench.textual.set_timer(_SYNC_AFTER_S, partial(self._settle, watch))

    def _settle(self, watch: _Watch) -> None:
        """Sync the typed text, in a thread."""
        watch.timer = None
        if watch in self._watches.values():
            _: Worker[None] = self._bench.textual.run_worker(partial(self._sync, watch))

    async def _sync(self, watch: _Watch) -> None:
        journal = watch.journal
        journal.retry()
        await asyncio.to_thread(journal.sync())
        if journal.is_long:
            (await asyncio.to_thread(journal.rebase()))()
        if journal.problem:
            self._edited_again(watch)
        self._mark_danger()

    def _write_ahead(self, watch: _Watch) -> None:
        """Write a long text's journal ahead of its first change, in a thread."""

        async def work() -> None:
            (await asyncio.to_thread(watch.journal.write_ahead()))()

        if watch.journal.is_behind and self._bench.textual.is_running:
            _: Worker[None] = self._bench.textual.run_worker(work)

    def _mark_danger(self) -> None:
        """As long as a journal can't be written, show what that means, and how to save."""
        problem = next((watch.journal.problem for watch in self._watches.values() if watch.journal.problem), "")
        keys = self._bench.settings.keymap.keys_for("save")
        offer = f"{readable_key(keys[0])} saves" if keys else "save soon"
        was_in_danger = bool(self._bench.status.status.danger)
        self._bench.status.show(danger=f"not backed up: {problem} · {offer}" if problem else "")
        if problem and not was_in_danger:
            self._bench.show_message(f"cannot write the recovery journal ({problem})", True)
        elif was_in_danger and not problem:
            self._bench.show_message("the recovery journal is up to date again")

    def _edited_again(self, watch: _Watch) -> None:
        """Retry a failed write later."""
        if watch.timer is None and watch in self._watches.values():
            watch.timer = self._bench.textual.set_timer(2 * _SYNC_AFTER_S, partial(self._settle, watch))

    async def _recall(self, draft: Draft) -> None:
        """Let undo reach back to before the file was last closed."""
        document = draft.document
        if document.path is not None and not document.modified:
            steps = await asyncio.to_thread(kept_history, self._histories, document.path, document.text)
            if steps is not None:
                document.recall(*steps)

    # -- locks ---------------------------------------------------------------------------------------------------------

    def _take_lock(self, watch: _Watch, path: Path, *, by_force: bool = False) -> Owner | None:
        """Lock a file instead of the one locked before. May block."""
        if watch.lock is not None and watch.path != path:
            watch.lock.give_back()
            watch.lock = None
        if watch.lock is None:
            watch.lock = FileLock(self._locks, path)
        watch.path = path
        try:
            return watch.lock.take(by_force=by_force)
        except OSError:
            watch.lock = None  # without locks nobody can be warned
            return None

    def look_around(self) -> None:
        """Check in threads whether another editor has taken a file over."""
        for draft in self._bench.workspace.drafts:
            watch = self._watches.get(draft.document)
            if watch is not None and watch.lock is not None and watch.lock.is_taken and not draft.canvas.refusal:
                _: Worker[None] = self._bench.textual.run_worker(partial(self._look_at_lock, draft, watch.lock))

    async def _look_at_lock(self, draft: Draft, lock: FileLock) -> None:
        if await asyncio.to_thread(lambda: lock.is_mine):
            return
        owner = await asyncio.to_thread(lock.owner)
        watch = self._watches.get(draft.document)
        if watch is not None and watch.lock is lock and not draft.canvas.refusal:
            self._refuse(draft, owner)
            self._bench.show_message(f"{draft.name} was taken over by {_named(owner)}; use “Save as” here", True)

    def _refuse(self, draft: Draft, owner: Owner | None) -> None:
        draft.document.read_only = True
        draft.canvas.refusal = f"{draft.name} is read-only: open in {_named(owner)}; use “Save as”"
        self._bench.drafts.show_state()

    def _left_by_others(self) -> list[Leftover]:
        """Return the leftovers of other processes: an app in this process ended on purpose."""
        return [one for one in leftovers(self._journals) if one.path not in left_here]

    # -- what was recovered --------------------------------------------------------------------------------------------

    def _look_for(self, document: Document) -> _Found:
        """Lock a file, and find other editors' unsaved changes to it. May block."""
        if document.path is None:
            return _Found(None, [])
        owner = self._take_lock(self._watches[document], document.path)
        sweep(Path(os.path.realpath(document.path)))
        return _Found(owner, of_file(self._left_by_others(), document.path))

    async def _ask_at_start(self, found: list[tuple[Draft, _Found]], drafts: list[Leftover]) -> None:
        shown = self._bench.workspace.shown
        for draft, one in found:
            if one.owner is not None or one.offered:
                if draft is not self._bench.workspace.shown:
                    self._bench.drafts.show(draft)
                await self._ask(draft, one)
        if shown is not self._bench.workspace.shown:
            self._bench.drafts.show(shown)
        for leftover in drafts:
            if not await self.prompts.offer_draft(leftover):
                break

    async def _ask(self, draft: Draft, found: _Found) -> None:
        """Ask which editor may write, and what to do with recovered texts."""
        if found.owner is not None:
            self._refuse(draft, found.owner)
            if not await self._ask_to_take_over(draft, found.owner):
                return
        for leftover in found.offered:
            await self.prompts.offer(draft, leftover)

    async def _ask_to_take_over(self, draft: Draft, owner: Owner) -> bool:
        """Ask whether to take a file over from another editor. Return True if so."""
        since = clock(owner.since) if owner.since else "?"
        text = f"{draft.name} is open in {_named(owner)} since {since}."
        answers = [("read", "open it read-only"), ("take", "take over; the other window turns read-only")]
        answer = await self._bench.prompts.ask(Question(self._bench.theme_in_use, text, answers))
        path = draft.document.path
        if answer != "take" or path is None:
            return False
        watch = self._watches[draft.document]
        await asyncio.to_thread(partial(self._take_lock, watch, path, by_force=True))
        draft.document.read_only = False
        draft.canvas.refusal = ""
        self._bench.drafts.show_state()
        return True

    def _tell_of_others(self, everything: Iterable[Leftover]) -> None:
        """Mention leftovers that aren't offered now: journals of other versions, and of files that aren't open."""
        problems = [one for one in everything if one.header is None]
        open_files = {_real(draft.document.path) for draft in self._bench.workspace.drafts}
        paths = {os.fsdecode(one.header.path): None for one in everything if one.header is not None and one.header.path}
        others = [Path(path).name for path in paths if path not in open_files]
        if problems:
            more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
            one = problems[0]
            self._bench.show_message(f"left a recovery journal alone, {one.problem}: {one.path}{more}", True)
        elif others:
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            self._bench.show_message(f"unsaved changes to {others[0]}{more}: open it to see them")


def _stop(watch: _Watch) -> None:
    if watch.timer is not None:
        watch.timer.stop()
        watch.timer = None
    if watch.lock is not None:
        watch.lock.give_back()
        watch.lock = None


def _named(owner: Owner | None) -> str:
    return f"process {owner.pid} on {owner.host}" if owner is not None and owner.pid else "another editor"


def _real(path: Path | None) -> str:
    return "" if path is None else os.path.realpath(path)
