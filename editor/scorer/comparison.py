"""The one question that the worker compares texts for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scoring import protocol

Heard = Callable[[protocol.Relevances | None], None]


class Comparison:
    """Knows who waits for the answer, and which answer is due."""

    def __init__(self) -> None:
        self._request = 0  # the last one
        self._total = 0  # texts to compare
        self._heard: Heard | None = None

    def begin(self, question: str, texts: Sequence[str], heard: Heard) -> protocol.AskRelevance:
        """Return the message that asks how well texts answer a question; `heard` is given the answers from now on."""
        self._request += 1
        self._total, self._heard = len(texts), heard
        asked = tuple([protocol.sendable(text[: protocol.LONGEST_LINE]) for text in texts])
        return protocol.AskRelevance(self._request, protocol.sendable(question[: protocol.LONGEST_LINE]), asked)

    def hear(self, answer: protocol.Relevances) -> None:
        """Pass an answer on, unless there was a later question. Raises ProtocolError if texts are missing in it."""
        if answer.request != self._request or self._heard is None:
            return
        if answer.is_final and len(answer.gains) != self._total:
            raise protocol.ProtocolError(f"{len(answer.gains)} texts of {self._total} were compared")
        heard = self._heard
        if answer.is_final:
            self._heard = None
        heard(answer)

    def end(self) -> None:
        """There won't be an answer."""
        heard, self._heard = self._heard, None
        if heard is not None:
            heard(None)
