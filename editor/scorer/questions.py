"""Questions to the worker about texts that belong to no document, one of each kind at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from scoring import protocol

Answer = TypeVar("Answer", protocol.Relevances, protocol.WrittenAnswer)

Heard = Callable[[protocol.Relevances | None], None]
"""Called with an answer, several times as it grows; None if there won't be one."""
HeardAnswer = Callable[[protocol.WrittenAnswer | None], None]
"""The same for an answer in the model's own words."""


class _Waiting(Generic[Answer]):
    """Knows who is waiting for an answer, and which one is due."""

    def __init__(self) -> None:
        self._request = 0  # the last one
        self._heard: Callable[[Answer | None], None] | None = None
        self.texts = 0
        """The number of texts in question."""

    def begin(self, texts: Sequence[str], heard: Callable[[Answer | None], None]) -> int:
        """Return the number of the next question; `heard` is called with the answers from now on."""
        self._request += 1
        self._heard, self.texts = heard, len(texts)
        return self._request

    def is_for(self, answer: Answer) -> bool:
        """Return True if somebody is still waiting for an answer."""
        return answer.request == self._request and self._heard is not None

    def hear(self, answer: Answer) -> None:
        """Pass on an answer that somebody is waiting for."""
        heard = self._heard
        if answer.is_final:
            self._heard = None
        if heard is not None:
            heard(answer)

    def end(self) -> None:
        """There won't be an answer."""
        heard, self._heard = self._heard, None
        if heard is not None:
            heard(None)


class Questions:
    """Asks the worker about texts, and passes its answers on.

    Args:
        send: sends it a message.

    Attributes:
        no_answers: why its model can't answer questions in its own words, in one line; "": it can, or isn't ready.
    """

    def __init__(self, send: Callable[[protocol.ToWorker], None]) -> None:
        self._send = send
        self._is_ready = False
        self._compared = _Waiting[protocol.Relevances]()
        self._written = _Waiting[protocol.WrittenAnswer]()
        self.no_answers = ""

    def compare(self, question: str, texts: Sequence[str], heard: Heard) -> bool:
        """Ask how well texts answer a question, in place of the last such question. Returns False without a worker."""
        if self._is_ready:
            request = self._compared.begin(texts, heard)
            self._send(protocol.AskRelevance(request, _line(question), tuple(map(_line, texts))))
        return self._is_ready

    def answer(self, question: str, passages: Sequence[str], heard: HeardAnswer) -> bool:
        """Ask for an answer to a question from at most `protocol.MOST_PASSAGES` passages, in place of the last such
        question. Returns False without a worker."""
        if self._is_ready:
            request = self._written.begin(passages, heard)
            self._send(protocol.AskAnswer(request, _line(question), tuple(map(_line, passages))))
        return self._is_ready

    def stop_answer(self) -> None:
        """Cancel the answer to the last question: nobody is waiting for it any more."""
        if self._is_ready:
            self._written.end()
            self._send(protocol.StopAnswer())

    # -- from the worker -----------------------------------------------------------------------------------------------

    def ready(self, state: protocol.ModelState) -> None:
        """The worker has a model."""
        self._is_ready, self.no_answers = True, state.no_answers

    def hear(self, answer: protocol.Relevances | protocol.WrittenAnswer) -> None:
        """Pass an answer on, unless there was a later question. Raises ProtocolError if it is about other texts."""
        if isinstance(answer, protocol.Relevances):
            if self._compared.is_for(answer):
                if answer.is_final and len(answer.gains) != self._compared.texts:
                    raise protocol.ProtocolError(f"{len(answer.gains)} texts of {self._compared.texts} were compared")
                self._compared.hear(answer)
        elif self._written.is_for(answer):
            if any(one.source >= self._written.texts for one in answer.sentences if one.source is not None):
                raise protocol.ProtocolError(f"an answer from other than {self._written.texts} passages")
            self._written.hear(answer)

    def end(self) -> None:
        """The worker is gone: there won't be an answer."""
        self._is_ready, self.no_answers = False, ""
        self._compared.end()
        self._written.end()


def _line(text: str) -> str:
    return protocol.sendable(text[: protocol.LONGEST_LINE])
