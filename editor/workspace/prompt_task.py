"""One modal task at a time: a coroutine that asks the writer questions or waits for a disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.screen import ModalScreen
from textual.worker import Worker

from editor.system.key_routing import pass_on

T = TypeVar("T")

_PATIENCE_S = 0.3  # before the status line says what we are waiting for


class PromptTask:
    """Runs one task at a time. Keys typed meanwhile wait for its next question, or for its end.

    Args:
        app: shows the questions.
        show_message: shows a message.
        show_waiting: shows what we are waiting for; "": nothing any more.
    """

    def __init__(self, app: App[Any], show_message: Callable[[str], None], show_waiting: Callable[[str], None]) -> None:
        self._app = app
        self._show_message = show_message
        self._show_waiting = show_waiting
        self._worker: Worker[None] | None = None
        self._is_waiting = False  # for a disk; Escape cancels
        self._is_aside = False  # the writer can type meanwhile
        self._queued: list[Callable[[], Coroutine[Any, Any, object]]] = []
        self._held: list[events.Key | events.Paste] = []

    @property
    def is_going_on(self) -> bool:
        return self._worker is not None

    @property
    def holds_keys(self) -> bool:
        """Whether keys wait, because of the running task or a queued one."""
        return self._worker is not None and (not self._is_aside or bool(self._queued))

    def begin(self, task: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Run a task; queue it during one that lets the writer type, drop it during any other."""
        if self._worker is None:
            self._worker = self._app.run_worker(partial(self._run, task))
        elif self._is_aside:
            self._queued.append(task)

    async def _run(self, task: Callable[[], Coroutine[Any, Any, object]]) -> None:
        try:
            await task()
        finally:
            self._worker = None
            if self._queued:
                self.begin(self._queued.pop(0))
            else:
                self._release()

    def take(self, event: events.Key | events.Paste) -> bool:
        """Take a key or a paste that reached the draft too early. Return False if it is the draft's."""
        if len(self._app.screen_stack) > 1:
            pass_on(self._app, event)
            return True
        if self._worker is None or not self.holds_keys:
            return False
        if self._is_waiting and isinstance(event, events.Key) and event.key == "escape":
            self._worker.cancel()
        else:
            self._held.append(event)
        return True

    def _release(self) -> None:
        held, self._held = self._held, []
        for event in held:
            pass_on(self._app, event)

    async def ask(self, question: ModalScreen[T]) -> T | None:
        """Ask the writer, and return the answer. Only within a task."""
        answer = self._app.push_screen(question, wait_for_dismiss=True)
        self._release()
        return await answer

    async def run_aside(self, work: Awaitable[T]) -> T:
        """Let the writer type while work is done that can't be cancelled. Only within a task."""
        self._is_aside = True
        self._release()
        try:
            return await work
        finally:
            self._is_aside = False

    async def wait_for(self, work: Awaitable[T], what: str) -> T:
        """Wait for work that may hang. If it takes long, show `what`; Escape cancels the task. Only within a task."""
        task = asyncio.ensure_future(work)
        self._is_waiting = True
        try:
            done, _ = await asyncio.wait([task], timeout=_PATIENCE_S)
            if not done:
                self._show_waiting(f"{what} … (Esc to cancel)")
            return await task
        except asyncio.CancelledError:
            task.cancel()
            self._show_message("cancelled")
            raise
        finally:
            self._is_waiting = False
            self._show_waiting("")
