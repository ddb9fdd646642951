"""A request to an engine that runs in its own thread, so that it can be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from scoring.engines.connection import Connection
from scoring.errors import EngineError, InterruptedScoringError

T = TypeVar("T")


class Call(Generic[T]):
    """Runs `work` with a connection.

    Args:
        connection: used only by this call while it runs.
        work: the request; may raise EngineError.
        done: called in the call's thread when it ends.
    """

    def __init__(
        self, connection: Connection, work: Callable[[Connection], T], done: Callable[[], None] = lambda: None
    ) -> None:
        self._connection = connection
        self._work = work
        self._done = done
        self._ended = threading.Event()
        self._result: list[T] = []
        self._error: BaseException | None = None
        self._is_given_up = False
        threading.Thread(target=self._run, daemon=True, name="engine").start()

    def _run(self) -> None:
        try:
            self._result.append(self._work(self._connection))
        except BaseException as error:  # whatever it is, the waiting thread raises it
            self._error = error
        self._ended.set()
        self._done()

    @property
    def has_ended(self) -> bool:
        """Whether `result` has something to return or raise."""
        return self._ended.is_set()

    def give_up(self) -> None:
        """Cancel the call. The connection is closed."""
        self._is_given_up = True
        self._connection.close()

    def result(self) -> T:
        """Wait for the result of `work` and return it.

        Raises:
            EngineError: from `work`.
            InterruptedScoringError: the call was cancelled.
        """
        if self._is_given_up:
            raise InterruptedScoringError
        self._ended.wait()
        if self._error is not None:
            if isinstance(self._error, EngineError):
                raise EngineError(str(self._error), may_pass=self._error.may_pass) from None
            raise self._error
        return self._result[0]
