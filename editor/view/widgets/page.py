"""Text in a dialog that can be read and scrolled."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.containers import VerticalScroll
from textual.widgets import Static

from editor.system.key_routing import pass_on
from editor.view.widgets.dialogs import drop_paste


class Page(Static, can_focus=True):
    """The text; it takes the keys, at once.

    Args:
        take_key: called with each key.
    """

    def __init__(self, take_key: Callable[[str], None]) -> None:
        super().__init__()
        self._take_key = take_key

    async def _on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if self.screen.is_current:
            self._take_key(event.key)
        else:
            pass_on(self.app, event)

    def _on_paste(self, event: events.Paste) -> None:
        drop_paste(self, event)


def scroll(around: VerticalScroll, key: str) -> bool:
    """Scroll for a key; return False if the key doesn't scroll."""
    page = max(1, around.size.height - 2)
    rows = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "space": page}
    if key in rows:
        around.scroll_relative(y=rows[key], animate=False)
    elif key in ("home", "end"):
        (around.scroll_home if key == "home" else around.scroll_end)(animate=False)
    else:
        return False
    return True
