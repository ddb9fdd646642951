"""Measures how long it takes to check a sentence once the writer stops typing.

    python -m benchmarks.verdict --sentences 20

A real worker process opens a document of about 800 words. Sentences are typed into the middle of it, key by key, with a
pause after each. A sentence counts as checked when the worker has sent its scores with edits tried.
"""

from __future__ import annotations

import argparse
import os
import queue
import re
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from editor.scorer.process import worker_command
from scoring import protocol
from scoring.documents.scheduler import PAUSE_SECONDS
from scoring.verbs.clean_prose import clean_prose

_WORDS = 800
_KEY_SECONDS = 0.08
_PATIENCE_SECONDS = 600.0


class Worker:
    """A worker process and its messages."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0", "TOKENIZERS_PARALLELISM": "false"},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input: BinaryIO = self._process.stdin  # type: ignore[assignment]  # a pipe of bytes
        self.said: queue.SimpleQueue[tuple[float, protocol.FromWorker]] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def _listen(self, stream: BinaryIO) -> None:
        while len(header := stream.read(protocol.HEADER_BYTES)) == protocol.HEADER_BYTES:
            body = stream.read(protocol.body_length(header))
            self.said.put((time.monotonic(), protocol.from_worker_decoder.decode(body)))

    def send(self, message: protocol.ToWorker) -> None:
        self._input.write(protocol.frame(message))
        self._input.flush()

    def scores(self) -> tuple[float, protocol.Scores]:
        """Return the next scores and when they arrived. Raises queue.Empty if no more come."""
        while True:
            at, message = self._next()
            if isinstance(message, protocol.Scores):
                return at, message

    def ready(self) -> None:
        """Wait until the model is loaded. Raises queue.Empty if it never is."""
        while True:
            _, message = self._next()
            if isinstance(message, protocol.ModelState) and message.stage == "ready":
                return

    def _next(self) -> tuple[float, protocol.FromWorker]:
        at, message = self.said.get(timeout=_PATIENCE_SECONDS)
        if isinstance(message, protocol.ModelState) and message.stage == "failed":
            raise SystemExit(message.message)
        return at, message

    def resident(self) -> int:
        """Return how many bytes of memory the process uses now."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    def close(self) -> None:
        self._input.close()
        self._process.wait()


def is_verdict(scores: protocol.Scores, start: int, end: int, rest: float) -> bool:
    """Return True if a report is the verdict on [start, end), `rest` seconds after the last key: it covers all of it,
    and edits are only tried after a pause. Earlier reports only have the scores of a few words."""
    return rest >= PAUSE_SECONDS and scores.start <= start and scores.end >= end


def main() -> None:
    """Type the sentences and print how long each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=20)
    parser.add_argument("--model", default="default")
    options = parser.parse_args()
    *_, essay, facts = clean_prose()
    paragraphs = " ".join(essay.split(" ")[:_WORDS]).split("\n\n")
    place = len("\n\n".join(paragraphs[: len(paragraphs) // 2]))
    sentences = [s for s in re.split(r"(?<=[a-z]\.)\s+", facts) if 8 <= len(s.split()) <= 30][: options.sentences]
    worker = Worker(worker_command(("--model", options.model, "--threshold", "0")))
    worker.send(protocol.Open(1, 0, "\n\n".join(paragraphs)))
    worker.send(protocol.Focus(1, 0, max(0, place - 1500), place + 500))
    while True:  # until everything is scored; edits elsewhere wait, as they would for a writer
        scores = worker.scores()[1]
        if scores.total and scores.settled == scores.total:
            break
    load = os.getloadavg()[0]
    print(f"load {load:.1f}; {len(sentences)} sentences, {_KEY_SECONDS * 1000:.0f} ms a key, pause {PAUSE_SECONDS} s")
    revision, waits = 0, []
    for sentence in sentences:
        begin = place + 1
        for key in " " + sentence:
            revision += 1
            worker.send(protocol.Edit(1, revision, (protocol.Change(place, place, key),)))
            place += 1
            rested = time.monotonic()
            time.sleep(_KEY_SECONDS)
        while True:
            at, scores = worker.scores()
            if scores.revision == revision and is_verdict(scores, begin, place, at - rested):
                break
        waits.append(at - rested)
        print(f"{len(sentence.split()):3} words  {waits[-1]:5.2f} s", flush=True)
    worker.close()
    for name, values in (
        ("from the last key", waits),
        ("from the end of the pause", [wait - PAUSE_SECONDS for wait in waits]),
    ):
        p90 = statistics.quantiles(values, n=10)[-1] if len(values) > 1 else values[0]
        print(f"{name:26} median {statistics.median(values):5.2f} s  p90 {p90:5.2f} s")


if __name__ == "__main__":
    main()
