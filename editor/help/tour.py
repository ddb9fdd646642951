"""The tour: shown on the very first start, and again on request."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path

from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.worker import Worker

from editor.feature import Feature
from editor.help.tour_card import TourCard
from editor.paths import tour_seen_path
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


def note_start(path: Path) -> bool:
    """Record at `path` that the program was started. Return True the first time. May block."""
    with contextlib.suppress(OSError):  # otherwise a read-only disk would mean a tour on every start
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        return True
    return False


class TourFeature(Feature):
    """Shows the tour: a card over the draft, which keeps the focus.

    Keys that aren't the card's go to the draft. An edit closes the card, since the writer is writing; it continues
    where it was when the writer asks for it again.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.card = TourCard()

    def start(self) -> None:
        """Show the tour on the first start, on a real terminal."""
        app = self._bench.textual
        if not (app.is_headless or issubclass(app.driver_class, HeadlessDriver)):
            _: Worker[None] = app.run_worker(self._start)

    async def _start(self) -> None:
        if await asyncio.to_thread(note_start, tour_seen_path()):
            self.show()

    def show(self) -> None:
        """Show the card."""
        if not self.card.is_attached:
            self._bench.textual.screen_stack[0].mount(self.card)
        self.card.open(self._bench.settings.keymap)

    def take_key(self, event: events.Key | events.Paste) -> bool:
        return isinstance(event, events.Key) and self.card.is_open and self.card.take_key(event.key)

    def edited(self, draft: Draft) -> None:
        self.card.close()
