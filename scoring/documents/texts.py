"""Applies messages to the text of a session."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.protocol import Edit, Open, ProtocolError, Stretch
from scoring.session import Session


def apply(session: Session, message: Open | Edit) -> None:
    """Apply a message's changes to a session's text. Raises ProtocolError if they don't fit."""
    try:
        for change in reversed(message.changes):
            session.edit(change.start, change.end, change.text)
    except ValueError as error:
        raise ProtocolError(f"revision {message.revision}: {error}") from error


def tell(session: Session, revision: int, start: int, end: int, stretches: Sequence[Stretch]) -> None:
    """Tell a session which stretches of [start, end) aren't prose. Raises ProtocolError if they don't fit its text."""
    try:
        session.tell(start, end, stretches)
    except ValueError as error:
        raise ProtocolError(f"revision {revision}: {error}") from error
