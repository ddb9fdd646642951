"""The tour that is given on the very first start, and again when it is asked for."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from editor.help.tour_card import TourCard
from editor.keys.registry import Keymap
from editor.paths import tour_seen_path


def note_start(path: Path) -> bool:
    """Note at `path` that the program was started; whether it is the first time. May block."""
    with contextlib.suppress(OSError):  # where nothing can be noted there would be a tour on every start
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        return True
    return False


class TourFeature:
    """Gives the tour: a card over the draft, which has the focus all the while.

    A key that is not the card's goes to the draft; where that changes the draft, the writer is writing, and the card
    goes until it is asked for. It begins again where it was left.

    Args:
        app: on whose screen the card is put.
        keymap: gives the writer's keys.
    """

    def __init__(self, app: App[Any], keymap: Callable[[], Keymap]) -> None:
        self._app = app
        self._keymap = keymap
        self.card = TourCard()

    def begin(self) -> None:
        """Give the tour if this is the first start: on a real terminal, and where no other start was noted."""
        app = self._app
        if not (app.is_headless or issubclass(app.driver_class, HeadlessDriver)):
            app.run_worker(self._begin())

    async def _begin(self) -> None:
        if await asyncio.to_thread(note_start, tour_seen_path()):
            self.show()

    def show(self) -> None:
        """Show the card."""
        if not self.card.is_attached:
            self._app.screen_stack[0].mount(self.card)
        self.card.open(self._keymap())

    def take(self, event: events.Key) -> bool:
        """Take a key that has reached the draft but is the card's; False where it is the draft's."""
        return self.card.is_open and self.card.take_key(event.key)

    def draft_edited(self) -> bool:
        """Put the card away, for the writer writes; whether it was there."""
        return self.card.close()
