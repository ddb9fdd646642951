"""A scorer without a process: it records the editor's messages, and sends what a test wants."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.document import Document
from editor.flags.feature import FlagsFeature
from editor.scorer.client import ScorerClient
from editor.scorer.supervisor import Receiver
from scoring import protocol

TEXT = "She go to school every days."
DAYS = TEXT.index("days")


class ScriptedTransport:
    """A transport without a process: records the messages sent, and the listeners."""

    pid = None

    def __init__(self) -> None:
        self.sent: list[protocol.ToWorker] = []
        self.receiver: Receiver | None = None

    def send(self, message: protocol.ToWorker) -> None:
        self.sent.append(message)

    def start(self, receiver: Receiver, command: Sequence[str] | None = None) -> None:
        self.receiver = receiver

    async def stop(self) -> None:
        pass


class ScriptedScorer(ScorerClient):
    """The real client on a transport that captures its messages; `hear` delivers answers."""

    def __init__(self, document: Document) -> None:
        transport = ScriptedTransport()
        super().__init__(transport)
        self.sent = transport.sent
        self._document = document

    @classmethod
    def attached(cls, app: LogproseApp) -> ScriptedScorer:
        """Attach a ready scorer instead of the one that the app would have started."""
        scorer = cls(app.document)
        app.feature(FlagsFeature).attach(scorer)
        scorer.hear(protocol.ModelState("ready", 0, 0, "TestLM"))
        return scorer

    def start_again(self) -> None:
        """Act as a new worker, which knows nothing."""
        self.disconnected()
        self.hear(protocol.ModelState("ready", 0, 0, "TestLM"))

    def flag(self, *words: str, revision: int | None = None, strength: float = 15.0) -> None:
        """Report that everything is scored, and flag the first of each of `words` in the text."""
        text = self._document.text
        flags = [protocol.Flag(text.index(w), text.index(w) + len(w), strength, "surprising", f"{w}?") for w in words]
        self.hear(self.scores(0, len(text), *flags, revision=revision))

    def scores(
        self,
        start: int,
        end: int,
        *flags: protocol.Flag,
        revision: int | None = None,
        words: tuple[protocol.WordScore, ...] = (),
    ) -> protocol.Scores:
        """Return flags and words of [start, end), at a revision or the current one."""
        revision = self._document.revision if revision is None else revision
        return protocol.Scores(1, revision, start, end, flags, 10, 10, words)

    def asked(self) -> protocol.AskAlternatives:
        """Return the last request."""
        return next(message for message in reversed(self.sent) if isinstance(message, protocol.AskAlternatives))

    def answer(self, *words: str, request: int | None = None) -> None:
        """Answer the last request with `words`, the first the most probable."""
        ask = self.asked()
        word = self._document.slice(ask.start, ask.end)
        found = tuple(protocol.Alternative(other, 0.5**number) for number, other in enumerate(words, 1))
        request = ask.request if request is None else request
        self.hear(protocol.Alternatives(request, 1, ask.revision, ask.start, ask.end, word, 0.001, 345, found))

    def write_on(self, *texts: str, log_prob: float = -1.0, is_final: bool = True, gain: float | None = None) -> None:
        """Answer the last question for continuations with `texts`."""
        ask = next(message for message in reversed(self.sent) if isinstance(message, protocol.AskContinuation))
        found = tuple(protocol.Continuation(text, (log_prob,), gain) for text in texts)
        self.hear(protocol.Continuations(ask.request, 1, ask.revision, ask.start, ask.end, found, is_final))


def underlined(app: LogproseApp) -> list[str]:
    """Return the underlined words on the screen, from the top down."""
    found: list[str] = []
    for y in range(app.canvas.viewport.page_rows):
        goes_on = False
        for segment in app.canvas.render_line(y):
            is_underlined = segment.style is not None and bool(segment.style.underline)
            if is_underlined and goes_on:
                found[-1] += segment.text
            elif is_underlined:
                found.append(segment.text)
            goes_on = is_underlined
    return found


@asynccontextmanager
async def reading_app(
    text: str = TEXT, *, size: tuple[int, int] = (60, 12)
) -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Pilot[Any]]]:
    """Yield the app on a draft, with a ready scorer."""
    app = LogproseApp(scorer=False)
    async with app.run_test(size=size) as pilot:
        app.canvas.edit(0, 0, text)
        app.select(0, 0)
        await pilot.pause()
        yield app, ScriptedScorer.attached(app), pilot


@asynccontextmanager
async def loading_app(text: str) -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Pilot[Any]]]:
    """Yield the app on a draft, with a scorer whose model is still loading."""
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        app.canvas.edit(0, 0, text)
        scorer = ScriptedScorer(app.document)
        app.feature(FlagsFeature).attach(scorer)
        scorer.hear(protocol.ModelState("loading", 1, 3, "TestLM"))
        yield app, scorer, pilot


def status_text(app: LogproseApp) -> str:
    return app.status.render_line(0).text


def status_rows(app: LogproseApp) -> str:
    """Return all rows of the status line."""
    return "\n".join(app.status.render_line(y).text for y in range(app.status.size.height))
