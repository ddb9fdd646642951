"""Keys that reach a widget too late or too early: the writer is typing into another one.

Textual gives a key to the widget that has the focus when the key arrives. If keys come faster than they are handled
(typed ahead, over a slow line, from a script), those after one that opens or closes something would be lost.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App

from editor.system.textual_hooks import forward


def pass_on(app: App[Any], event: events.Key | events.Paste) -> None:
    """Give a key or a paste to the widget that has the focus now, after its queued events."""
    fresh = event.copy() if isinstance(event, events.Key) else events.Paste(event.text)
    forward(app.focused or app.screen, fresh)
