"""Each draft's settings: its front matter overrides its folder's settings, these the writer's own file, and that the
defaults."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App
from textual.timer import Timer
from textual.worker import Worker

from editor.document.document import DocumentChange, Phase
from editor.document.typing import Typing
from editor.keys.registry import Command, Keymap
from editor.paths import settings_path
from editor.settings.entries import ENTRIES, Entry, Value, settings_of, value_in
from editor.settings.front_matter import Section, find_section, front_matter_length, read_section
from editor.settings.layers import (
    FOLDER_FILE,
    Complaint,
    Origin,
    Setting,
    SettingsLayer,
    load_folder_layer,
    own_layer,
)
from editor.settings.settings import Settings, SettingsError
from editor.settings.settings_file import set_setting, unset_setting
from editor.view.canvas.canvas import Canvas
from editor.workspace.workspace import Draft, Workspace

_EDIT_PAUSE_S = 0.5  # after the last edit of front matter, before it is applied


class _State:
    """The layers of one draft's settings."""

    def __init__(self, folder: SettingsLayer) -> None:
        self.path: Path | None = None  # from which the folder's settings were looked up
        self.folder = folder
        self.document = SettingsLayer()
        self.section: Section | None = None
        self.length = 0  # lines of front matter
        self.settings: Settings | None = None
        self.timer: Timer | None = None


class DraftSettings:
    """Knows the settings of every open draft, and applies them to its canvas.

    Args:
        app: runs slow work.
        workspace: the drafts.
        commands: those that can have keys, by name.
        changed: called with a draft and its settings from before, None when it is opened.
        show_message: shows a message, as an error or not.

    Attributes:
        keymap: the writer's keys, the same for all drafts.
    """

    def __init__(
        self,
        app: App[Any],
        workspace: Workspace,
        commands: Mapping[str, Command[Any]],
        changed: Callable[[Draft, Settings | None], None],
        show_message: Callable[[str, bool], None],
    ) -> None:
        self._app = app
        self._workspace = workspace
        self._commands = commands
        self._changed = changed
        self._show_message = show_message
        self._states: WeakKeyDictionary[Draft, _State] = WeakKeyDictionary()
        self._untold: list[str] = []
        self._told: set[str] = set()
        self._reading = 0  # counts reads and changes of files: the results of an older read are outdated
        self._use_own(own_layer())

    # -- values --------------------------------------------------------------------------------------------------------

    @property
    def own(self) -> Settings:
        """The settings of the writer's own file, with defaults for the rest."""
        return settings_of(self._own.values, self._own.keys)

    def of(self, draft: Draft) -> Settings:
        """Return the settings of an open draft."""
        settings = self._states[draft].settings
        assert settings is not None
        return settings

    def origin(self, draft: Draft, name: str) -> tuple[Origin, str]:
        """Return the source of a setting's value: the kind of place, and the file and line; "" for a default."""
        state = self._states[draft]
        layers: list[tuple[Origin, SettingsLayer]] = [
            ("document", state.document),
            ("folder", state.folder),
            ("file", self._own),
        ]
        for origin, layer in layers:
            if name in layer.values:
                return origin, f"{layer.file}, line {layer.lines[name]}"
        return "default", ""

    def current(self, entry: Entry) -> Setting:
        """Return a setting with its value for the shown draft."""
        draft = self._workspace.shown
        return Setting(entry, value_in(self.of(draft), entry.name), *self.origin(draft, entry.name))

    # -- changes -------------------------------------------------------------------------------------------------------

    def add(self, draft: Draft, folder: SettingsLayer) -> None:
        """Apply the settings to a new draft; `folder` is its folder's layer."""
        state = self._states[draft] = _State(folder)
        state.path = draft.document.path
        self._complain(folder.complaints)
        draft.read(with_comments=False)  # only Markdown has settings in front matter
        self._read_front_matter(draft)
        if state.settings is None:
            self._resolve(draft)
        draft.document.subscribe(partial(self._edited, draft), Phase.VIEW)

    def keep(self, name: str, value: Value | None) -> str:
        """Save a setting to the writer's own file, or remove it (None), and apply it.

        Returns a message, or "".
        """
        path = settings_path()
        try:
            if value is None:
                unset_setting(path, name)
            else:
                set_setting(path, name, value)
        except SettingsError as error:
            return str(error)
        self._reading += 1
        self._use_own(own_layer())
        self._resolve_all()
        self.tell()
        origin, place = self.origin(self._workspace.shown, name)
        if origin in ("document", "folder"):
            return f"{ENTRIES[name].title} is saved, but {place} overrides it here"
        return ""

    def saved(self, draft: Draft) -> None:
        """Read settings again if a saved draft is a settings file, or is now in another folder."""
        path = draft.document.path
        self._read(draft)
        if path is not None and path.name in (settings_path().name, FOLDER_FILE):
            self._told.clear()
            self.look_at_files()
        elif path != self._states[draft].path:
            self.look_at_files()

    def look_at_files(self) -> None:
        """Read the settings files again, in a thread, and apply the changes."""
        _: Worker[None] = self._app.run_worker(self._look_at_files)

    async def _look_at_files(self) -> None:
        self._reading += 1
        reading, drafts = self._reading, [draft for draft in self._workspace.drafts if draft in self._states]
        paths = [draft.document.path for draft in drafts]
        own, folders = await asyncio.to_thread(_load, paths)
        if reading != self._reading:
            return
        if own != self._own:
            self._use_own(own)
        for draft, path, folder in zip(drafts, paths, folders, strict=True):
            state = self._states[draft]
            state.path, state.folder = path, folder
            self._complain(folder.complaints)
        self._complain_of_own()
        self._resolve_all()
        self.tell()

    def _use_own(self, layer: SettingsLayer) -> None:
        self._own = layer
        self.keymap = Keymap(layer.keys, self._commands)
        self._complain_of_own()

    def _complain_of_own(self) -> None:
        self._complain(self._own.complaints)
        self._complain(self._own.key_complaints(self.keymap.complaints))

    def _resolve_all(self) -> None:
        for draft in self._workspace.drafts:
            self._resolve(draft)

    def _resolve(self, draft: Draft) -> None:
        state = self._states[draft]
        values = {**self._own.values, **state.folder.values, **state.document.values}
        settings = settings_of(values, self._own.keys)
        if settings != state.settings:
            before, state.settings = state.settings, settings
            self._read(draft)
            _show_as_set(draft.canvas, settings, before)
            self._changed(draft, before)

    def _read(self, draft: Draft) -> None:
        """Read a draft as the kind of its file, and show a message if its grammar is missing."""
        draft.read(with_comments=self.of(draft).scoring.comments)
        if draft.unread and draft.kind.reading == "grammar" and self.of(draft).scoring.enabled:
            self.complain(draft.unread)

    # -- front matter --------------------------------------------------------------------------------------------------

    def _edited(self, draft: Draft, change: DocumentChange) -> None:
        state = self._states[draft]
        if state.length and min(block_change.first for block_change in change.block_changes) >= state.length:
            return
        length = front_matter_length(draft.document, draft.canvas.markdown)
        if not (length or state.length):
            return
        state.length = length
        if state.timer is not None:
            state.timer.stop()
        if draft.canvas.is_attached:
            state.timer = self._app.set_timer(_EDIT_PAUSE_S, partial(self._edits_paused, draft))
        else:
            self._read_front_matter(draft)

    def _edits_paused(self, draft: Draft) -> None:
        if draft in self._workspace.drafts:  # or it was closed during the pause
            self._read_front_matter(draft)
            self.tell()

    def _read_front_matter(self, draft: Draft) -> None:
        """Apply the front matter's settings if they changed."""
        state, document = self._states[draft], draft.document
        state.length = front_matter_length(document, draft.canvas.markdown)
        section = find_section([block.text for block in document.blocks[: state.length]])
        if section != state.section:
            state.section = section
            state.document = read_section(section, draft.name)
            self._complain(state.document.complaints)
            self._resolve(draft)

    # -- complaints ----------------------------------------------------------------------------------------------------

    def _complain(self, complaints: Sequence[Complaint]) -> None:
        for complaint in map(str, complaints):
            self.complain(complaint)

    def complain(self, complaint: str) -> None:
        """Queue a complaint for `tell`, unless it was shown before."""
        if complaint not in self._told:
            self._told.add(complaint)
            self._untold.append(complaint)

    def tell(self) -> None:
        """Show the problems with the settings, each complaint once."""
        untold, self._untold = self._untold, []
        if untold:
            self._show_message("\n".join(untold), True)


def _load(paths: Sequence[Path | None]) -> tuple[SettingsLayer, list[SettingsLayer]]:
    own = own_layer()
    return own, [load_folder_layer(path) for path in paths]


def _show_as_set(canvas: Canvas, settings: Settings, before: Settings | None) -> None:
    """Apply settings to a canvas where they differ from before: values switched by a key stay."""

    def changed(name: str) -> bool:
        return before is None or getattr(before, name) != getattr(settings, name)

    if changed("column"):
        canvas.set_column(settings.column or None)
    if changed("live_preview"):
        canvas.set_mode("preview" if settings.live_preview else "source")
    if changed("typewriter"):
        canvas.typewriter = settings.typewriter
    if changed("focus"):
        canvas.focus_on = settings.focus
    if changed("gutter"):
        canvas.has_gutter = settings.gutter
    if changed("strip"):
        canvas.has_strip = settings.strip
    canvas.copy_as = settings.copy_as
    canvas.set_underlines(settings.underlines)
    canvas.typing = Typing(settings.auto_pairs, settings.smart_typography)
