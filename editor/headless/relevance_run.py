"""Has the worker compare texts by how well they answer a question, without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from types import TracebackType

from editor.headless.worker_news import ScoringError, WorkerNews
from editor.paths import log_path
from editor.scorer.supervisor import WorkerSupervisor
from scoring import protocol


class _Listener:
    """Hears from the worker, as its supervisor's receiver."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self.news = WorkerNews(progress)
        self.answer = protocol.Relevances(0, (), False)
        self.total = 0
        self._progress = progress

    def hear(self, message: protocol.FromWorker) -> None:
        """See `Receiver`."""
        if isinstance(message, protocol.ModelState):
            self.news.model_changed(message)
        elif isinstance(message, protocol.Relevances):
            if message.is_final and len(message.gains) != self.total:
                raise protocol.ProtocolError(f"{len(message.gains)} texts of {self.total} were compared")
            self.answer = message
            self._progress(f"comparing passages {len(message.gains) / max(1, self.total):.0%}")
            self.news.came()

    def check_answers(self) -> bool:
        """See `Receiver`. `until` gives up by itself."""
        return False

    def disconnected(self) -> None:
        """See `Receiver`."""
        self.news.is_ready = False

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
        self._runner = asyncio.Runner()
        self._requests = 0

    def __enter__(self) -> RelevanceRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._runner:
            self._runner.run(self._worker.stop())

    def gains(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return log p(question | text) - log p(question) of each text, in nats.

        Raises:
            ScoringError: there is no model, or the worker died.
        """
        try:
            return self._runner.run(self._gains(question, texts))
        except ScoringError as error:
            raise ScoringError(f"{error}; its output is in {self._log}") from None

    async def _gains(self, question: str, texts: Sequence[str]) -> list[float]:
        if not self._requests:
            self._worker.start(self._listener)
        await self._listener.news.until(lambda: self._listener.news.is_ready)
        found: list[float] = []
        for first in range(0, len(texts), protocol.MOST_TEXTS):
            asked = [text[: protocol.LONGEST_LINE] for text in texts[first : first + protocol.MOST_TEXTS]]
            self._requests += 1
            self._listener.total = len(asked)
            self._worker.send(protocol.AskRelevance(self._requests, question[: protocol.LONGEST_LINE], tuple(asked)))
            await self._listener.news.until(self._is_answered)
            found += self._listener.answer.gains
        return found

    def _is_answered(self) -> bool:
        return self._listener.answer.request == self._requests and self._listener.answer.is_final
