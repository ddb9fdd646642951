"""Errors of the model's side whose message is written for the writer."""

from __future__ import annotations

from pathlib import Path


class ModelError(Exception):
    """A model that cannot be found, fetched, converted or loaded.

    The message is one line: it names the file or the model, says what is wrong, and what to do about it. File names
    and what other programs said may be part of it, so what is not printable is escaped.
    """

    def __init__(self, message: str) -> None:
        super().__init__(
            "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in message)
        )


def unreadable(error: OSError, path: Path) -> ModelError:
    """Says that a file of a model, or `path`, cannot be read."""
    return ModelError(f"{error.filename or path}: cannot be read ({error.strerror}); check its permissions")
