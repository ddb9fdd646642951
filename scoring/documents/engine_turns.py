"""Working with an engine: its answers are waited for while messages come in, and it is left alone while it fails."""

from __future__ import annotations

import math
import queue
import time
from collections.abc import Callable
from typing import Any, TypeVar

from scoring import protocol
from scoring.engines.call import Call

T = TypeVar("T")

FIRST_DELAY, LONGEST_DELAY = 1.0, 60.0
"""Seconds until an engine that has failed is asked again: twice as many each time."""


class CallEnded:
    """Message to the service from the thread of a call: it has ended."""


_ASKS = protocol.AskAlternatives | protocol.AskEffect
_STALE = protocol.Open | protocol.Edit | protocol.Close
"""Messages after which an answer would be about another text."""
_PATIENT = protocol.Focus | protocol.Conventions | protocol.Keep | protocol.Verbatim | protocol.AskTokens


def delay(failures: int) -> float:
    """Return the seconds to leave an engine alone after so many failures in a row."""
    return float(min(FIRST_DELAY * 2.0 ** max(0, failures - 1), LONGEST_DELAY))


class EngineTurns:
    """Waits for an engine's answers in the service's thread; see `scoring.engines.engine.Waiter`.

    Args:
        inbox: of the service.
        pong: answers a sign of life that is asked for meanwhile.

    Attributes:
        answering: the question that the call is for; None: it is for a job.
        failures: how often the engine has failed in a row.
    """

    def __init__(self, inbox: queue.SimpleQueue[Any], pong: Callable[[protocol.Ping], None]) -> None:
        self._inbox = inbox
        self._pong = pong
        self._came: list[Any] = []
        self._again_at = -math.inf
        self.answering: object = None
        self.failures = 0

    # -- waiting -------------------------------------------------------------------------------------------------------

    def ended(self) -> None:
        """A call has ended; called in its thread."""
        self._inbox.put(CallEnded())

    def wait(self, call: Call[T]) -> None:
        """Return when a call has ended, or when a message came in that makes its answer worthless or can't wait."""
        if any(self._cannot_wait(message) for message in self._came):
            return
        while not call.has_ended:
            message = self._inbox.get()
            if isinstance(message, CallEnded):
                continue
            if isinstance(message, protocol.Ping):
                self._pong(message)
                continue
            self._came.append(message)
            if self._cannot_wait(message):
                return

    def take(self) -> list[Any]:
        """Return what came in meanwhile, in order."""
        came, self._came = self._came, []
        return came

    def _cannot_wait(self, message: object) -> bool:
        if message is None or isinstance(message, _STALE):
            return True
        if self.answering is not None:  # another question waits for its turn; one of the same kind is in its place
            return type(message) is type(self.answering)
        return isinstance(message, protocol.ToWorker) and not isinstance(message, _PATIENT)

    # -- failing -------------------------------------------------------------------------------------------------------

    @property
    def rest(self) -> float:
        """The seconds for which the engine is still left alone, 0 if it isn't."""
        return max(0.0, self._again_at - time.monotonic())

    def failed(self) -> None:
        """The engine has failed: leave it alone for a while."""
        self.failures += 1
        self._again_at = time.monotonic() + delay(self.failures)

    def succeeded(self) -> bool:
        """The engine has answered; return True if it had failed before."""
        had_failed, self.failures, self._again_at = self.failures > 0, 0, -math.inf
        return had_failed
