"""Drafts and their files: opening, saving, closing and quitting."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from editor.document import Document
from editor.document.places import Place
from editor.document.saving import Saving
from editor.feature import Feature
from editor.files.autosave import Autosave
from editor.files.disk_watch import DiskWatch
from editor.files.encoding import choose_encoding
from editor.files.openings import Opening, named_place
from editor.files.path_question import PathQuestion
from editor.files.recent_files import RecentFile, existing, load_recent, remember
from editor.paths import documents_directory, program_directory, recent_path, settings_path
from editor.settings.settings import SettingsError
from editor.settings.settings_file import make_settings_file
from editor.storage.encodings import ENCODINGS, FAMILIES, Encoding, is_half_utf_16
from editor.storage.files import ABSENT, FileChangedError, FileError, FileStamp, NotSettledError
from editor.view.widgets.dialogs import Question
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft, OnDisk, Workspace

T = TypeVar("T")

_MOST_NAMED = 8
_RECENT_OFFERED = 20


class FilesFeature(Feature):
    """Opens, saves and closes drafts. Work that can hang, as on a network drive, runs in threads.

    Attributes:
        disk: watches for changes that other programs make to the drafts' files.
        autosave: saves drafts after a pause.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.disk = DiskWatch(bench)
        self.autosave = Autosave(bench, self.save)

    @property
    def shown(self) -> Draft:
        """The draft on the screen."""
        return self._bench.workspace.shown

    @property
    def _workspace(self) -> Workspace:
        return self._bench.workspace

    # -- hooks ---------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.remember_places(reversed(self._workspace.drafts))

    def draft_opened(self, draft: Draft) -> None:
        self.autosave.watch(draft)

    def draft_shown(self, draft: Draft) -> None:
        if is_half_utf_16(draft.document.slice(0, 2)):
            message = f"{draft.name} ends in half a UTF-16 character; shown byte by byte"
            self._bench.show_message(message, True)

    async def reopen(self, draft: Draft, encoding: Encoding) -> None:
        await self.disk.reopen(draft, encoding)

    def look_around(self) -> None:
        self.disk.look_at_files()

    def focused(self) -> None:
        self.disk.look_at_files()

    # -- opening -------------------------------------------------------------------------------------------------------

    async def new(self) -> None:
        """Open a draft without a file."""
        await self._bench.drafts.put(Document())

    async def open(self, *, choose_recent: bool = False) -> None:
        """Ask for a file, with or without a place in it, and open it."""
        recent = await self._in_thread(lambda: existing(load_recent(recent_path())), "looking for recent files")
        shown = self._workspace.shown.document.path
        paths = [file.path for file in recent if shown is None or file.path != _absolute(shown)]
        offered = [_abbreviated(path) for path in paths[:_RECENT_OFFERED]]
        question = PathQuestion(self._bench.theme_in_use, "Open:", recent=offered, choose_recent=choose_recent)
        answer = await self._bench.prompts.ask(question)
        if answer is not None:
            name = os.path.expanduser(answer)
            await self.open_file(await self._in_thread(lambda: named_place(name), f"opening {name}"))

    async def open_file(self, opening: Opening) -> Draft | None:
        """Open a file, or show its draft if it is open. Return None, after a message, if it can't be opened."""
        path = opening.path
        assert path is not None
        is_open = await self._in_thread(lambda: self._workspace.with_file(path), f"opening {path}")
        if is_open is not None:
            self._bench.drafts.show(is_open)
            if opening.place is not None:
                position = opening.place.position(is_open.document)
                is_open.canvas.select(position, position)
            return is_open
        try:
            document = await self._in_thread(lambda: Document.read(path, opening.encoding), f"opening {path}")
        except FileError as error:
            self._bench.show_message(str(error), True)
            return None
        place = opening.place or await self._in_thread(lambda: last_place(path), f"opening {path}")
        shown = self._workspace.shown
        draft = await self._bench.drafts.put(document, place, in_place_of=shown if shown.is_blank else None)
        self.remember_places([draft])
        await self._bench.drafts.file_opened(draft)
        return draft

    async def open_settings(self) -> None:
        """Open the settings file; if there is none, create one that explains every setting."""
        path = settings_path()
        try:
            await self._in_thread(lambda: make_settings_file(path), f"opening {path}")
        except SettingsError as error:
            self._bench.show_message(str(error), True)
        else:
            await self.open_file(Opening(path))

    # -- saving --------------------------------------------------------------------------------------------------------

    async def save(self, draft: Draft, *, encoding: Encoding | None = None, is_last: bool = False) -> bool:
        """Save a draft, in its encoding or another; ask for a name if it has none. Return True if it was saved.

        The writer can type meanwhile, unless this is the last thing done to the draft (`is_last`).
        """
        path = draft.document.path
        if path is None:
            return await self.save_as(draft, encoding=encoding, is_last=is_last)
        if draft.canvas.refusal:
            self._bench.show_message(draft.canvas.refusal, True)
            return False
        return await self._write(draft, path, encoding, is_last)

    async def save_as(self, draft: Draft, *, encoding: Encoding | None = None, is_last: bool = False) -> bool:
        """Ask for a name and save the draft under it; otherwise like `save`."""
        old = draft.document.path
        value = await self._in_thread(first_place, "looking for your documents") if old is None else str(old)
        question = PathQuestion(self._bench.theme_in_use, f"Save {draft.name} as:", value, verb="save")
        answer = await self._bench.prompts.ask(question)
        if answer is None:
            return False
        path = Path(os.path.expanduser(answer))
        other = await self._in_thread(lambda: self._workspace.with_file(path), f"looking for {path}")
        if other is not None and other is not draft:
            self._bench.show_message(f"{path} is open in another tab; choose another name", True)
            return False
        if other is None and await self._in_thread(lambda: os.path.lexists(path), f"looking for {path}"):
            answers = [("overwrite", "overwrite it"), ("keep", "cancel")]
            if await self._ask(f"{path} already exists.", answers) != "overwrite":
                return False
        await self._in_thread(partial(make_documents, path), f"looking for {path}")
        saved = await self._write(draft, path, encoding, is_last)
        if saved:
            self.remember_places([draft])
        return saved

    async def save_all(self, *, is_last: bool = False) -> bool:
        """Save every draft with unsaved changes. Return True if all were saved. Otherwise like `save`."""
        for draft in self._workspace.unsaved:
            if draft.document.path is None:
                self._bench.drafts.show(draft)
            if not await self.save(draft, is_last=is_last):
                return False
        return True

    async def _write(self, draft: Draft, path: Path, encoding: Encoding | None, is_last: bool) -> bool:
        """Save under a name; ask before overwriting another program's changes to the file."""
        document = draft.document
        self.disk.written.add(draft)
        try:
            self._bench.drafts.about_to_save(draft, path)
            saving = document.saving(path, encoding=encoding)
            try:
                # Checked here, while keys still wait for the question; it rarely changes again before it is written.
                await self._in_thread(saving.require_unchanged, f"looking at {path}")
                stamp = await self._carry_out(saving, is_last)
            except FileChangedError as error:
                answers = [("overwrite", "overwrite it with this draft"), ("keep", "don't save now")]
                if await self._ask(str(error), answers) != "overwrite":
                    return False
                saving = document.saving(path, encoding=encoding, force=True)
                stamp = await self._carry_out(saving, is_last)
        except NotSettledError as error:
            document.stamp = error.stamp
            self._bench.show_message(str(error), True)
            return False
        except FileError as error:
            self._bench.show_message(str(error), True)
            return False
        finally:
            self.disk.written.discard(draft)
        document.saved(saving, stamp)
        draft.is_nowhere = False
        draft.on_disk = OnDisk.AS_READ
        self._bench.drafts.show_state()
        self._bench.show_message(f"saved {path}")
        self._bench.drafts.saved(draft, saving)
        return True

    async def _carry_out(self, saving: Saving, is_last: bool) -> FileStamp:
        """Write a file in a thread. Raises FileError."""
        work = asyncio.to_thread(saving.write)
        return await (work if is_last else self._bench.prompts.run_aside(work))

    # -- closing -------------------------------------------------------------------------------------------------------

    async def close(self, draft: Draft) -> None:
        """Close a draft; ask first if it has unsaved changes."""
        if draft.is_unsaved:
            self._bench.drafts.show(draft)
            answers = [
                ("save", "save and close"),
                ("discard", "close without saving"),
                ("cancel", "cancel"),
            ]
            answer = await self._ask(f"{draft.name} has unsaved changes.", answers)
            if answer != "discard" and not (answer == "save" and await self.save(draft, is_last=True)):
                return
        self.remember_places([draft])
        if len(self._workspace.drafts) == 1:
            await self._bench.drafts.put(Document(), in_place_of=draft)
        else:
            await self._bench.drafts.take_away(draft)

    async def leave(self) -> None:
        """Quit; ask once if any draft has unsaved changes."""
        unsaved = self._workspace.unsaved
        if unsaved:
            every = "all " if len(unsaved) > 1 else ""
            answers = _answers(f"save {every}and quit", "quit without saving")
            answer = await self._ask(_unsaved_text([draft.name for draft in unsaved]), answers)
            if answer != "discard" and not (answer == "save" and await self.save_all(is_last=True)):
                return
        shown = self._workspace.shown
        others = [draft for draft in self._workspace.drafts if draft is not shown]
        remember(recent_path(), _as_recent([shown, *others]))
        self._bench.leave()

    # -- encodings -----------------------------------------------------------------------------------------------------

    async def reopen_with_encoding(self) -> None:
        """Read the shown draft's file again in an encoding that the writer chooses; undo brings the text back."""
        draft = self.shown
        if draft.document.path is None:
            self._bench.show_message("this draft has no file yet")
        elif draft.is_unsaved:
            self._bench.show_message(f"{draft.name} has unsaved changes; save or undo them first", True)
        else:
            offered = [ENCODINGS[name] for name in FAMILIES]
            encoding = await choose_encoding(self._bench, "Reopen as:", draft.document.encoding, offered)
            if encoding is not None:
                await self.disk.reopen(draft, encoding)

    async def save_with_encoding(self) -> None:
        """Save the shown draft in an encoding that the writer chooses, and keep that encoding."""
        draft, offered = self.shown, list(ENCODINGS.values())
        encoding = await choose_encoding(self._bench, "Save as:", draft.document.encoding, offered)
        if encoding is not None:
            await self.save(draft, encoding=encoding)

    # -- recent files --------------------------------------------------------------------------------------------------

    def remember_places(self, drafts: Iterable[Draft]) -> None:
        """Record in a thread that these drafts were open, and where their carets are."""
        self._bench.textual.run_worker(partial(remember, recent_path(), _as_recent(drafts)), thread=True)

    # -- asking and waiting --------------------------------------------------------------------------------------------

    async def _ask(self, text: str, answers: list[tuple[str, str]]) -> str | None:
        return await self._bench.prompts.ask(Question(self._bench.theme_in_use, text, answers))

    async def _in_thread(self, work: Callable[[], T], what: str) -> T:
        return await self._bench.prompts.wait_for(asyncio.to_thread(work), what)


def first_place() -> str:
    """Return the folder for saving a new draft, with a slash at the end; "" for the working directory.

    If the program was started from its own folder, it is the writer's documents folder.
    """
    try:
        is_at_home = Path.cwd().is_relative_to(program_directory())
    except OSError:  # the working directory is gone
        is_at_home = True
    return _abbreviated(f"{documents_directory()}{os.sep}") if is_at_home else ""


def make_documents(path: Path) -> None:
    """Create the writer's documents folder if a file is to be saved there; for other folders, saving reports the
    error."""
    if path.parent == documents_directory():
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)


def last_place(path: Path) -> Place | None:
    """Return where the caret was when a file was last open. May block."""
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
    """Return the absolute path of a file."""
    try:
        return os.path.abspath(path)
    except OSError:  # the working directory is gone
        return str(path)


def _abbreviated(path: str) -> str:
    """Return a path with `~` for the home directory."""
    home = os.path.expanduser("~")
    return "~" + path[len(home) :] if path.startswith(home + os.sep) else path


def _answers(save: str, discard: str) -> list[tuple[str, str]]:
    return [("save", save), ("discard", discard), ("cancel", "cancel")]


def _unsaved_text(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} has unsaved changes."
    rest = len(names) - _MOST_NAMED
    named = ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    return f"{len(names)} drafts have unsaved changes: {named}."
