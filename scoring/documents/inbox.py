"""The messages that wait for the worker: which of them still count, and what it does while none comes."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from typing import TypeVar

from scoring import protocol

REST_S = 10.0
"""After so long without work or a message, the worker frees memory."""

Message = TypeVar("Message")


def next_message(inbox: queue.SimpleQueue[Message], rest: Callable[[], None]) -> Message:
    """Wait for a message; if none comes for a while, call `rest` first."""
    try:
        return inbox.get(timeout=REST_S)
    except queue.Empty:
        rest()
        return inbox.get()


def is_superseded(message: object, later: Sequence[object]) -> bool:
    """Return True if a newer question of the same kind about the same document has already arrived."""
    asks = protocol.AskAlternatives | protocol.AskEffect | protocol.AskContinuation
    return isinstance(message, asks) and any(
        isinstance(other, type(message)) and other.document == message.document for other in later
    )
