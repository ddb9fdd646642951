"""Replays the recorded writing of a blog post, burst by burst, and scores it after each pause with logprose and its
rivals.

    python -m benchmarks.replay TRACE [--bursts 12] [--at 0.97] [--rounds 2] [--gguf FILE ...]

TRACE is seph-blog1.json.gz from github.com/josephg/editing-traces. A burst ends when the writer paused for more than
two seconds. The text before the first burst is scored beforehand; then every rival sees the same bursts in the same
run, one after another. Rival (a) is timed on the first bursts only, since its cost is the same for each.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import math
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.rivals import Cost, LlamaCpp, PrefixCache, Recompute, Region, Rival, Windows, has_llama_cpp
from scoring.documents.scheduler import QUIET_SECONDS, REST_SECONDS
from scoring.model.model import Model, load_model, load_network
from scoring.model.processor import use_threads
from scoring.session import Session
from scoring.windows.pages import WindowRule

Burst = list[tuple[int, int, str]]
PAUSE_SECONDS = 2.0
MAX_LENGTH, STRIDE = 2048, 1024


def bursts_of(trace: dict[str, Any]) -> Iterator[tuple[Burst, float]]:
    """Yield the patches (position, deleted, inserted) of each burst, and the seconds of the pause after it."""
    burst: Burst = []
    last = None
    for transaction in trace["txns"]:
        now = datetime.datetime.fromisoformat(transaction["time"].replace("Z", "+00:00"))
        pause = (now - last).total_seconds() if last is not None else 0.0
        if pause > PAUSE_SECONDS:
            yield burst, pause
            burst = []
        burst += [tuple(patch) for patch in transaction["patches"]]
        last = now
    yield burst, math.inf


def applied(text: str, burst: Burst) -> str:
    """Return `text` after a burst."""
    for at, deleted, inserted in burst:
        text = text[:at] + inserted + text[at + deleted :]
    return text


@dataclass(frozen=True, slots=True)
class Timed:
    """The cost of scoring one burst: until the edited sentence has scores, and until everything is settled."""

    sentence: Cost
    settled: Cost


def score_burst(session: Session, burst: Burst) -> Timed:
    """Edit, then step until the edited sentence has its scores, then until everything is settled."""
    begun, before = time.perf_counter(), session.stats.tokens_forwarded
    for at, deleted, inserted in burst:
        session.edit(at, at + deleted, inserted)

    def cost() -> Cost:
        return Cost(session.stats.tokens_forwarded - before, time.perf_counter() - begun)

    sentence = None
    while True:
        if sentence is None and session.schedule.edited_is_scored:
            sentence = cost()
        if not session.step(tries=False):
            return Timed(sentence or cost(), cost())


def score_as_typed(session: Session, burst: Burst, pause: float) -> int:
    """Do the worker's work in a pause of `pause` seconds; return how many tokens were forwarded.

    It scores the screen (some 2,000 characters around the caret) as soon as typing stops, and everything else after a
    longer pause; the next burst interrupts it.
    """
    before = session.stats.tokens_forwarded
    for at, deleted, inserted in burst:
        session.edit(at, at + deleted, inserted)
    caret = burst[-1][0]
    session.focus(caret - 1000, caret + 1000)
    clock = QUIET_SECONDS
    while clock < pause:
        begun = time.perf_counter()
        if not session.step(soon=clock < REST_SECONDS):
            if clock >= REST_SECONDS:
                break
            clock = REST_SECONDS
        clock += time.perf_counter() - begun
    return session.stats.tokens_forwarded - before


def near(before: str, after: str) -> Region:
    """Return the part of the text that the bursts change."""
    length = min(len(before), len(after))
    start = next((index for index in range(length) if before[index] != after[index]), length)
    tail = next((index for index in range(1, length - start + 1) if before[-index] != after[-index]), length - start)
    return Region(start, tail - 1)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trace", type=Path)
    parser.add_argument("--bursts", type=int, default=12)
    parser.add_argument("--at", type=float, default=0.97, help="position in the trace, 0 to 1")
    parser.add_argument("--whole", type=int, default=2, help="bursts on which (a) and (c) are timed")
    parser.add_argument("--gguf", type=Path, action="append", default=[], help="files for llama.cpp")
    options = parser.parse_args()
    use_threads()
    trace = json.loads(gzip.decompress(options.trace.read_bytes()))
    bursts = list(bursts_of(trace))
    first = min(int(len(bursts) * options.at), len(bursts) - options.bursts)
    text = str(trace["startContent"])
    for burst, _ in bursts[:first]:
        text = applied(text, burst)
    replayed = bursts[first : first + options.bursts]
    end = text
    for burst, _ in replayed:
        end = applied(end, burst)
    model = load_model("default", "float32")
    rivals = make_rivals(model, near(text, end), options.gguf)
    session = Session(model, text, max_length=MAX_LENGTH, stride=STRIDE)
    session.settle_scores()
    for rival in rivals[1:]:
        rival.score(text)
    print(f"{len(text.split()):,} words, {len(session.tokens):,} tokens, bursts {first} to {first + len(replayed) - 1}")
    own: list[Timed] = []
    as_typed: list[int] = []
    writer = Session(model, text, max_length=MAX_LENGTH, stride=STRIDE)
    writer.settle_scores()
    others: dict[str, list[Cost]] = {rival.name: [] for rival in rivals}
    for number, (burst, pause) in enumerate(replayed):
        text = applied(text, burst)
        own.append(score_burst(session, burst))
        as_typed.append(score_as_typed(writer, burst, pause))
        for rival in rivals:
            if number < options.whole or isinstance(rival, PrefixCache):
                others[rival.name].append(rival.score(text))
    report(own, as_typed, others)


def make_rivals(model: Model, region: Region, ggufs: list[Path]) -> list[Rival]:
    """Return the rivals, (a) first."""
    network = load_network("default", model.dtype)
    rule = WindowRule(MAX_LENGTH, STRIDE, model.vocabulary.cut_class)
    windows = Windows(model.tokenizer, rule, model.start_id)
    rivals: list[Rival] = [Recompute(network, windows), PrefixCache(network, windows, region)]
    if has_llama_cpp():
        rivals += [LlamaCpp(gguf, windows, 1, MAX_LENGTH, region) for gguf in ggufs]
    return rivals


def report(own: list[Timed], as_typed: list[int], others: dict[str, list[Cost]]) -> None:
    """Print the medians, and their ratios to logprose's."""
    sentence = statistics.median(timed.sentence.seconds for timed in own)
    settled = statistics.median(timed.settled.seconds for timed in own)
    print(f"{'':40} {'tokens':>8} {'seconds':>9} {'/ sentence':>11} {'/ settled':>10} {'bursts':>7}")
    rows = {
        "logprose, the edited sentence": [timed.sentence for timed in own],
        "logprose, all settled": [timed.settled for timed in own],
        **others,
    }
    for name, costs in rows.items():
        tokens = statistics.median(cost.tokens for cost in costs)
        seconds = statistics.median(cost.seconds for cost in costs)
        print(
            f"{name:40} {tokens:>8.0f} {seconds:>9.3f} {seconds / sentence:>11.1f} {seconds / settled:>10.2f} "
            f"{len(costs):>7}"
        )
    print(f"{'logprose, in the recorded pauses':40} {statistics.median(as_typed):>8.0f}")


if __name__ == "__main__":
    main()
