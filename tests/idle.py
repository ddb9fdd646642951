"""Makes Pilot wait until no work is left, instead of until the CPU is idle.

Textual's own `wait_for_idle` sleeps for 20 ms at a time until the process uses almost no CPU time. On a busy machine
that is also true of a process that isn't scheduled, so a test continues too early; on an idle one every key costs 40
ms.
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

_MOST_PAINTS = 20  # not waiting for animations, which request a new paint after each one

joins_threads = True
"""Whether to wait for threads; False if a test blocks one."""

_run_in_executor = asyncio.BaseEventLoop.run_in_executor
_jobs: set[Future[Any]] = set()
"""The jobs that threads are running for event loops."""


async def until_idle(min_sleep: float = 0.0, max_sleep: float = 0.0) -> None:
    """Wait until no task or thread of the event loop can continue, and the screen is up to date.

    Later work of processes and timers is not waited for: `resting.until` does that. The arguments are those of the
    replaced function and are ignored.
    """
    for _ in range(_MOST_PAINTS):
        await _until_nothing_is_ready()
        if not _paint() and not await _joined():
            return


async def _until_nothing_is_ready() -> None:
    ready: Any = vars(asyncio.get_running_loop())["_ready"]
    rounds = 0
    while rounds < 2:  # after the second one, data from pipes is ready too
        await asyncio.sleep(0)
        rounds = 0 if ready else rounds + 1


def _paint() -> bool:
    """Do now what Textual delays with a timer for up to 33 ms: layout for a new size, painting. False if nothing was
    left."""
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
    """Wait for the threads; False if none is working."""
    if not joins_threads:
        return False
    loop = asyncio.get_running_loop()
    jobs = [job for job in _jobs if job.get_loop() is loop]
    if not jobs:
        return False
    _, late = await asyncio.wait(jobs, timeout=PATIENCE_S)
    assert not late, "a thread doesn't end: a test that blocks one needs the fixture held_threads"
    return True


def _kept(loop: asyncio.BaseEventLoop, executor: Any, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
    """`run_in_executor`, with the job remembered until it is done."""
    job = _run_in_executor(loop, executor, work, *arguments)
    _jobs.add(job)
    job.add_done_callback(_jobs.discard)
    return job


def install() -> None:
    """Make every pilot wait in this way."""
    for module in (textual.app, textual.pilot):
        vars(module)["wait_for_idle"] = until_idle
    vars(asyncio)["BaseEventLoop"].run_in_executor = _kept
