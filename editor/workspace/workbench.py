"""Everything that a feature may ask of the app."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from textual.app import App

from editor.keys.registry import Command
from editor.view.canvas.canvas import Canvas
from editor.view.theme.theme import Theme
from editor.view.widgets.status import StatusLine
from editor.workspace.draft_settings import DraftSettings
from editor.workspace.drafts import Drafts
from editor.workspace.prompt_task import PromptTask
from editor.workspace.workspace import Workspace

F = TypeVar("F")


class Workbench(Protocol):
    """Everything that a feature may ask of the app.

    Attributes:
        workspace: the open drafts.
        drafts: opens, shows and closes them, and notifies listeners.
        settings: those in force for each of them.
        prompts: the one modal task at a time.
        status: the status line.
        theme_in_use: the chosen theme, as close as the terminal gets to it.
        may_score: whether a model may be started unasked.
    """

    workspace: Workspace
    drafts: Drafts
    settings: DraftSettings
    prompts: PromptTask
    status: StatusLine
    theme_in_use: Theme
    may_score: bool

    @property
    def textual(self) -> App[Any]:
        """Textual's side of the app: timers, workers, screens."""

    @property
    def canvas(self) -> Canvas:
        """The canvas of the shown draft."""

    def feature(self, kind: type[F]) -> F:
        """Return the feature of a class. Raises LookupError if this app doesn't have it."""

    def has(self, kind: type[object]) -> bool:
        """Return True if this app has the feature."""

    def leave(self) -> None:
        """Quit; unsaved changes are discarded."""

    def jump(self, position: int) -> None:
        """Move the caret of the shown draft to a position; the writer can go back."""

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_message(self, message: str, is_error: bool = False) -> None:
        """Show a message in the status line for some seconds; an error at least until the writer continues."""

    def use_theme(self, theme: Theme) -> None:
        """Draw everything in a theme."""

    def set_bare(self, is_bare: bool) -> None:
        """Show nothing but the text, or everything again."""

    def perform(self, command: Command[Any]) -> None:
        """Run a command of a feature now."""

    def run_command(self, command: Command[Any]) -> None:
        """Run a command that was chosen from a list, before the keys that follow reach the draft."""
