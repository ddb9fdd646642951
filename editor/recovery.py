"""Nothing typed is lost: a journal for every draft, what earlier editors left behind, and who else has a file open."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import platformdirs
from textual.app import App
from textual.timer import Timer

from editor.conversation import Conversation
from editor.document import Document
from editor.document.comparison import compared
from editor.document.disk import difference
from editor.document.document import DocumentChange
from editor.document.journal import Journal, JournalError, Recovered, digest_of, read_journal
from editor.document.leftovers import Leftover, leftovers, of_file, put_aside
from editor.document.saving import sweep
from editor.document.transaction import Change, Transaction
from editor.file_lock import FileLock, Owner
from editor.undo_store import keep_history, kept_history
from editor.view.chooser import Choice, Chooser
from editor.view.dialogs import Question
from editor.view.recovery_question import RecoveryQuestion
from editor.view.theme import Theme
from editor.workspace import Draft, Workspace

_SYNC_AFTER_S = 0.5  # of the first change since the last time
_PREVIEWED = 200  # lines of a text that has no file to be compared with


class Desk(Protocol):
    """Where drafts lie: the part of the app that recovery needs."""

    workspace: Workspace

    @property
    def look(self) -> Theme:
        """The theme of the questions."""

    def say(self, message: str, is_error: bool = False) -> None:
        """Say something in the status line until the writer goes on."""

    async def put(self, document: Document) -> Draft:
        """Open a document and show it."""

    def show(self, draft: Draft) -> None:
        """Show an open draft."""

    def tell_state(self) -> None:
        """Show anew what the status line and the tabs say of the drafts."""


class _Watch:
    """What keeps one draft safe."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.lock: FileLock | None = None
        self.path: Path | None = None  # that the lock is for
        self.timer: Timer | None = None


class _Found:
    """What there is to ask about a draft that was opened."""

    def __init__(self, owner: Owner | None, offered: list[Leftover]) -> None:
        self.owner = owner
        self.offered = offered


def state_directory() -> Path:
    """Where journals, locks and histories are, each in a directory of their own."""
    return Path(platformdirs.user_state_dir("logprose"))


class Recovery:
    """Keeps the drafts safe and offers what was recovered.

    Args:
        app: runs what takes time.
        desk: where the drafts are.
        conversation: asks.
    """

    def __init__(self, app: App[Any], desk: Desk, conversation: Conversation) -> None:
        self._app = app
        self._desk = desk
        self._conversation = conversation
        self._watches: dict[Document, _Watch] = {}
        self._told: set[str] = set()
        self.has_unsaved = False
        """Once the program has ended: whether a journal holds anything that its file does not."""
        directory = state_directory()
        self._journals, self._locks, self._histories = (
            directory / "journals",
            directory / "locks",
            directory / "histories",
        )

    # -- drafts come and go --------------------------------------------------------------------------------------------

    def watch(self, document: Document, name: str) -> None:
        """Keep a journal of a document; to be called before anyone else listens to it."""
        watch = self._watches[document] = _Watch(Journal(document, self._journals, name))
        document.subscribe(partial(self._edited, watch))

    def begin(self) -> None:
        """The first drafts are on the screen: lock their files, and offer what was recovered."""
        found = [(draft, self._look_for(draft.document)) for draft in self._desk.workspace.drafts]
        everything = leftovers(self._journals)
        drafts = [one for one in everything if one.header is not None and not one.header.path]
        for draft, _ in found:
            if draft.is_nowhere:
                self._watches[draft.document].journal.begin()
            self._app.run_worker(self._recall(draft))
        self._tell_of_others(everything)
        if drafts or any(one.owner is not None or one.offered for _, one in found):
            self._conversation.begin(partial(self._ask_at_start, found, drafts))

    async def opened(self, draft: Draft) -> None:
        """A file was opened later; only within a conversation."""
        work = asyncio.to_thread(self._look_for, draft.document)
        await self._ask(draft, await self._conversation.wait_for(work, f"looking for changes to {draft.name}"))
        self._app.run_worker(self._recall(draft))

    def saved(self, draft: Draft) -> None:
        """A draft was saved, perhaps under another name."""
        document, watch = draft.document, self._watches[draft.document]
        watch.journal.saved()
        path = document.path
        if path is None:
            return
        if watch.path is None or watch.path != path:
            self._take_lock(watch, path)
            draft.canvas.refusal = ""
        elif draft.canvas.refusal:
            document.read_only = True
        text, steps = document.text, document.steps
        self._app.run_worker(partial(keep_history, self._histories, path, text, *steps), thread=True)

    def closed(self, draft: Draft) -> None:
        """A draft was closed; what was not saved of it was not wanted."""
        watch = self._watches.pop(draft.document, None)
        if watch is not None:
            _stop(watch)
            watch.journal.close()

    def close_all(self) -> None:
        """The writer quits; what was not saved was not wanted."""
        for draft in self._desk.workspace.drafts:
            self.closed(draft)

    async def stop(self) -> None:
        """The program ends: what is in journals stays there for the next start."""
        self.has_unsaved = any(watch.journal.path is not None for watch in self._watches.values())
        for watch in self._watches.values():
            _stop(watch)
            await asyncio.to_thread(watch.journal.sync())
            watch.journal.let_go()
        self._watches.clear()

    # -- journals ------------------------------------------------------------------------------------------------------

    def _edited(self, watch: _Watch, _: DocumentChange) -> None:
        if watch.timer is None and self._app.is_running:
            watch.timer = self._app.set_timer(_SYNC_AFTER_S, partial(self._settle, watch))

    def _settle(self, watch: _Watch) -> None:
        """Have what was typed be synced, in a thread."""
        watch.timer = None
        if watch in self._watches.values():
            self._app.run_worker(self._sync(watch))

    async def _sync(self, watch: _Watch) -> None:
        journal = watch.journal
        journal.retry()
        await asyncio.to_thread(journal.sync())
        if journal.is_long:
            (await asyncio.to_thread(journal.rebase()))()
        if journal.problem:
            self._say_once(f"the recovery journal cannot be written ({journal.problem}): save soon", True)
            self._edited_again(watch)

    def _edited_again(self, watch: _Watch) -> None:
        """Try again in a while to write what could not be written."""
        if watch.timer is None and watch in self._watches.values():
            watch.timer = self._app.set_timer(2 * _SYNC_AFTER_S, partial(self._settle, watch))

    async def _recall(self, draft: Draft) -> None:
        """Have undo go back to what was done before the file was closed."""
        document = draft.document
        if document.path is not None and not document.modified:
            steps = await asyncio.to_thread(kept_history, self._histories, document.path, document.text)
            if steps is not None:
                document.recall(*steps)

    # -- locks ---------------------------------------------------------------------------------------------------------

    def _take_lock(self, watch: _Watch, path: Path, *, by_force: bool = False) -> Owner | None:
        """Lock a file, in place of what was locked before. May block."""
        if watch.lock is not None and watch.path != path:
            watch.lock.give_back()
            watch.lock = None
        if watch.lock is None:
            watch.lock = FileLock(self._locks, path)
        watch.path = path
        try:
            return watch.lock.take(by_force=by_force)
        except OSError:
            watch.lock = None  # where nothing can be locked, others cannot be told
            return None

    def look_at_locks(self) -> None:
        """Find out, in threads, whether another editor has taken a file over."""
        for draft in self._desk.workspace.drafts:
            watch = self._watches.get(draft.document)
            if watch is not None and watch.lock is not None and not draft.canvas.refusal:
                self._app.run_worker(self._look_at_lock(draft, watch.lock))

    async def _look_at_lock(self, draft: Draft, lock: FileLock) -> None:
        if await asyncio.to_thread(lambda: lock.is_mine):
            return
        owner = await asyncio.to_thread(lock.owner)
        watch = self._watches.get(draft.document)
        if watch is not None and watch.lock is lock and not draft.canvas.refusal:
            self._refuse(draft, owner)
            self._desk.say(f"{draft.name} was taken over by {_named(owner)}: save what is not saved elsewhere", True)

    def _refuse(self, draft: Draft, owner: Owner | None) -> None:
        draft.document.read_only = True
        draft.canvas.refusal = f"{draft.name} is only read here: {_named(owner)} has it; save it under another name"
        self._desk.tell_state()

    # -- what was recovered --------------------------------------------------------------------------------------------

    def _look_for(self, document: Document) -> _Found:
        """Lock a file, and find what other editors have left of it. May block."""
        if document.path is None:
            return _Found(None, [])
        owner = self._take_lock(self._watches[document], document.path)
        return _Found(owner, of_file(leftovers(self._journals), document.path))

    async def _ask_at_start(self, found: list[tuple[Draft, _Found]], drafts: list[Leftover]) -> None:
        shown = self._desk.workspace.shown
        for draft, one in found:
            if one.owner is not None or one.offered:
                if draft is not self._desk.workspace.shown:
                    self._desk.show(draft)
                await self._ask(draft, one)
        if shown is not self._desk.workspace.shown:
            self._desk.show(shown)
        for leftover in drafts:
            if not await self._offer_draft(leftover):
                break

    async def _ask(self, draft: Draft, found: _Found) -> None:
        """Ask who is to write, and what is to become of what was recovered."""
        if found.owner is not None:
            self._refuse(draft, found.owner)
            if not await self._ask_to_take_over(draft, found.owner):
                return
        for leftover in found.offered:
            await self._offer(draft, leftover)

    async def _ask_to_take_over(self, draft: Draft, owner: Owner) -> bool:
        """Whether the writer takes a file over from another editor."""
        since = _clock(owner.since) if owner.since else "?"
        text = f"{draft.name} is open in {_named(owner)} since {since}."
        answers = [("read", "only read it here"), ("take", "take it over: there it can only be read then")]
        answer = await self._conversation.ask(Question(self._desk.look, text, answers))
        path = draft.document.path
        if answer != "take" or path is None:
            return False
        watch = self._watches[draft.document]
        await asyncio.to_thread(partial(self._take_lock, watch, path, by_force=True))
        draft.document.read_only = False
        draft.canvas.refusal = ""
        self._desk.tell_state()
        return True

    async def _read(self, leftover: Leftover) -> Recovered | None:
        try:
            return await self._conversation.wait_for(
                asyncio.to_thread(read_journal, leftover.path), "reading a journal"
            )
        except JournalError as error:
            self._desk.say(f"{leftover.path} cannot be read ({error}): it is left alone", True)
            return None

    async def _offer(self, draft: Draft, leftover: Leftover) -> None:
        """Offer what a journal holds beside what the file does."""
        recovered = await self._read(leftover)
        if recovered is None:
            return
        document = draft.document
        text = document.text
        if recovered.text == text:  # the file has all of it
            await asyncio.to_thread(_drop, leftover, document.path)
            return
        lines = await asyncio.to_thread(compared, text, recovered.text)
        is_same = await asyncio.to_thread(lambda: digest_of(text) == recovered.header.digest)
        foreign = "" if is_same else " The file has changed since."
        said = f"{draft.name} has changes of {_clock(recovered.written)} that were not saved.{foreign} Take them?"
        answers = [
            ("take", "take them, as one step that undo takes back"),
            ("keep", "keep the file as it is, and the changes aside"),
            ("later", "decide later"),
        ]
        question = RecoveryQuestion(self._desk.look, said, answers, lines, is_diff=True)
        answer = await self._conversation.ask(question)
        if answer == "take":
            transaction = await asyncio.to_thread(difference, text, recovered.text)
            await self._take(draft, transaction, leftover)
        elif answer == "keep":
            await self._put_aside(leftover)

    async def _offer_draft(self, leftover: Leftover) -> bool:
        """Offer a draft that has no file; whether the writer is to be asked about the next."""
        recovered = await self._read(leftover)
        if recovered is None:
            return True
        if not recovered.text:
            await asyncio.to_thread(_drop, leftover, None)
            return True
        lines = recovered.text.splitlines()
        shown = [
            *lines[:_PREVIEWED],
            *([f"… {len(lines) - _PREVIEWED:,} more lines"] if len(lines) > _PREVIEWED else []),
        ]
        said = f"{recovered.header.name or 'A draft'} of {_clock(recovered.written)} was never saved."
        answers = [("take", "open it"), ("keep", "keep it aside"), ("later", "decide later")]
        question = RecoveryQuestion(self._desk.look, said, answers, shown, is_diff=False)
        answer = await self._conversation.ask(question)
        if answer == "take":
            await self._open(recovered, leftover)
        elif answer == "keep":
            await self._put_aside(leftover)
        return answer is not None

    async def _open_as_draft(self, leftover: Leftover) -> None:
        recovered = await self._read(leftover)
        if recovered is not None:
            await self._open(recovered, leftover)

    async def _open(self, recovered: Recovered, leftover: Leftover) -> None:
        draft = await self._desk.put(Document())
        await self._take(draft, Transaction((Change(0, 0, recovered.text),)), leftover)

    async def _take(self, draft: Draft, transaction: Transaction, leftover: Leftover) -> None:
        """Take over a recovered text; its journal goes when this editor's own has it on disk."""
        canvas = draft.canvas
        canvas.document.apply(
            transaction, selections=canvas.selections, selections_after=canvas.selections.map(transaction)
        )
        self._desk.tell_state()
        journal = self._watches[draft.document].journal
        await asyncio.to_thread(journal.sync())
        if journal.path is not None and not journal.problem:
            await asyncio.to_thread(_drop, leftover, draft.document.path)

    async def _put_aside(self, leftover: Leftover) -> None:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(put_aside, leftover.path)
            self._desk.say(f"kept in {leftover.path.parent / 'kept' / leftover.path.name}")

    def _tell_of_others(self, everything: Iterable[Leftover]) -> None:
        """Say what is there that is not offered now: journals of other versions, and of files that are not open."""
        problems = [one for one in everything if one.header is None]
        open_files = {_real(draft.document.path) for draft in self._desk.workspace.drafts}
        paths = {os.fsdecode(one.header.path): None for one in everything if one.header is not None and one.header.path}
        others = [Path(path).name for path in paths if path not in open_files]
        if problems:
            more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
            one = problems[0]
            self._desk.say(f"a recovery journal is left alone, {one.problem}: {one.path}{more}", True)
        elif others:
            more = f" and of {len(others) - 1} more" if len(others) > 1 else ""
            self._desk.say(f"changes of {others[0]}{more} were not saved: open it to see them")

    async def choose(self) -> None:
        """List all that was left behind or put aside; what is chosen becomes a draft of its own."""
        found = await self._conversation.wait_for(
            asyncio.to_thread(lambda: leftovers(self._journals, with_kept=True)), "looking for journals"
        )
        readable = [(one, one.header) for one in found if one.header is not None]
        if not readable:
            self._desk.say("nothing is left to recover")
            return
        choices = [
            Choice(os.fsdecode(header.path) or header.name or "a draft", _clock(header.began)) for _, header in readable
        ]
        chosen: list[Leftover] = []
        listed = Chooser(
            self._desk.look, "Recover as a new draft:", choices, lambda index: chosen.append(readable[index][0])
        )
        await self._conversation.ask(listed)
        for leftover in chosen:
            await self._open_as_draft(leftover)

    def _say_once(self, message: str, is_error: bool) -> None:
        if message not in self._told:
            self._told.add(message)
            self._desk.say(message, is_error)


def _stop(watch: _Watch) -> None:
    if watch.timer is not None:
        watch.timer.stop()
        watch.timer = None
    if watch.lock is not None:
        watch.lock.give_back()
        watch.lock = None


def _drop(leftover: Leftover, file: Path | None) -> None:
    """Remove a journal whose text is elsewhere, and what its editor left when it died while it saved. May block."""
    with contextlib.suppress(OSError):
        leftover.path.unlink()
    if file is not None:
        sweep(Path(file).resolve())


def _named(owner: Owner | None) -> str:
    return f"process {owner.pid} on {owner.host}" if owner is not None and owner.pid else "another editor"


def _real(path: Path | None) -> str:
    return "" if path is None else os.path.realpath(path)


def _clock(seconds: float) -> str:
    return time.strftime("%H:%M on %d %b", time.localtime(seconds))
