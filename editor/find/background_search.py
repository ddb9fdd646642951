"""Searching a draft in threads; only the latest search counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from contextvars import copy_context
from typing import NamedTuple

from editor.find.search import Found, PatternError, Query, find_in_background

TOO_LONG = "this search takes too long"


class Task(NamedTuple):
    """A search: a query in a range of the text at a revision; None: in all of it."""

    query: Query
    within: tuple[int, int] | None
    revision: int


class BackgroundSearch:
    """Runs one search at a time. An empty query finds nothing, at once.

    Args:
        arrived: called in the event loop when `found` or `error` is there.
    """

    def __init__(self, arrived: Callable[[], None]) -> None:
        self._tell = arrived
        self._future: Future[Found] | None = None
        self.task: Task | None = None
        self.found: Found | None = None
        self.error = ""

    @property
    def is_running(self) -> bool:
        return self._future is not None

    def give_up(self) -> None:
        """Forget the search and its results."""
        if self._future is not None:
            self._future.cancel()
            self._future = None
        self.task, self.found, self.error = None, None, ""

    def begin(self, task: Task, text: str) -> None:
        """Search `text`; a running search is dropped."""
        self.give_up()
        self.task = task
        if not task.query.text:
            self._tell()
            return
        self._future = find_in_background(task.query, text, task.within)
        loop, context = asyncio.get_running_loop(), copy_context()

        def tell(future: Future[Found]) -> None:
            with suppress(RuntimeError):  # the program has ended
                loop.call_soon_threadsafe(self._take, future, context=context)

        self._future.add_done_callback(tell)

    def put(self, task: Task, found: Found) -> None:
        """Set results that needed no search."""
        self.give_up()
        self.task, self.found = task, found

    def wait(self, seconds: float) -> bool:
        """Block until the search ends, for at most so many seconds. Return False if it hasn't."""
        if self._future is not None:
            wait([self._future], seconds)
            if not self._future.done():
                return False
            self._take(self._future)
        return True

    def _take(self, future: Future[Found]) -> None:
        if future is not self._future:
            return
        self._future = None
        try:
            self.found = future.result()
        except CancelledError:
            return
        except PatternError as error:
            self.error = str(error)
        except TimeoutError:
            self.error = TOO_LONG
        except MemoryError:
            self.error = "too many matches"
        self._tell()
