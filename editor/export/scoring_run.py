"""Having a draft read to its end by the worker, without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.surprisal import SurprisalMap
from editor.export.annotations import Findings
from editor.scorer_client import ScorerClient
from editor.view.sanitise import sanitise
from scoring import protocol

_SILENCE_S = 120.0  # after which a worker that is ready is given up; a chunk of work takes a second at most
_ALTERNATIVES = 5


class ScoringError(Exception):
    """The draft cannot be scored; the message is one line."""


class _Listener:
    """Keeps what the worker says of one document that does not change."""

    def __init__(self, document: Document, progress: Callable[[str], None]) -> None:
        self.flags = Layer(document)
        self.surprisal = SurprisalMap(document)
        self.is_settled = False
        self._answer: protocol.Alternatives | protocol.Failure | None = None
        self._progress = progress
        self._is_ready = False
        self._failure = ""
        self._news = asyncio.Event()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds. Raises ScoringError where it never will."""
        while not holds():
            if self._failure:
                raise ScoringError(sanitise(self._failure))
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), _SILENCE_S if self._is_ready else None)
            except TimeoutError:
                raise ScoringError("the scorer does not answer any more") from None

    async def next_answer(self) -> protocol.Alternatives | protocol.Failure | None:
        """The answer to what was asked last. Raises ScoringError where none will come."""
        await self.until(lambda: self._answer is not None)
        answer, self._answer = self._answer, None
        return answer

    def model_changed(self, state: protocol.ModelState) -> None:
        if state.stage == "failed":
            self._failure = state.message
        elif state.stage == "ready":
            self._is_ready = True
        else:
            share = f" {state.done / state.total:.0%}" if state.total else ""
            self._progress(f"{state.stage} the model{share}")
        self._news.set()

    def scored(
        self,
        start: int,
        end: int,
        flags: Sequence[protocol.Flag],
        words: Sequence[protocol.WordScore],
        settled: int,
        total: int,
    ) -> None:
        self.flags.replace(start, end, [Span(flag.start, flag.end, flag.kind, 0, flag.reason) for flag in flags])
        self.surprisal.replace(start, end, words)
        self.is_settled = settled >= total
        self._progress(f"scoring {settled / max(1, total):.0%}")
        self._news.set()

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        self._answer = found
        self._news.set()

    def request_failed(self, failure: protocol.Failure) -> None:
        self._answer = failure
        self._news.set()

    def worker_died(self, message: str) -> None:
        self._failure = message.partition(";")[0]
        self._news.set()


async def score(
    document: Document,
    command: Sequence[str],
    log: Path,
    *,
    with_alternatives: bool,
    progress: Callable[[str], None],
) -> Findings:
    """Have all of a document scored.

    Args:
        document: which must not change meanwhile.
        command, log: of the worker, see `ScorerClient`.
        with_alternatives: whether to ask, for each flagged word, what could stand in its place.
        progress: is told in a few words how far things are.

    Raises:
        ScoringError: there is no model, or the worker died.
    """
    listener = _Listener(document, progress)
    client = ScorerClient(command, log)
    scored = client.attach(document, listener)
    client.start()
    try:
        await listener.until(lambda: listener.is_settled)
        spans = list(listener.flags.in_range(0, len(document)))
        flags = []
        for number, span in enumerate(spans, 1):
            others: tuple[str, ...] = ()
            if with_alternatives:
                progress(f"asking for alternatives, {number} of {len(spans)}")
                scored.ask_alternatives(span.start, span.end, _ALTERNATIVES)
                answer = await listener.next_answer()
                if isinstance(answer, protocol.Alternatives):
                    others = tuple(alternative.text for alternative in answer.alternatives)
            flags.append((protocol.Flag(span.start, span.end, span.strength, span.kind, span.note), others))
    except ScoringError as error:
        raise ScoringError(f"{error}; what it printed is in {log}") from None
    finally:
        await client.stop()
    return Findings(flags, _words(document, listener.surprisal))


def _words(document: Document, surprisal: SurprisalMap) -> list[protocol.WordScore]:
    words = []
    for index in range(len(document.blocks)):
        start = document.block_start(index)
        words += [
            protocol.WordScore(start + word.start, start + word.end, word.surprisal, word.entropy)
            for word in surprisal.words_in(index)
        ]
    return words
