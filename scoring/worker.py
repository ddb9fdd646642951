"""The worker process: reads messages, scores what is wanted most, never makes a newer message wait for more than a
chunk of work."""

from __future__ import annotations

import argparse
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from scoring import protocol
from scoring.errors import ModelError
from scoring.flags import whole_words
from scoring.model import Model, load_model
from scoring.model_files import Progress
from scoring.processor import use_threads
from scoring.session import Session

QUIET_SECONDS = 0.15
"""How long the writer's hands must rest before work goes on: a half-typed word is not worth a forward pass."""

_PROGRESS_SECONDS = 0.1


@dataclass(slots=True)
class OpenDocument:
    """A document's session and the revision that its text has."""

    session: Session
    revision: int


class Worker:
    """Answers the editor.

    Args:
        model: what to score with.
        settings: of each Session: max_length, stride, top_k, cache_bytes.
        threshold: nats from which on a word is flagged; None: the default.
        inbox: messages as the reader thread gets them, None at the end of the stream.
        output: where the answers go.
    """

    def __init__(
        self,
        model: Model,
        settings: dict[str, int],
        threshold: float | None,
        inbox: queue.SimpleQueue[protocol.ToWorker | None],
        output: BinaryIO,
    ) -> None:
        self._model = model
        self._settings = settings
        self._threshold = threshold
        self._inbox = inbox
        self._output = output
        self._documents: dict[int, OpenDocument] = {}
        self._quiet_at = 0.0

    def run(self) -> None:
        """Work until the editor closes the stream."""
        while True:
            messages = list(self._messages())
            for index, message in enumerate(messages):
                if message is None:
                    return
                superseded = any(isinstance(later, protocol.AskAlternatives) for later in messages[index + 1 :])
                if not (superseded and isinstance(message, protocol.AskAlternatives)):
                    self._handle(message)
            if not messages:
                self._work()

    def _messages(self) -> Iterator[protocol.ToWorker | None]:
        """All that has come in; waits where there is nothing to do, or the writer is typing."""
        try:
            if not any(document.session.has_work for document in self._documents.values()):
                yield self._inbox.get()
            else:
                wait = self._quiet_at - time.monotonic()
                if wait > 0:
                    yield self._inbox.get(timeout=wait)
            while True:
                yield self._inbox.get_nowait()
        except queue.Empty:
            return

    def _handle(self, message: protocol.ToWorker) -> None:
        if isinstance(message, protocol.Open):
            self._documents[message.document] = OpenDocument(
                Session(self._model, message.text, **self._settings), message.revision
            )
            self._report(message.document, 0, 0)
            return
        document = self._documents.get(message.document)
        if document is None:
            return
        if isinstance(message, protocol.Edit):
            if message.revision != document.revision + 1:
                raise protocol.ProtocolError(f"revision {message.revision} came behind {document.revision}")
            try:
                for change in reversed(message.changes):
                    document.session.edit(change.start, change.end, change.text)
            except ValueError as error:
                raise protocol.ProtocolError(f"revision {message.revision}: {error}") from error
            document.revision = message.revision
            self._quiet_at = time.monotonic() + QUIET_SECONDS
        elif isinstance(message, protocol.Focus):
            document.session.focus(message.start, message.end)
        elif isinstance(message, protocol.AskAlternatives):
            self._send(self._alternatives(document, message))
        else:
            del self._documents[message.document]

    def _alternatives(
        self, document: OpenDocument, ask: protocol.AskAlternatives
    ) -> protocol.Alternatives | protocol.Failure:
        try:
            found = document.session.alternatives(ask.start, ask.end, ask.count)
        except ValueError as error:
            return protocol.Failure(ask.request, str(error))
        return protocol.Alternatives(
            ask.request,
            ask.document,
            ask.revision,
            ask.start,
            ask.end,
            document.session.text[ask.start : ask.end],
            found.prob,
            found.rank,
            tuple(protocol.Alternative(word, prob) for word, prob in found.words),
        )

    def _work(self) -> None:
        """One chunk for the first document that has something to do."""
        for number, document in self._documents.items():
            if document.session.step():
                self._report(number, *document.session.scored)
                return

    def _report(self, number: int, start: int, end: int) -> None:
        document = self._documents[number]
        session = document.session
        start, end = whole_words(session.text, start, end)
        flags = tuple(session.flags(self._threshold, start, end)) if end > start else ()
        total = len(session.tokens)
        self._send(protocol.Scores(number, document.revision, start, end, flags, session.settled_tokens, total))

    def _send(self, message: protocol.FromWorker) -> None:
        self._output.write(protocol.frame(message))
        self._output.flush()


class _ProgressReport:
    """Tells the editor how fetching and converting go, a few times a second."""

    def __init__(self, output: BinaryIO, name: str) -> None:
        self._output = output
        self._name = name
        self._stage = ""
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.stage == self._stage and time.monotonic() < self._next:
            return
        self._stage, self._next = progress.stage, time.monotonic() + _PROGRESS_SECONDS
        self.state(progress.stage, progress.done, progress.total)

    def state(self, stage: str, done: int = 0, total: int = 0, message: str = "") -> None:
        self._output.write(protocol.frame(protocol.ModelState(stage, done, total, message or self._name)))
        self._output.flush()


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Our ends of the two pipes, moved to where nothing that prints to standard output can reach them."""
    source, target = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return os.fdopen(source, "rb"), os.fdopen(target, "wb")


def _read(stream: BinaryIO, inbox: queue.SimpleQueue[protocol.ToWorker | None]) -> None:
    """The reader thread: puts every message into `inbox`, then None."""
    try:
        while (message := protocol.read_message(stream, protocol.to_worker_decoder)) is not None:
            inbox.put(message)
    except protocol.ProtocolError as error:
        print(f"worker: {error}", file=sys.stderr, flush=True)
    finally:
        inbox.put(None)


def _serve() -> int:
    parser = argparse.ArgumentParser(prog="python -m scoring.worker")
    parser.add_argument("--model", default="default")
    parser.add_argument("--dtype", default="auto")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--max-length", type=int, default=2048)
    parser.add_argument("--stride", type=int, default=1024)
    parser.add_argument("--cache-megabytes", type=int, default=512)
    parser.add_argument("--threshold", type=float, default=None)
    arguments = parser.parse_args()
    source, output = _private_streams()
    os.nice(10)
    use_threads()
    inbox: queue.SimpleQueue[protocol.ToWorker | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(source, inbox), daemon=True).start()
    report = _ProgressReport(output, arguments.model)
    settings = {
        "max_length": arguments.max_length,
        "stride": arguments.stride,
        "cache_bytes": arguments.cache_megabytes * 1024 * 1024,
    }
    try:
        report.state("loading")
        model = load_model(arguments.model, arguments.dtype, arguments.device, report)
        Session(model, "", **settings)
    except (ModelError, ValueError) as error:
        report.state("failed", message=str(error))
        while inbox.get() is not None:
            pass
        return 1
    report.state("ready", message=model.name)
    Worker(model, settings, arguments.threshold, inbox, output).run()
    return 0


def main() -> int:
    """Run as a process: `python -m scoring.worker`, messages on standard input and output, all else on stderr."""
    try:
        return _serve()
    except BrokenPipeError:  # the editor went away
        return 0
    except protocol.ProtocolError as error:
        print(f"worker: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    # Threads of torch may still be waiting for work; there is nothing left to tidy up.
    os._exit(status)
