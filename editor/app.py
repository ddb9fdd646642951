"""The Textual app: composes the features and passes events to them; owns no text."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from textual import events
from textual.app import App, ComposeResult

import editor.commands  # noqa: F401  # registers the commands
from editor.document import Document
from editor.feature import Feature
from editor.features import FEATURES
from editor.files.openings import Opening
from editor.files.start import open_first
from editor.keys.registry import COMMANDS, Command
from editor.system import garbage, terminal_input
from editor.system.clipboard import Clipboard, find_tool
from editor.system.shutdown import Shutdown
from editor.system.textual_hooks import BaseScreen
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.messages import Changed, LinkClicked, MenuWanted, ModeChanged, Pressed, ViewChanged
from editor.view.theme.theme import FALLBACK, Theme, for_textual, load_theme
from editor.view.widgets.notice import Notice
from editor.view.widgets.status import StatusLine
from editor.workspace.draft_menu import DraftMenu
from editor.workspace.draft_settings import DraftSettings
from editor.workspace.drafts import Drafts
from editor.workspace.key_router import KeyRouter
from editor.workspace.prompt_task import PromptTask
from editor.workspace.workspace import Workspace

F = TypeVar("F")
P = ParamSpec("P")

_LOOK_EVERY_S = 2.0  # at changes by other programs


class LogproseApp(App[None], inherit_bindings=False):
    """An editor for one draft, or several in tabs. It is the `Workbench` of its features.

    Args:
        path: a file; None begins a draft without a name. A file that does not exist yet is created when saved.
        openings: files to open instead, the first one shown; each caret goes where it was left in an earlier run.
        scorer: whether to start the worker that scores the drafts.

    Raises FileError if a file cannot be opened.
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
        # Without colours, Textual turns them into greys unless told that they are the terminal's.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        terminal_input.install()
        self.textual, self.may_score = self, scorer
        self.theme_in_use = load_theme(FALLBACK)
        self._features: list[Feature] = []
        self._hearing: dict[str, list[Callable[..., object]]] = {}  # the features' methods for a hook, by its name
        self.workspace = Workspace()
        self.status = StatusLine(self.theme_in_use)
        self.prompts = PromptTask(self, self.show_message, lambda what: self.status.show(waiting=what))
        commands = {name: one for name, one in COMMANDS.items() if one.target is Canvas or one.target in FEATURES}
        self.settings = DraftSettings(
            self, self.workspace, commands, lambda *now: self._notify(Feature.settings_changed, *now), self.show_message
        )
        self.drafts = Drafts(self, self.workspace, self.settings, self._features, self._canvas_of)
        self._router = KeyRouter(self, self.workspace, self.settings, self.prompts, self._features, self.perform)
        self._menu = DraftMenu(self, self._features)
        self._clips = Clipboard(find_tool(os.environ))
        self._signals = Shutdown(self)
        self._features += [kind(self) for kind in FEATURES]
        open_first(path, openings, self.drafts, self.workspace)
        self._notify(Feature.look_at_start)

    def _canvas_of(self, document: Document) -> Canvas:
        canvas = Canvas(document, self.theme_in_use, clipboard=self._clips)
        self._router.attach(canvas)
        return canvas

    def _notify(self, hook: Callable[Concatenate[Feature, P], object], *args: P.args, **_: P.kwargs) -> None:
        """Call a hook of every feature that has it, in order."""
        name = hook.__name__
        hearing = self._hearing.get(name)
        if hearing is None:
            some = [feature for feature in self._features if getattr(type(feature), name) is not getattr(Feature, name)]
            hearing = self._hearing[name] = [getattr(feature, name) for feature in some]
        for hear in hearing:
            hear(*args)

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

    def feature(self, kind: type[F]) -> F:
        for feature in self._features:
            if isinstance(feature, kind):
                return feature
        raise LookupError(f"this app has no {kind.__name__}")

    def has(self, kind: type[object]) -> bool:
        return any(isinstance(feature, kind) for feature in self._features)

    def perform(self, command: Command[Any]) -> None:
        command.run(self.feature(command.target))

    def run_command(self, command: Command[Any]) -> None:
        self.canvas.call_later(command.run, self.canvas if command.target is Canvas else self.feature(command.target))

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

    def get_default_screen(self) -> BaseScreen:
        """Return the screen with the drafts."""
        return BaseScreen()

    def compose(self) -> ComposeResult:
        """The features' widgets, the drafts, and the status line."""
        for feature in self._features:
            yield from feature.widgets()
        yield from (*self.drafts.widgets(), self.status)

    def on_mount(self) -> None:
        """Show the first draft, and start the features."""
        self.drafts.start()
        self.set_interval(_LOOK_EVERY_S, lambda: self._notify(Feature.look_around))
        self.set_interval(_LOOK_EVERY_S, self._signals.look)
        self._signals.begin()
        self._notify(Feature.start)
        self.call_after_refresh(garbage.begin)

    def on_app_focus(self) -> None:
        """The writer came back from another window."""
        self.settings.look_at_files()
        self._notify(Feature.focused)

    async def on_unmount(self) -> None:
        """Stop the features; copied text stays on the system's clipboard."""
        for feature in self._features:
            await feature.stop()
        await self._clips.close()
        self._signals.stop()
        garbage.end()

    def farewell(self) -> list[str]:
        """Return the text for the shell after the program has ended early."""
        return [line for feature in self._features if (line := feature.farewell())]

    # -- what happened -------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Run the command of a key that didn't reach a canvas."""
        self._router.take_late(event)

    def on_notice(self, notice: Notice) -> None:
        """Show a message from code that doesn't know the status line."""
        self.show_message(notice.text, notice.is_error)

    def on_canvas_changed(self, message: Changed) -> None:
        """Notify the features that the shown draft changed or a caret moved; more such changes may have followed."""
        if message.canvas is not self.canvas:
            return
        draft = self.workspace.shown
        if message.edits:
            self._notify(Feature.edited, draft)
            self.drafts.show_state()
        self._notify(Feature.selection_changed, draft)
        self.status.went_on(message.time)

    def on_canvas_view_changed(self, message: ViewChanged) -> None:
        """Notify the features that another part of the draft is on the screen."""
        if message.canvas is self.canvas:
            self._notify(Feature.view_changed, self.workspace.shown)

    def on_canvas_mode_changed(self, message: ModeChanged) -> None:
        """Show whether keys write or scroll."""
        if message.canvas is self.canvas:
            self.drafts.show_state()

    def on_canvas_menu_wanted(self, message: MenuWanted) -> None:
        """Open the right-click menu."""
        if message.canvas is self.canvas:
            self._menu.open(message.place)

    def on_canvas_pressed(self, message: Pressed) -> None:
        """Notify the features that a mouse button was pressed."""
        if message.canvas is self.canvas:
            self._notify(Feature.pressed, self.workspace.shown)

    def on_canvas_link_clicked(self, message: LinkClicked) -> None:
        """Notify the features that a link was clicked."""
        self._notify(Feature.link_clicked, self.workspace.shown, message.position)
