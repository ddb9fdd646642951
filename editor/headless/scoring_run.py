"""Has drafts scored completely by the worker, one after another, without a screen."""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType

from editor.document import Document
from editor.document.formats.verbatim import Verbatim
from editor.flags.surprisal import SurprisalMap
from editor.headless.worker_news import ScoringError, WorkerNews
from editor.paths import log_path
from editor.scorer.client import ScorerClient
from editor.scorer.listener import ScoredRange, ScorerListener
from editor.scorer.recall import EarlierText
from editor.scorer.supervisor import WorkerSupervisor
from editor.text.printable import printable
from scoring import protocol


class TakesLongError(Exception):
    """A draft wasn't scored within its time limit."""


@dataclass(frozen=True, slots=True)
class ScoredDraft:
    """The result for a draft: its flags, in order, the surprisal of every word, and one line for each thing that its
    settings ask for and that can't be used."""

    flags: Sequence[protocol.Flag] = ()
    words: Sequence[protocol.WordScore] = ()
    complaints: Sequence[str] = ()


class _Listener(ScorerListener):
    """Collects the results for one document, which must not change."""

    def __init__(self, document: Document, progress: Callable[[str], None]) -> None:
        self.flags: list[protocol.Flag] = []
        self.complaints: list[str] = []
        self._document = document
        self._surprisal = SurprisalMap(document)
        self._progress = progress
        self.news = WorkerNews(progress)

    def words(self) -> list[protocol.WordScore]:
        """Return the surprisal of every word."""
        words = []
        for index in range(len(self._document.blocks)):
            start = self._document.block_start(index)
            words += [
                protocol.WordScore(start + word.start, start + word.end, word.surprisal, word.entropy)
                for word in self._surprisal.words_in(index)
            ]
        return words

    def model_changed(self, state: protocol.ModelState) -> None:
        self.news.model_changed(state)

    def scored(self, found: ScoredRange) -> None:
        first = bisect_right(self.flags, found.start, key=lambda flag: flag.end)
        past = bisect_left(self.flags, found.end, key=lambda flag: flag.start)
        self.flags[first : max(first, past)] = found.flags
        self._surprisal.replace(found.start, found.end, found.words)
        if found.settled < found.total:
            self._progress(f"scoring {found.settled / found.total:.0%}")
        elif found.end:  # edits are tried from start to end
            self._progress(f"looking for edits {found.end / len(self._document):.0%}")
        self.news.came()

    def complained(self, message: str) -> None:
        self.complaints.append(printable(message))

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        self.news.died(message)


class ScoringRun:
    """One worker for all drafts of a command, started for the first one. A context manager.

    Nothing runs between two drafts, so you can wait for a key or Ctrl+C then.

    Args:
        command: the worker's command, see `WorkerSupervisor`.
        verb: the verb on the command line, for the log's name. An editor running meanwhile writes a separate log.
    """

    def __init__(self, command: Sequence[str], verb: str) -> None:
        self._log = log_path(verb)
        self._client = ScorerClient(WorkerSupervisor(command, self._log))
        self._is_started = False
        self._runner = asyncio.Runner()

    def __enter__(self) -> ScoringRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._runner:
            self._runner.run(self._client.stop())

    def score(
        self,
        document: Document,
        conventions: protocol.Conventions,
        progress: Callable[[str], None],
        earlier: EarlierText | None = None,
        place: str = "",
        verbatim: Verbatim | None = None,
        limit_s: float | None = None,
    ) -> ScoredDraft:
        """Score a whole document, and try all edits of it.

        Args:
            document: the document, which must not change meanwhile.
            conventions: the document's conventions; their document number doesn't matter.
            progress: shows the progress, in a few words.
            earlier: a text of the document that the worker may know.
            place: where to keep the results, see `scoring.kept.store`; "": nowhere.
            verbatim: its non-prose stretches; None: its text shows them.
            limit_s: seconds that it may take once the model is there; None: as long as it needs.

        Raises:
            ScoringError: there is no model, or the worker died.
            TakesLongError: it took longer than it may.
        """
        return self._runner.run(self._score(document, conventions, progress, earlier, place, verbatim, limit_s))

    async def _score(
        self,
        document: Document,
        conventions: protocol.Conventions,
        progress: Callable[[str], None],
        earlier: EarlierText | None,
        place: str,
        verbatim: Verbatim | None,
        limit_s: float | None,
    ) -> ScoredDraft:
        listener = _Listener(document, progress)
        scored = self._client.attach(document, listener, conventions, earlier, verbatim)
        if place:
            scored.keep(place, document.revision)
        if not self._is_started:
            self._client.start()
            self._is_started = True
        try:
            await listener.news.until(lambda: listener.news.is_ready or scored.is_final)
            async with asyncio.timeout(limit_s):
                await listener.news.until(lambda: scored.is_final)
        except TimeoutError:
            raise TakesLongError from None
        except ScoringError as error:
            raise ScoringError(f"{error}; its output is in {self._log}") from None
        finally:
            scored.close()
        return ScoredDraft(listener.flags, listener.words(), tuple(listener.complaints))
