"""What happens between drafts and files: open, save, close, leave, and what other programs do to a file meanwhile."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from textual.app import App
from textual.worker import Worker

from editor.document import Document
from editor.document.difference import difference
from editor.document.document import Saving
from editor.document.places import Place
from editor.files.openings import Opening, named_place
from editor.files.path_question import PathQuestion
from editor.files.recent_files import RecentFile, existing, load_recent, remember
from editor.paths import recent_path, settings_path
from editor.settings.settings import SettingsError
from editor.settings.settings_file import make_settings_file
from editor.storage import file_state
from editor.storage.encodings import Encoding
from editor.storage.files import ABSENT, FileChangedError, FileError, FileStamp, NotSettledError
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Question
from editor.workspace.prompt_task import PromptTask
from editor.workspace.workspace import Draft, OnDisk, Workspace

T = TypeVar("T")

_MOST_NAMED = 8
_RECENT_OFFERED = 20


class Desk(Protocol):
    """Where drafts lie: the part of the app that files need."""

    workspace: Workspace

    @property
    def look(self) -> Theme:
        """The theme of the questions."""

    def say(self, message: str, is_error: bool = False) -> None:
        """Say something in the status line until the writer goes on."""

    async def put(self, document: Document, place: Place | None = None, *, in_place_of: Draft | None = None) -> Draft:
        """Open a document and show it."""

    async def take_away(self, draft: Draft) -> None:
        """Close a draft, asking nothing."""

    def show(self, draft: Draft) -> None:
        """Show an open draft."""

    def saved(self, draft: Draft, saving: Saving | None = None) -> None:
        """A draft was saved, as it was at a moment that is over; without `saving` it is what its file holds now."""

    async def opened(self, draft: Draft) -> None:
        """A file was opened, in a conversation."""

    def leave(self) -> None:
        """The writer quits; what is not saved is not wanted."""

    def tell_state(self) -> None:
        """Show anew what the status line and the tabs say of the drafts."""


class FilesFeature:
    """The commands that concern files. What may hang, on a network, happens in a thread.

    Args:
        app: asks the questions and runs what takes time.
        desk: where the drafts are.
    """

    def __init__(self, app: App[None], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._looked_at: set[Draft] = set()  # at this moment
        self._written: set[Draft] = set()  # at this moment
        self.conversation = PromptTask(app, desk.say)

    @property
    def _workspace(self) -> Workspace:
        return self._desk.workspace

    def begin(self, talk: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Do one of the things below, unless the writer is being asked something already."""
        self.conversation.begin(talk)

    # -- opening -------------------------------------------------------------------------------------------------------

    async def new(self) -> None:
        """Open a draft without a file."""
        await self._desk.put(Document())

    async def open(self, *, choose_recent: bool = False) -> None:
        """Ask for a file, which may come with a place in it, and open it."""
        recent = await self._in_thread(lambda: existing(load_recent(recent_path())), "looking for recent files")
        shown = self._workspace.shown.document.path
        paths = [file.path for file in recent if shown is None or file.path != _absolute(shown)]
        offered = [_abbreviated(path) for path in paths[:_RECENT_OFFERED]]
        question = PathQuestion(self._desk.look, "Open:", recent=offered, choose_recent=choose_recent)
        answer = await self.conversation.ask(question)
        if answer is not None:
            name = os.path.expanduser(answer)
            await self.open_file(await self._in_thread(lambda: named_place(name), f"opening {name}"))

    async def open_file(self, opening: Opening) -> Draft | None:
        """Open a file, or show it where it is open already; None where it cannot be opened, which is said."""
        path = opening.path
        assert path is not None
        is_open = await self._in_thread(lambda: self._workspace.with_file(path), f"opening {path}")
        if is_open is not None:
            self._desk.show(is_open)
            if opening.place is not None:
                position = opening.place.position(is_open.document)
                is_open.canvas.select(position, position)
            return is_open
        try:
            document = await self._in_thread(lambda: Document.read(path, opening.encoding), f"opening {path}")
        except FileError as error:
            self._desk.say(str(error), True)
            return None
        place = opening.place or await self._in_thread(lambda: last_place(path), f"opening {path}")
        shown = self._workspace.shown
        draft = await self._desk.put(document, place, in_place_of=shown if shown.is_blank else None)
        self.remember_places([draft])
        await self._desk.opened(draft)
        return draft

    async def open_settings(self) -> None:
        """Open the settings file; where there is none, one that explains everything is made."""
        path = settings_path()
        try:
            await self._in_thread(lambda: make_settings_file(path), f"opening {path}")
        except SettingsError as error:
            self._desk.say(str(error), True)
        else:
            await self.open_file(Opening(path))

    # -- saving --------------------------------------------------------------------------------------------------------

    async def save(self, draft: Draft, *, encoding: Encoding | None = None, is_last: bool = False) -> bool:
        """Save a draft, in its encoding or another, asking for a name where it has none; whether it was saved.

        The writer goes on meanwhile, unless it `is_last` that is done to the draft.
        """
        path = draft.document.path
        if path is None:
            return await self.save_as(draft, encoding=encoding, is_last=is_last)
        if draft.canvas.refusal:
            self._desk.say(draft.canvas.refusal, True)
            return False
        return await self._write(draft, path, encoding, is_last)

    async def save_as(self, draft: Draft, *, encoding: Encoding | None = None, is_last: bool = False) -> bool:
        """Ask for a name and save the draft under it; as `save` otherwise."""
        old = draft.document.path
        question = PathQuestion(self._desk.look, f"Save {draft.name} as:", "" if old is None else str(old))
        answer = await self.conversation.ask(question)
        if answer is None:
            return False
        path = Path(os.path.expanduser(answer))
        other = await self._in_thread(lambda: self._workspace.with_file(path), f"looking for {path}")
        if other is not None and other is not draft:
            self._desk.say(f"{path} is open in another tab: close it first, or choose another name", True)
            return False
        if other is None and await self._in_thread(lambda: os.path.lexists(path), f"looking for {path}"):
            answers = [("overwrite", "overwrite it"), ("keep", "keep it")]
            if await self._ask(f"{path} is there already.", answers) != "overwrite":
                return False
        saved = await self._write(draft, path, encoding, is_last)
        if saved:
            self.remember_places([draft])
        return saved

    async def save_all(self, *, is_last: bool = False) -> bool:
        """Save every draft that has something to lose; whether all were saved. As `save` otherwise."""
        for draft in self._workspace.unsaved:
            if draft.document.path is None:
                self._desk.show(draft)
            if not await self.save(draft, is_last=is_last):
                return False
        return True

    async def _write(self, draft: Draft, path: Path, encoding: Encoding | None, is_last: bool) -> bool:
        """Save under a name; ask before overwriting what another program has made of the draft's file."""
        document = draft.document
        self._written.add(draft)
        try:
            saving = document.saving(path, encoding=encoding)
            try:
                # Here, where keys still wait for the question; it may come to be again, but seldom.
                await self._in_thread(saving.require_unchanged, f"looking at {path}")
                stamp = await self._carry_out(saving, is_last)
            except FileChangedError as error:
                answers = [("overwrite", "overwrite it with this draft"), ("keep", "keep it, do not save now")]
                if await self._ask(str(error), answers) != "overwrite":
                    return False
                saving = document.saving(path, encoding=encoding, force=True)
                stamp = await self._carry_out(saving, is_last)
        except NotSettledError as error:
            document.stamp = error.stamp
            self._desk.say(str(error), True)
            return False
        except FileError as error:
            self._desk.say(str(error), True)
            return False
        finally:
            self._written.discard(draft)
        document.saved(saving, stamp)
        draft.is_nowhere = False
        draft.on_disk = OnDisk.AS_READ
        self._desk.tell_state()
        self._desk.say(f"saved {path}")
        self._desk.saved(draft, saving)
        return True

    async def _carry_out(self, saving: Saving, is_last: bool) -> FileStamp:
        """Write a file in a thread. Raises FileError."""
        work = asyncio.to_thread(saving.write)
        return await (work if is_last else self.conversation.go_on_beside(work))

    # -- closing -------------------------------------------------------------------------------------------------------

    async def close(self, draft: Draft) -> None:
        """Close a draft; with changes that are not saved, ask first."""
        if draft.is_unsaved:
            self._desk.show(draft)
            answers = [
                ("save", "save and close"),
                ("discard", "close and lose the changes"),
                ("cancel", "go on writing"),
            ]
            answer = await self._ask(f"{draft.name} has changes that are not saved.", answers)
            if answer != "discard" and not (answer == "save" and await self.save(draft, is_last=True)):
                return
        self.remember_places([draft])
        if len(self._workspace.drafts) == 1:
            await self._desk.put(Document(), in_place_of=draft)
        else:
            await self._desk.take_away(draft)

    async def leave(self) -> None:
        """Quit; with changes that are not saved, ask first, once for all drafts."""
        unsaved = self._workspace.unsaved
        if unsaved:
            every = "all " if len(unsaved) > 1 else ""
            answers = _answers(f"save {every}and quit", "quit and lose the changes")
            answer = await self._ask(_unsaved_text([draft.name for draft in unsaved]), answers)
            if answer != "discard" and not (answer == "save" and await self.save_all(is_last=True)):
                return
        shown = self._workspace.shown
        others = [draft for draft in self._workspace.drafts if draft is not shown]
        remember(recent_path(), _as_recent([shown, *others]))
        self._desk.leave()

    # -- what others do to the files -----------------------------------------------------------------------------------

    def look_at_files(self) -> None:
        """Find out, in threads, what became of the files of all drafts, and take over what is new in them."""
        if self.conversation.is_going_on:
            return
        for draft in self._workspace.drafts:
            if draft.document.path is not None and draft not in self._looked_at | self._written:
                _: Worker[None] = self._app.run_worker(partial(self._look_at, draft))

    async def _look_at(self, draft: Draft) -> None:
        path, known = draft.document.path, draft.document.stamp
        if path is None or draft in self._looked_at:
            return
        self._looked_at.add(draft)
        try:
            found = await asyncio.to_thread(file_state.look, path)
            is_same_draft = draft in self._workspace.drafts and draft.document.path == path
            if draft in self._written:
                return
            if found is None or not is_same_draft or draft.document.stamp != known:
                return
            if found == known:
                draft.on_disk = OnDisk.AS_READ
            elif found == ABSENT:
                draft.on_disk = OnDisk.DELETED
            elif draft.document.modified or not await self._take_over(draft, path, draft.document.chosen_encoding):
                draft.on_disk = OnDisk.CHANGED
            self._desk.tell_state()
        except FileError:
            draft.on_disk = OnDisk.CHANGED
            self._desk.tell_state()
        finally:
            self._looked_at.discard(draft)

    async def reload(self, draft: Draft) -> None:
        """Put what is in the draft's file in the place of its text; undo brings that back."""
        path = draft.document.path
        if path is None:
            self._desk.say("this draft has no file yet")
            return
        try:
            work = self._take_over(draft, path, draft.document.chosen_encoding)
            if not await self.conversation.wait_for(work, f"reading {path}"):
                self._desk.say(f"{path} cannot be read now", True)
        except FileError as error:
            self._desk.say(str(error), True)

    async def reopen(self, draft: Draft, encoding: Encoding) -> bool:
        """Read the draft's file anew in a chosen encoding; whether that was possible."""
        path = draft.document.path
        assert path is not None
        try:
            is_read = await self.conversation.wait_for(self._take_over(draft, path, encoding), f"reading {path}")
        except FileError as error:
            self._desk.say(str(error), True)
            return False
        said = f"{draft.name} is read as {draft.document.encoding.name}" if is_read else f"{path} cannot be read now"
        self._desk.say(said, not is_read)
        return is_read

    async def _take_over(self, draft: Draft, path: Path, encoding: Encoding | None) -> bool:
        """Make of the draft what is in its file now; whether that was possible. Raises FileError."""
        document = draft.document
        revision, text = document.revision, document.text
        content = await asyncio.to_thread(file_state.read_settled, path, encoding)
        if content is None:
            return False
        transaction = await asyncio.to_thread(difference, text, content.text)
        if document.revision != revision or draft in self._written or draft not in self._workspace.drafts:
            return False
        words = draft.words.total
        document.take_over(content, transaction, draft.canvas.selections)
        draft.words_at_start += draft.words.total - words
        draft.on_disk = OnDisk.AS_READ
        self._desk.saved(draft)
        self._desk.tell_state()
        if transaction.changes:
            self._desk.say(f"{draft.name} has changed on disk and was read again; undo takes it back")
        return True

    # -- recent files --------------------------------------------------------------------------------------------------

    def remember_places(self, drafts: Iterable[Draft]) -> None:
        """Note in a thread that these drafts were open, and where their carets are."""
        self._app.run_worker(partial(remember, recent_path(), _as_recent(drafts)), thread=True)

    # -- asking and waiting --------------------------------------------------------------------------------------------

    async def _ask(self, text: str, answers: list[tuple[str, str]]) -> str | None:
        return await self.conversation.ask(Question(self._desk.look, text, answers))

    async def _in_thread(self, work: Callable[[], T], what: str) -> T:
        return await self.conversation.wait_for(asyncio.to_thread(work), what)


def last_place(path: Path) -> Place | None:
    """Where the caret was when a file was open last. May block."""
    absolute = _absolute(path)
    return next((file.place for file in load_recent(recent_path()) if file.path == absolute), None)


def _as_recent(drafts: Iterable[Draft]) -> list[RecentFile]:
    files = []
    for draft in drafts:
        if draft.document.path is not None and draft.document.stamp != ABSENT:
            place = Place.at(draft.document, draft.canvas.selection.head)
            files.append(RecentFile(_absolute(draft.document.path), place.line, place.column))
    return files


def _absolute(path: Path) -> str:
    """The whole path of a file."""
    try:
        return os.path.abspath(path)
    except OSError:  # the directory that the program was started in is gone
        return str(path)


def _abbreviated(path: str) -> str:
    """A path with `~` for the home directory."""
    home = os.path.expanduser("~")
    return "~" + path[len(home) :] if path.startswith(home + os.sep) else path


def _answers(save: str, discard: str) -> list[tuple[str, str]]:
    return [("save", save), ("discard", discard), ("cancel", "go on writing")]


def _unsaved_text(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} has changes that are not saved."
    rest = len(names) - _MOST_NAMED
    named = ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    return f"{len(names)} drafts have changes that are not saved: {named}."
