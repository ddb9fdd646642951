"""Pilot's waits, by what there is left to do instead of by how busy the processor is.

Textual's own `wait_for_idle` sleeps for 20 ms at a time until the process takes next to no processor time. On a busy
machine that is also true of a process that isn't let in, so a test goes on too early; on an idle one every key costs
40 ms.
"""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import Callable
from typing import Any

import textual.app
import textual.pilot
from textual._context import active_app

from tests.patience import PATIENCE_S

_MOST_PAINTS = 20  # what asks to be painted after every paint, as an animation does, is not waited for

joins_threads = True
"""Whether threads are waited for; not where a test holds one up."""

_run_in_executor = asyncio.BaseEventLoop.run_in_executor
_jobs: set[Future[Any]] = set()
"""What threads are doing for event loops."""


async def until_idle(min_sleep: float = 0.0, max_sleep: float = 0.0) -> None:
    """Wait until no task and no thread of the event loop can go on, and the screen shows all there is.

    What processes and timers do later is not waited for: `resting.until` is for that. The arguments are those of what
    this replaces, and change nothing.
    """
    for _ in range(_MOST_PAINTS):
        await _until_nothing_is_ready()
        if not _paint() and not await _joined():
            return


async def _until_nothing_is_ready() -> None:
    ready: Any = vars(asyncio.get_running_loop())["_ready"]
    rounds = 0
    while rounds < 2:  # in the second one, what came through pipes is ready too
        await asyncio.sleep(0)
        rounds = 0 if ready else rounds + 1


def _paint() -> bool:
    """Do now what Textual leaves to a timer, up to 33 ms: lay out for a new size, paint. False where all is done."""
    app: Any = active_app.get(None)
    if app is None or app._batch_count or not app.is_running or not app.screen_stack:
        return False
    if app._resize_timer is not None:
        app._check_resize()
        return True
    screen = app.screen
    waiting = (screen._layout_required, screen._scroll_required, screen._repaint_required, screen._recompose_required)
    if not (any(waiting) or screen._dirty_widgets or screen._callbacks):
        return False
    screen._on_timer_update()
    return True


async def _joined() -> bool:
    """Wait for the threads; False where none is at work."""
    if not joins_threads:
        return False
    loop = asyncio.get_running_loop()
    jobs = [job for job in _jobs if job.get_loop() is loop]
    if not jobs:
        return False
    _, late = await asyncio.wait(jobs, timeout=PATIENCE_S)
    assert not late, "a thread doesn't come to its end: a test that holds one up takes the fixture held_threads"
    return True


def _kept(loop: asyncio.BaseEventLoop, executor: Any, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
    """`run_in_executor`, with the job remembered until it is done."""
    job = _run_in_executor(loop, executor, work, *arguments)
    _jobs.add(job)
    job.add_done_callback(_jobs.discard)
    return job


def install() -> None:
    """Let every pilot wait in this way."""
    for module in (textual.app, textual.pilot):
        vars(module)["wait_for_idle"] = until_idle
    vars(asyncio)["BaseEventLoop"].run_in_executor = _kept
