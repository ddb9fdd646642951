"""Errors on the model's side whose messages are shown to the writer."""

from __future__ import annotations

from pathlib import Path


class ModelError(Exception):
    """A model that cannot be found, fetched, converted or loaded.

    The message is one line: the file or the model, what is wrong, and what to do about it. It may quote file names and
    other programs, so unprintable characters are escaped.
    """

    def __init__(self, message: str) -> None:
        super().__init__(
            "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in message)
        )


class RulesError(Exception):
    """Rules that cannot be used; the message is one line."""


def unreadable(error: OSError, path: Path) -> ModelError:
    """Return the error for a model's file, or `path`, that cannot be read."""
    return ModelError(f"{error.filename or path}: cannot be read ({error.strerror}); check its permissions")


class EngineError(ModelError):
    """A serving engine that cannot be reached, or whose answer cannot be used.

    Args:
        message: see `ModelError`.
        may_pass: whether it is worth asking again later.
    """

    def __init__(self, message: str, *, may_pass: bool = False) -> None:
        super().__init__(message)
        self.may_pass = may_pass


class InterruptedScoringError(Exception):
    """An engine's answer is no longer wanted because the text has changed. Nothing was done."""
