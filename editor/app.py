"""The Textual app: composes the features and passes events on to them; owns no text."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from textual import events
from textual.app import App, ComposeResult

import editor.commands  # noqa: F401  # registers the commands
from editor.appearance.feature import AppearanceFeature, ZenFeature
from editor.counts.feature import CountsFeature
from editor.document import Document
from editor.feature import Feature
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.files.start import open_first
from editor.files.tabs import TabsFeature
from editor.find.feature import FindFeature
from editor.flags.feature import FlagsFeature
from editor.help.feature import HelpFeature
from editor.help.tour import TourFeature
from editor.keys.registry import COMMANDS, Command
from editor.navigation.feature import NavigationFeature
from editor.preferences.feature import PreferencesFeature
from editor.recovery.feature import RecoveryFeature
from editor.settings.settings import Settings
from editor.system import terminal_input
from editor.system.clipboard import Clipboard, find_tool
from editor.system.key_routing import pass_on
from editor.system.shutdown import Shutdown
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.mouse import LinkClicked
from editor.view.theme.theme import FALLBACK, Theme, for_textual, load_theme
from editor.view.widgets.notice import Notice
from editor.view.widgets.status import StatusLine
from editor.workspace.draft_settings import DraftSettings
from editor.workspace.drafts import Drafts
from editor.workspace.prompt_task import PromptTask
from editor.workspace.workspace import Draft, Workspace

F = TypeVar("F")
P = ParamSpec("P")

FEATURES: list[type[Feature]] = [
    # Every hook is called in this order. It carries meaning where a comment says so; elsewhere it is free.
    RecoveryFeature,  # stops before the others: what was typed is on disk whatever happens to them
    FilesFeature,
    AppearanceFeature,  # before whatever is drawn: parts that are made or shown after it have its theme at once
    TabsFeature,
    ZenFeature,
    # Keys: the modal task takes what it waits for, then the find bar while it is open, the list of suggestions, and
    # the card of the tour; what is left goes to the keymap, and from there to a command or into the text.
    FindFeature,
    FlagsFeature,  # before navigation: a flag's note is shown rather than a link's
    TourFeature,
    NavigationFeature,
    CountsFeature,
    HelpFeature,
    PreferencesFeature,
]
"""What the program can do. It starts without any of them, and then has none of that one's commands."""

_LOOK_EVERY_S = 2.0  # at what other programs do


class LogproseApp(App[None], inherit_bindings=False):
    """An editor for one draft or several in tabs. It is the `Workbench` of its features.

    Args:
        path: a file; None begins a draft without a name. A file that does not exist yet is created when saved.
        openings: what to open instead, the first to be shown; each caret goes where it was left in an earlier run.
        scorer: whether to start the worker that scores the drafts.

    Raises:
        FileError: a file cannot be opened.
    """

    TITLE = "logprose"
    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { layers: base; }"

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        openings: Sequence[Opening] = (),
        scorer: bool = True,
    ) -> None:
        # Where no colours are wanted, Textual makes greys of them unless told that they are the terminal's.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        terminal_input.install()
        self.may_score = scorer
        self.theme_in_use = load_theme(FALLBACK)
        self._features: list[Feature] = []
        self.workspace = Workspace()
        self.status = StatusLine(self.theme_in_use)
        self.prompts = PromptTask(self, self.show_message)
        commands = {name: one for name, one in COMMANDS.items() if one.target is None or one.target in FEATURES}
        self.settings = DraftSettings(self, self.workspace, commands, self._settings_changed, self.show_message)
        self.drafts = Drafts(self, self.workspace, self.settings, self._features, self._canvas_of, self.show_message)
        self._clips = Clipboard(find_tool(os.environ))
        self._signals = Shutdown(self)
        for kind in FEATURES:
            self._features.append(kind(self))
        asked = openings or [Opening(None if path is None else Path(path))]
        open_first(asked, self.drafts, self.workspace, with_places=bool(openings))
        self._notify(Feature.look_at_start)

    def _canvas_of(self, document: Document) -> Canvas:
        canvas = Canvas(document, self.theme_in_use, clipboard=self._clips)
        canvas.route_key = partial(self._route_key, canvas)
        canvas.takes_paste = partial(self._is_elsewhere, canvas)
        return canvas

    def _notify(self, hook: Callable[Concatenate[Feature, P], object], *args: P.args, **_: P.kwargs) -> None:
        """Call a hook of every feature, in their order."""
        for feature in self._features:
            getattr(feature, hook.__name__)(*args)

    # -- the shown draft -----------------------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """The shown draft's document."""
        return self.workspace.shown.document

    @property
    def canvas(self) -> Canvas:
        """The shown draft's canvas."""
        return self.workspace.shown.canvas

    @property
    def selection(self) -> tuple[int, int]:
        """(anchor, head) in code points of the document; the caret is at the head."""
        return self.canvas.selection.anchor, self.canvas.selection.head

    def select(self, anchor: int, head: int) -> None:
        """Set the selection, moved to grapheme boundaries."""
        self.canvas.select(anchor, head)

    # -- what features ask for, see `Workbench` ------------------------------------------------------------------------

    @property
    def textual(self) -> App[Any]:
        return self

    def feature(self, kind: type[F]) -> F:
        for feature in self._features:
            if isinstance(feature, kind):
                return feature
        raise LookupError(f"this app has no {kind.__name__}")

    def has(self, kind: type[object]) -> bool:
        return any(isinstance(feature, kind) for feature in self._features)

    def perform(self, command: Command) -> None:
        assert command.target is not None
        command.run(self.feature(command.target))

    def run_command(self, command: Command) -> None:
        self.canvas.call_later(command.run, self.canvas if command.target is None else self.feature(command.target))

    def jump(self, position: int) -> None:
        self._notify(Feature.jumping, self.workspace.shown)
        self.canvas.select(position, position)

    def show_message(self, message: str, is_error: bool = False) -> None:
        self.status.say(message, is_error=is_error)

    def use_theme(self, theme: Theme) -> None:
        self.theme_in_use, own = theme, for_textual(theme)
        self.register_theme(own)
        self.theme = own.name
        self.status.set_theme(theme)
        for draft in self.workspace.drafts:
            draft.canvas.set_theme(theme)
        self._notify(Feature.theme_changed)

    def set_bare(self, is_bare: bool) -> None:
        self.status.set_quiet(is_bare)
        for draft in self.workspace.drafts:
            draft.canvas.set_bare(is_bare)
        self._notify(Feature.set_bare, is_bare)

    def leave(self) -> None:
        self._notify(Feature.leaving)
        self.exit()

    # -- life ----------------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The features' widgets, the drafts, and the status line."""
        for feature in self._features:
            yield from feature.widgets()
        yield from self.drafts.widgets()
        yield self.status

    def on_mount(self) -> None:
        """Show the first draft, and let the features start."""
        self.drafts.start()
        self.set_interval(_LOOK_EVERY_S, self._look_around)
        self._signals.begin()
        self._notify(Feature.start)

    def _look_around(self) -> None:
        self._notify(Feature.look_around)
        self._signals.look()

    def on_app_focus(self) -> None:
        """The writer came back from another window."""
        self.settings.look_at_files()
        self._notify(Feature.focused)

    async def on_unmount(self) -> None:
        """Stop the features; what was copied stays on the system's clipboard."""
        for feature in self._features:
            await feature.stop()
        await self._clips.close()
        self._signals.stop()

    def farewell(self) -> list[str]:
        """Return what the shell shows after the program has ended early."""
        return [line for feature in self._features if (line := feature.farewell())]

    # -- keys ----------------------------------------------------------------------------------------------------------

    async def _route_key(self, canvas: Canvas, event: events.Key) -> bool:
        """Give a key that has reached a canvas to what it is for, see `FEATURES`; False: it is text.

        Commands of features run here and now: by the time a key has come up to the app, those that follow it would
        have reached the draft.
        """
        if self._is_elsewhere(canvas, event):
            return True
        command = self.settings.keymap.lookup(*event.aliases)
        if command is None or command.target is None:
            is_taken = await canvas.take_key(event.key, command)
            return is_taken or not event.is_printable  # nobody need look it up again
        self.perform(command)
        return True

    def _is_elsewhere(self, canvas: Canvas, event: events.Key | events.Paste) -> bool:
        """Take a key or a paste that has reached a canvas but is for something else."""
        if self.prompts.take(event):
            return True
        if canvas is not self.canvas or self.screen is not self.screen_stack[0]:
            pass_on(self, event)
            return True
        return any(feature.take_key(event) for feature in self._features)

    async def on_key(self, event: events.Key) -> None:
        """Run the commands of features where the draft hasn't got the key."""
        if self.screen is self.screen_stack[0] and not self.prompts.holds_keys:
            command = self.settings.keymap.lookup(*event.aliases)
            if command is not None and command.target is not None:
                event.stop()
                event.prevent_default()  # or Textual looks the key up again, in the screen that the command has opened
                self.perform(command)

    def _settings_changed(self, draft: Draft, before: Settings | None) -> None:
        self._notify(Feature.settings_changed, draft, before)

    # -- what happened -------------------------------------------------------------------------------------------------

    def on_notice(self, notice: Notice) -> None:
        """Show the message of a part that doesn't know the status line."""
        self.show_message(notice.text, notice.is_error)

    def on_canvas_edited(self, message: Canvas.Edited) -> None:
        """Pass on that the shown draft changed."""
        if message.canvas is self.canvas:
            self.status.went_on(message.time)
            self._notify(Feature.edited, self.workspace.shown)
            self.drafts.show_state()

    def on_canvas_selection_changed(self, message: Canvas.SelectionChanged) -> None:
        """Pass on that a caret moved; it may have moved again since."""
        if message.canvas is self.canvas:
            draft = self.workspace.shown
            self._notify(Feature.selection_changed, draft)
            notes = (feature.note(draft) for feature in self._features)
            self.status.went_on(message.time, next(filter(None, notes), ""))

    def on_canvas_view_changed(self, message: Canvas.ViewChanged) -> None:
        """Pass on that another part of the draft is on the screen."""
        if message.canvas is self.canvas:
            self._notify(Feature.view_changed, self.workspace.shown)

    def on_canvas_link_clicked(self, message: LinkClicked) -> None:
        """Pass on that a link was clicked."""
        self._notify(Feature.link_clicked, self.workspace.shown, message.position)
