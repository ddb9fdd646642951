"""Waiting for the worker without a screen: until it has answered, has failed, or is silent for too long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from editor.text.printable import printable
from scoring.protocol import ModelState

_SILENCE_S = 120.0  # of silence of a ready worker before we give up; a step takes a few seconds at most


class ScoringError(Exception):
    """The worker can't do its work; the message is one line."""


class WorkerNews:
    """The worker's latest news, and waiting for more.

    Args:
        progress: shows the progress of loading the model, in a few words.

    Attributes:
        is_ready: whether the worker has its model.
    """

    def __init__(self, progress: Callable[[str], None]) -> None:
        self.is_ready = False
        self._progress = progress
        self._failure = ""
        self._news = asyncio.Event()

    def came(self) -> None:
        """There is news: wake up whoever waits."""
        self._news.set()

    def model_changed(self, state: ModelState) -> None:
        """The model made some progress, is ready, or failed."""
        if state.stage in ("failed", "unreachable"):
            self._failure = state.message
        elif state.stage == "ready":
            self.is_ready = True
        else:
            share = f" {state.done / state.total:.0%}" if state.total else ""
            self._progress(f"{state.stage} the model{share}")
        self.came()

    def died(self, message: str) -> None:
        """The worker died, as `message` says."""
        self._failure = message.partition(";")[0]
        self.came()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until a condition holds. Raises ScoringError if it never will."""
        while not holds():
            if self._failure:
                raise ScoringError(printable(self._failure))
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), _SILENCE_S if self.is_ready else None)
            except TimeoutError:
                raise ScoringError("the scorer has stopped answering") from None
