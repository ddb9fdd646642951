"""The app on some drafts of the working directory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from editor.app import LogproseApp
from editor.files.openings import Opening
from editor.files.tabs import TabsFeature
from tests.editor.resting import until

App = tuple[LogproseApp, Pilot[Any]]


@asynccontextmanager
async def editing(*names: str | Opening, size: tuple[int, int] = (60, 12)) -> AsyncIterator[App]:
    """Yield the app on some files."""
    openings = [Opening(Path(name)) if isinstance(name, str) else name for name in names]
    app = LogproseApp(openings=openings, scorer=False)
    async with app.run_test(size=size) as pilot:
        yield app, pilot


async def typed_at_once(pilot: Pilot[Any], *keys: str, asks: type[Screen[Any]] | None = None) -> None:
    """Type faster than keys are handled; wait until everything is done, or the app `asks` something."""
    app = pilot.app
    assert isinstance(app, LogproseApp)
    for key in keys:
        character = key if len(key) == 1 else None
        app.post_message(events.Key(_character_to_key(key) if character else key, character))
    await pilot.pause()
    if asks is not None:
        await until(pilot, lambda: isinstance(app.screen, asks))
    else:
        await until(pilot, lambda: not app.prompts.is_going_on)
    await pilot.pause()


def names(app: LogproseApp) -> list[str]:
    return [draft.name for draft in app.workspace.drafts]


def tab_row(app: LogproseApp) -> str:
    return app.feature(TabsFeature).row.render_line(0).text.rstrip() if app.feature(TabsFeature).row.display else ""
