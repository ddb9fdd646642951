"""Writes an answer in the model's own words, in steps, so that the worker can look at its messages in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scoring.asking.answering import Answering, unable
from scoring.engines.engine_model import AnyModel
from scoring.protocol import AnswerSentence, AskAnswer, WrittenAnswer
from scoring.schedule import Rest


@dataclass(frozen=True, slots=True)
class WriteAnswer:
    """Write some more of an answer."""

    rest: ClassVar[Rest] = Rest.QUIET
    blocks_others: ClassVar[bool] = True


class Answers:
    """The answer being written, if any.

    Args:
        model: the model.
        least: how many billion parameters a model needs.

    Attributes:
        refusal: why the model can't write answers, in one line; "" if it can.
    """

    def __init__(self, model: AnyModel, least: float) -> None:
        self._model = model
        self.refusal = unable(model, least)
        self._ask: AskAnswer | None = None
        self._answer: Answering | None = None
        self._steps: Iterator[None] = iter(())
        self._said: tuple[AnswerSentence, ...] = ()

    @property
    def ask(self) -> AskAnswer | None:
        """The question being answered; None if none is."""
        return self._ask

    def begin(self, ask: AskAnswer) -> WrittenAnswer:
        """Begin to answer a question, dropping the last one; return the first message."""
        self.stop()
        refusal = self.refusal
        if not refusal:
            try:
                answer = Answering(self._model, ask.question, ask.passages)
            except ValueError as error:
                refusal = f"{self._model.name} can't answer: {error}"
            else:
                self._ask, self._answer, self._steps = ask, answer, answer.steps()
                return WrittenAnswer(ask.request, (), False, prompt=answer.prompt)
        return WrittenAnswer(ask.request, (), True, refusal=refusal)

    def stop(self) -> None:
        """Stop writing the answer."""
        self._ask, self._answer, self._steps, self._said = None, None, iter(()), ()

    def step(self) -> WrittenAnswer | None:
        """Write some more; return the message about it, if any. Only call this while a question is being answered.
        Raises EngineError."""
        ask, answer = self._ask, self._answer
        assert ask is not None
        assert answer is not None
        is_final = next(self._steps, self) is self
        sentences = answer.sentences
        if is_final:
            self.stop()
        elif sentences == self._said:
            return None
        self._said = sentences
        return WrittenAnswer(ask.request, sentences, is_final, is_final and answer.is_silent)

    def fail(self, reason: str) -> WrittenAnswer:
        """Stop writing the answer, and return a message with the reason. Only call this while a question is being
        answered."""
        assert self._ask is not None
        request, said = self._ask.request, self._said
        self.stop()
        return WrittenAnswer(request, said, True, refusal=reason)
