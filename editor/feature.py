"""What plugs into the app: a feature, and the hooks by which it hears of what happens.

The app holds its features in a list and calls each hook feature by feature, in the list's order. A feature reaches
the rest of the program through its `Workbench`, and is reached by its commands, which name its class.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from textual import events
from textual.widget import Widget

from editor.settings.settings import Settings
from editor.workspace.drafts import DraftListener
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


class Feature(DraftListener):
    """One thing that the program can do. Every hook does nothing unless a feature overrides it.

    The hooks about drafts' lives are those of `DraftListener`.

    Args:
        bench: the app. It has no drafts yet while the features are made, and not all of its features.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def begin(self, task: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Run a task that may ask the writer something, unless another one is going on."""
        self._bench.prompts.begin(task)

    # -- the program ---------------------------------------------------------------------------------------------------

    def widgets(self) -> Iterable[Widget]:
        """Return what stands on the screen from the start, above the drafts unless docked."""
        return ()

    def look_at_start(self) -> None:
        """The first drafts are open, and there is no screen yet: the time for what may block."""

    def start(self) -> None:
        """The drafts are on the screen."""

    def look_around(self) -> None:
        """Time to see what other programs did meanwhile; every two seconds."""

    def focused(self) -> None:
        """The writer came back from another window."""

    def leaving(self) -> None:
        """The writer quits; unsaved changes are not wanted."""

    async def stop(self) -> None:
        """The program ends, for whatever reason."""

    def farewell(self) -> str:
        """Return what the shell shows once the program has ended early; usually nothing."""
        return ""

    # -- writing -------------------------------------------------------------------------------------------------------

    def take_key(self, event: events.Key | events.Paste) -> bool:
        """Take a key or a paste that reached the shown draft; return False to leave it to the next feature."""
        return False

    def edited(self, draft: Draft) -> None:
        """The shown draft changed."""

    def selection_changed(self, draft: Draft) -> None:
        """A caret of the shown draft moved."""

    def view_changed(self, draft: Draft) -> None:
        """Another part of the shown draft is on the screen."""

    def jumping(self, draft: Draft) -> None:
        """The caret of the shown draft is about to go somewhere else."""

    def link_clicked(self, draft: Draft, position: int) -> None:
        """A link of a draft was clicked, to be followed; `position`: where in the document."""

    def note(self, draft: Draft) -> str:
        """Return what to say of the place of the caret; the first feature with a note is heard."""
        return ""

    # -- settings and looks --------------------------------------------------------------------------------------------

    def settings_changed(self, draft: Draft, before: Settings | None) -> None:
        """A draft's settings are others than `before`; None: it was just opened."""

    def theme_changed(self) -> None:
        """Everything is to be drawn in the bench's theme."""

    def set_bare(self, is_bare: bool) -> None:
        """Show nothing beside the text, or show it again."""
