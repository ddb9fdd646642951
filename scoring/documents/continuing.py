"""Writes the continuation that the writer is waiting for, a token at a time, so that the worker can look at its
messages in between."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scoring.documents.open_document import OpenDocument
from scoring.protocol import AskContinuation, Continuation, Continuations, Failure
from scoring.schedule import Rest


@dataclass(frozen=True, slots=True)
class WriteOn:
    """Write one more token of the continuation."""

    rest: ClassVar[Rest] = Rest.QUIET
    blocks_others: ClassVar[bool] = True


class Continuing:
    """The continuation being written, if any."""

    def __init__(self) -> None:
        self._ask: AskContinuation | None = None
        self._steps: Iterator[list[Continuation]] = iter(())
        self._said: tuple[Continuation, ...] = ()

    @property
    def document(self) -> int | None:
        """The number of its document; None if no continuation is wanted."""
        return None if self._ask is None else self._ask.document

    def begin(self, document: OpenDocument, ask: AskContinuation) -> Failure | None:
        """Begin to answer a question, dropping the last one; return a failure if it has no answer."""
        self._ask = None
        try:
            if ask.revision != document.revision:
                raise ValueError(f"revision {ask.revision} is not the document's, which is {document.revision}")
            self._steps = document.session.continuations(ask.start, ask.end, ask.manner, exact=False)
        except ValueError as error:
            return Failure(ask.request, ask.document, str(error))
        self._ask, self._said = ask, ()
        return None

    def stop(self, document: int) -> None:
        """Stop the continuation if it is for `document`."""
        if self.document == document:
            self._ask, self._steps = None, iter(())

    def step(self) -> Continuations | None:
        """Write one more token; return the message about it, if any. Only call this while a continuation is wanted."""
        ask = self._ask
        assert ask is not None
        found = next(self._steps, None)
        if found is None:
            self.stop(ask.document)
            return _answer(ask, self._said, is_final=True)
        known = tuple(filter(_is_number, found))
        if known == self._said:
            return None
        self._said = known
        return _answer(ask, known, is_final=False)


def _answer(ask: AskContinuation, found: tuple[Continuation, ...], *, is_final: bool) -> Continuations:
    place = ask.request, ask.document, ask.revision, ask.start, ask.end
    return Continuations(*place, found, is_final)


def _is_number(one: Continuation) -> bool:
    """Return True unless the model computed NaN."""
    return math.isfinite(sum(one.log_probs)) and math.isfinite(one.gain or 0.0)
