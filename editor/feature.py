"""Features, which plug into the app, and the hooks that notify them.

The app holds its features in a list and calls each hook feature by feature, in the list's order. A feature reaches
the rest of the program through its `Workbench`, and is reached by its commands, which name its class.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

from textual import events
from textual.widget import Widget

from editor.settings.settings import Settings
from editor.view.widgets.menu import Offer
from editor.workspace.drafts import DraftListener
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


class Feature(DraftListener):
    """A part of the program that plugs into the app. Hooks do nothing unless a feature overrides them.

    The hooks about drafts' lives are those of `DraftListener`.

    Args:
        bench: the app. While features are being constructed it has no drafts and lacks the later features.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def begin(self, task: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Run a task that may ask the writer something, unless another one is running."""
        self._bench.prompts.begin(task)

    # -- the program ---------------------------------------------------------------------------------------------------

    def widgets(self) -> Iterable[Widget]:
        """Return the widgets to mount at the start, above the drafts unless docked."""
        return ()

    def look_at_start(self) -> None:
        """The first drafts are open, but there is no screen yet. May block."""

    def start(self) -> None:
        """The drafts are on the screen."""

    def look_around(self) -> None:
        """Check for changes by other programs; called every two seconds."""

    def focused(self) -> None:
        """The writer came back from another window."""

    def leaving(self) -> None:
        """The writer quits; unsaved changes are to be discarded."""

    async def stop(self) -> None:
        """The program is ending, for any reason."""

    def farewell(self) -> str:
        """Return a line to show in the shell after the program was ended; usually empty."""
        return ""

    # -- writing -------------------------------------------------------------------------------------------------------

    def take_key(self, event: events.Key | events.Paste) -> bool:
        """Take a key or a paste that reached the shown draft; return False to leave it to the next feature."""
        return False

    def edited(self, draft: Draft) -> None:
        """The shown draft changed."""

    def selection_changed(self, draft: Draft) -> None:
        """A caret of the shown draft moved, or the text around it changed; called after `edited`, too."""

    def pressed(self, draft: Draft) -> None:
        """A mouse button was pressed in the shown draft."""

    def view_changed(self, draft: Draft) -> None:
        """Another part of the shown draft is on the screen."""

    def jumping(self, draft: Draft) -> None:
        """The caret of the shown draft is about to jump."""

    def link_clicked(self, draft: Draft, position: int) -> None:
        """A link of a draft was clicked, to be followed; `position`: where in the document."""

    def offers(self, draft: Draft) -> Sequence[Offer]:
        """Return the offers at the caret; they come first in the right-click menu."""
        return ()

    # -- settings and looks --------------------------------------------------------------------------------------------

    def settings_changed(self, draft: Draft, before: Settings | None) -> None:
        """A draft's settings changed; `before` is None if it was just opened."""

    def theme_changed(self) -> None:
        """The bench's theme changed: draw in it."""

    def set_bare(self, is_bare: bool) -> None:
        """Hide everything but the text, or show it again."""
