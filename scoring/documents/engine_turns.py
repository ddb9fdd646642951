"""Works with an engine: waits for its answers while messages come in, and backs off while it fails."""

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
"""Seconds until a failed engine is tried again; doubled each time."""


class CallEnded:
    """Message to the service from the thread of a call that has ended."""


_ASKS = protocol.AskAlternatives | protocol.AskEffect
_STALE = protocol.Open | protocol.Edit | protocol.Close
"""Messages after which an answer would be about an outdated text."""
_PATIENT = protocol.Focus | protocol.Conventions | protocol.Keep | protocol.Verbatim | protocol.AskTokens


def delay(failures: int) -> float:
    """Return how many seconds to wait before trying an engine again after this many failures in a row."""
    return float(min(FIRST_DELAY * 2.0 ** max(0, failures - 1), LONGEST_DELAY))


class EngineTurns:
    """Waits for an engine's answers in the service's thread; see `scoring.engines.engine.Waiter`.

    Args:
        inbox: the service's.
        pong: answers a `Ping` that arrives meanwhile.

    Attributes:
        answering: the question that the call is for; None if it is for a job.
        failures: how many times in a row the engine has failed.
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
        """Return when a call has ended, or when a message arrives that makes its answer worthless or can't wait."""
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
        """Return the messages that arrived meanwhile, in order."""
        came, self._came = self._came, []
        return came

    def _cannot_wait(self, message: object) -> bool:
        if message is None or isinstance(message, _STALE):
            return True
        if self.answering is not None:  # another kind of question waits its turn; the same kind replaces it
            return type(message) is type(self.answering)
        return isinstance(message, protocol.ToWorker) and not isinstance(message, _PATIENT)

    # -- failing -------------------------------------------------------------------------------------------------------

    @property
    def rest(self) -> float:
        """How many seconds are left until the engine is tried again; 0 if it can be used."""
        return max(0.0, self._again_at - time.monotonic())

    def failed(self) -> None:
        """Note that the engine has failed, so that it isn't used for a while."""
        self.failures += 1
        self._again_at = time.monotonic() + delay(self.failures)

    def succeeded(self) -> bool:
        """Note that the engine has answered; return True if it had failed before."""
        had_failed, self.failures, self._again_at = self.failures > 0, 0, -math.inf
        return had_failed
