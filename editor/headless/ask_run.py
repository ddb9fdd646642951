"""Has the worker look at passages for a question, without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from types import TracebackType
from typing import TypeVar

from editor.headless.worker_news import ScoringError, WorkerNews
from editor.paths import log_path
from editor.scorer.questions import Questions
from editor.scorer.supervisor import WorkerSupervisor
from scoring import protocol

_VERB = "ask"
T = TypeVar("T")


class _Listener:
    """Receives the worker's messages, as its supervisor's receiver."""

    def __init__(self, questions: Questions, progress: Callable[[str], None]) -> None:
        self.news = WorkerNews(progress)
        self._questions = questions

    def hear(self, message: protocol.FromWorker) -> None:
        """See `Receiver`."""
        if isinstance(message, protocol.ModelState):
            if message.stage == "ready":
                self._questions.ready(message)
            self.news.model_changed(message)
        elif isinstance(message, protocol.Relevances | protocol.WrittenAnswer):
            self._questions.hear(message)
            self.news.came()

    def check_answers(self) -> bool:
        """See `Receiver`. `until` gives up by itself."""
        return False

    def disconnected(self) -> None:
        """See `Receiver`."""
        self.news.is_ready = False
        self._questions.end()

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        """See `Receiver`."""
        self.news.died(message)


class AskRun:
    """One worker for all questions of a command, started for the first one. A context manager.

    Args:
        command: the worker's command, see `WorkerSupervisor`.
        progress: shows the progress, in a few words.
    """

    def __init__(self, command: Sequence[str], progress: Callable[[str], None]) -> None:
        self._log = log_path(_VERB)
        self._worker = WorkerSupervisor(command, self._log)
        self._questions = Questions(self._worker.send)
        self._listener = _Listener(self._questions, progress)
        self._progress = progress
        self._runner = asyncio.Runner()
        self._is_started = False

    def __enter__(self) -> AskRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._runner:
            self._runner.run(self._worker.stop())

    def compare(self, question: str, texts: Sequence[str]) -> protocol.Relevances:
        """Return how much more probable each text makes each word of a question, in one message.

        Args:
            question: the question.
            texts: the texts, `protocol.MOST_TEXTS` at most.

        Raises:
            ScoringError: there is no model, or the worker died.
        """
        return self._run(self._compare(question, texts))

    async def _compare(self, question: str, texts: Sequence[str]) -> protocol.Relevances:
        answers: list[protocol.Relevances] = []

        def heard(answer: protocol.Relevances | None) -> None:
            if answer is not None:
                self._progress(f"comparing passages {len(answer.gains) / max(1, len(texts)):.0%}")
                answers.extend([answer] if answer.is_final else [])

        await self._ready()
        self._questions.compare(question, texts, heard)
        await self._listener.news.until(lambda: bool(answers))
        return answers[0]

    def answer(self, question: str, passages: Sequence[str]) -> tuple[protocol.WrittenAnswer, str]:
        """Return the answer to a question from passages, in the model's own words, and the prompt that the model saw.

        Raises:
            ScoringError: there is no model, or the worker died.
        """
        return self._run(self._answer(question, passages))

    async def _answer(self, question: str, passages: Sequence[str]) -> tuple[protocol.WrittenAnswer, str]:
        answers: list[protocol.WrittenAnswer] = []

        def heard(answer: protocol.WrittenAnswer | None) -> None:
            if answer is not None:
                self._progress(f"writing an answer: {' '.join([one.text for one in answer.sentences])[-40:]}")
                answers.append(answer)

        await self._ready()
        self._questions.answer(question, passages, heard)
        await self._listener.news.until(lambda: bool(answers) and answers[-1].is_final)
        return answers[-1], answers[0].prompt

    async def _ready(self) -> None:
        if not self._is_started:
            self._is_started = True
            self._worker.start(self._listener)
        await self._listener.news.until(lambda: self._listener.news.is_ready)

    def _run(self, work: Coroutine[None, None, T]) -> T:
        try:
            return self._runner.run(work)
        except ScoringError as error:
            raise ScoringError(f"{error}; its output is in {self._log}") from None
