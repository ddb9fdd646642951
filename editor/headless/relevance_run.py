"""Has the worker compare texts by how well they answer a question, without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType

from editor.headless.worker_news import ScoringError, WorkerNews
from editor.paths import log_path
from editor.scorer.comparison import Comparison
from editor.scorer.supervisor import WorkerSupervisor
from scoring import protocol


class _Listener:
    """Hears from the worker, as its supervisor's receiver."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self.news = WorkerNews(progress)
        self.comparison = Comparison()

    def hear(self, message: protocol.FromWorker) -> None:
        """See `Receiver`."""
        if isinstance(message, protocol.ModelState):
            self.news.model_changed(message)
        elif isinstance(message, protocol.Relevances):
            self.comparison.hear(message)
            self.news.came()

    def check_answers(self) -> bool:
        """See `Receiver`. `until` gives up by itself."""
        return False

    def disconnected(self) -> None:
        """See `Receiver`."""
        self.news.is_ready = False
        self.comparison.end()

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        """See `Receiver`."""
        self.news.died(message)


class RelevanceRun:
    """One worker for all comparisons of a command, started for the first of them. A context manager.

    Args:
        command: the worker's command, see `WorkerSupervisor`.
        verb: the verb on the command line, which names the log.
        progress: shows the progress, in a few words.
    """

    def __init__(self, command: Sequence[str], verb: str, progress: Callable[[str], None]) -> None:
        self._log = log_path(verb)
        self._worker = WorkerSupervisor(command, self._log)
        self._listener = _Listener(progress)
        self._progress = progress
        self._runner = asyncio.Runner()
        self._is_started = False
        self._answers: list[protocol.Relevances] = []  # the one to the last question, in the end

    def __enter__(self) -> RelevanceRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._runner:
            self._runner.run(self._worker.stop())

    def compare(self, question: str, texts: Sequence[str]) -> protocol.Relevances:
        """Return by how much each text makes each word of a question more probable, in one message.

        Args:
            question: the question.
            texts: the texts, `protocol.MOST_TEXTS` at most.

        Raises:
            ScoringError: there is no model, or the worker died.
        """
        try:
            return self._runner.run(self._compare(question, texts))
        except ScoringError as error:
            raise ScoringError(f"{error}; its output is in {self._log}") from None

    async def _compare(self, question: str, texts: Sequence[str]) -> protocol.Relevances:
        if not self._is_started:
            self._is_started = True
            self._worker.start(self._listener)
        await self._listener.news.until(lambda: self._listener.news.is_ready)
        self._answers.clear()
        self._worker.send(self._listener.comparison.begin(question, texts, partial(self._heard, len(texts))))
        await self._listener.news.until(lambda: bool(self._answers))
        return self._answers[0]

    def _heard(self, total: int, answer: protocol.Relevances | None) -> None:
        if answer is not None:
            self._progress(f"comparing passages {len(answer.gains) / max(1, total):.0%}")
            self._answers += [answer] if answer.is_final else []
