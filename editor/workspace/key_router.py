"""Routes keys: to the modal task, then the features, then a command, then the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from textual import events
from textual.app import App

from editor.keys.registry import Command
from editor.system.key_routing import pass_on
from editor.view.canvas.canvas import Canvas
from editor.workspace.draft_settings import DraftSettings
from editor.workspace.prompt_task import PromptTask
from editor.workspace.workspace import Workspace


class KeyTaker(Protocol):
    """Something that may take keys."""

    def take_key(self, event: events.Key | events.Paste) -> bool:
        """Take a key or a paste; return False to leave it to the next one."""


class KeyRouter:
    """Looks each key up once, when it has reached a canvas.

    Args:
        app: keys that came too late for a canvas go to its focused widget.
        workspace: the drafts.
        settings: hold the keymap.
        prompts: the modal task, which comes first.
        takers: come next, in this order.
        perform: runs a command that isn't the canvas's.
    """

    def __init__(
        self,
        app: App[Any],
        workspace: Workspace,
        settings: DraftSettings,
        prompts: PromptTask,
        takers: Sequence[KeyTaker],
        perform: Callable[[Command[Any]], None],
    ) -> None:
        self._app = app
        self._workspace = workspace
        self._settings = settings
        self._prompts = prompts
        self._takers = takers
        self._perform = perform

    def attach(self, canvas: Canvas) -> None:
        """Route the keys of a canvas from now on."""
        canvas.route_key = partial(self._route, canvas)
        canvas.takes_paste = partial(self._is_elsewhere, canvas)

    async def _route(self, canvas: Canvas, event: events.Key) -> bool:
        """Deliver a key that has reached a canvas; return False if it is text.

        Commands run immediately: by the time a key had bubbled up to the app, later keys would have reached the draft.
        """
        if self._is_elsewhere(canvas, event):
            return True
        command = self._settings.keymap.lookup(*event.aliases)
        if command is None or command.target is Canvas:
            is_taken = await canvas.take_key(event.key, command)
            return is_taken or not event.is_printable  # it needn't be looked up again
        self._perform(command)
        return True

    def _is_elsewhere(self, canvas: Canvas, event: events.Key | events.Paste) -> bool:
        """Take a key or a paste that has reached a canvas but is for something else."""
        if self._prompts.take(event):
            return True
        if canvas is not self._workspace.shown.canvas or len(self._app.screen_stack) > 1:
            pass_on(self._app, event)
            return True
        return any(taker.take_key(event) for taker in self._takers)

    def take_late(self, event: events.Key) -> None:
        """Run the command of a key that bubbled up to the app because it didn't reach a canvas."""
        if len(self._app.screen_stack) > 1 or self._prompts.holds_keys:
            return
        command = self._settings.keymap.lookup(*event.aliases)
        if command is not None and command.target is not Canvas:
            event.stop()
            event.prevent_default()  # or Textual looks the key up again, in the screen that the command opened
            self._perform(command)
