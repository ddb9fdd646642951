"""Waiting for things that a pilot doesn't wait for: timers, processes, threads that a test blocks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from editor.app import LogproseApp
from tests.patience import PATIENCE_S


async def at_rest(pilot: Pilot[Any]) -> None:
    """Wait until nothing is being saved or read, or the writer is asked something."""
    app = pilot.app
    assert isinstance(app, LogproseApp)
    await until(pilot, lambda: not app.prompts.is_going_on or len(app.screen_stack) > 1)
    await pilot.pause()


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Wait for something that stays true once it is."""
    given_up = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < given_up, "timed out"
        await pilot.pause(0.01)
