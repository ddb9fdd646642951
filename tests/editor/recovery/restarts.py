"""The app, killed by the system and started again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.files.openings import Opening
from editor.recovery.question import RecoveryQuestion
from editor.view.widgets.dialogs import Question
from tests.editor.resting import until

App = tuple[LogproseApp, Pilot[Any]]


@asynccontextmanager
async def editing(*names: str) -> AsyncIterator[App]:
    """Yield the app on some files, or on a new draft. It ends as if killed by the system."""
    openings = [Opening(Path(name)) for name in names] or [Opening(None)]
    app = LogproseApp(openings=openings, scorer=False)
    async with app.run_test(size=(70, 24)) as pilot:
        await pilot.pause()
        yield app, pilot


async def asked(app: LogproseApp, pilot: Pilot[Any], kind: type[Question] = RecoveryQuestion) -> str:
    """Wait for a prompt; return the screen's text."""
    await until(pilot, lambda: isinstance(app.screen, kind) and app.screen.focused is not None)
    await pilot.pause()
    return "\n".join("".join(segment.text for segment in line) for line in app.screen._compositor.render_strips())


async def answered(app: LogproseApp, pilot: Pilot[Any], key: str) -> None:
    await pilot.press(key)
    await until(pilot, lambda: len(app.screen_stack) == 1 and not app.prompts.is_going_on)
    await app.workers.wait_for_complete()
    await pilot.pause()


async def left_behind(name: str, *keys: str) -> None:
    """Type into a file, and end the editor without saving."""
    async with editing(name) as (app, pilot):
        await pilot.press(*keys)
        assert app.document.modified
