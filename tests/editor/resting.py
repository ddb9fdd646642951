"""Waiting for what the app does in threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from editor.app import LogproseApp


async def at_rest(pilot: Pilot[Any]) -> None:
    """Wait until nothing is being saved or read; or the writer is asked something."""
    app = pilot.app
    assert isinstance(app, LogproseApp)
    for _ in range(1000):
        if not app.prompts.is_going_on or len(app.screen_stack) > 1:
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError("waited in vain")


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Wait for what a thread or a process has to do with."""
    for _ in range(2000):
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError("waited in vain")
