"""Measures the cost of asking: indexing, the first results, reranking them, and a key typed during indexing.

    python -m benchmarks.ask_speed ../shared/prose ../shared/ask/xquad.en.json

* indexing: megabytes of the folder's texts per second of CPU, into a file;
* first results: CPU time per question of the index process, with 100,000 passages in the index, median and p99;
* ranking: CPU time of ranking the results by the model, and of choosing the sentences that answer, for new passages and
  for passages asked about before. Relative to scoring all of them (up to 50) as new texts, one by one, each with the
  question after it; measured in turn;
* a key: CPU time of the editor's process for a key while another process builds the index, and without indexing; also
  the p99 of wall time, which is meaningless on a busy machine.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

import scoring
from benchmarks.ask import Asked, drafts, others
from editor.app import LogproseApp
from editor.asking.answers import FOUND, answers
from editor.asking.index import DraftIndex
from editor.keys.registry import COMMANDS
from scoring.asking.relevance import Relevance, words_of
from scoring.model.model import Model
from scoring.protocol import Relevances

_PASSAGES, _QUESTIONS, _ROUNDS, _KEYS = 100_000, 200, 3, 600
_SHOWN = 20
_KINDS = (
    "ranking passages never read before",
    "choosing their sentences",
    "ranking passages read before",
    "choosing their sentences again",
)


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time that something takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def indexing(folder: Path) -> None:
    """Index the texts of a folder and print the speed."""
    paths = sorted(folder.glob("*.txt"))
    size = sum(path.stat().st_size for path in paths)
    with tempfile.TemporaryDirectory() as place:
        times = []
        for number in range(_ROUNDS):
            index = DraftIndex(Path(place, f"{number}.db"))
            times.append(cpu_seconds(partial(index.update, paths, [folder], print, lambda _: None)))
            index.close()
    print(f"indexing: {size / 1e6 / statistics.median(times):.2f} MB of text a second of CPU")


def first_results(folder: Path, questions: Sequence[str]) -> None:
    """Ask 100,000 passages, and print how long the first results take."""
    with tempfile.TemporaryDirectory() as place:
        for name, text in others(folder, _PASSAGES).items():
            Path(place, name).write_text(text, "utf-8")
        index = DraftIndex(Path(place, "index.db"))
        index.update(sorted(Path(place).glob("*.md")), [Path(place)], print, lambda _: None)
        (count,) = index._base.execute("SELECT count(*) FROM passages").fetchone()
        for name, is_begun in (("whole questions", False), ("as they are typed", True)):
            asked = [one[: len(one) // 2] if is_begun else one for one in questions]
            times = [cpu_seconds(partial(index.best, one, FOUND, is_begun=is_begun)) * 1000 for one in asked]
            p99 = float(np.quantile(times, 0.99))
            print(f"first results of {count:,}, {name}: median {statistics.median(times):.1f} ms, p99 {p99:.1f} ms")
        index.close()


def ranking(texts: dict[str, str], questions: Sequence[str]) -> None:
    """Rerank the found passages, as `logprose ask` does, and print how long that takes relative to scoring them."""
    model, asked = scoring.load_model(), Asked(texts)
    found = [asked.found(question) for question in questions]
    whole = [[one.piece.titled for one in passages] for passages in found]
    Relevance(model).gains(questions[0], whole[0][:8])  # the first pass in a process takes longer
    scored_as_new(model, whole[0][:8], questions[0])
    shares: dict[str, list[float]] = {}
    read = []
    for question, passages, own in zip(questions, found, whole, strict=True):
        compared, seconds = Compared(model, own), list[float]()
        for asked_for in (question, f"{question} And why?"):
            answers(asked_for, passages, _SHOWN, compared)
            seconds += compared.seconds
            compared.seconds = [0.0, 0.0]
        scored = cpu_seconds(partial(scored_as_new, model, own, question))
        for name, taken in zip(_KINDS, seconds, strict=True):
            shares.setdefault(name, []).append(taken / scored)
        read.append(compared.read)
        print(
            f"{read[-1]} read in {seconds[0]:.2f} s, {len(own)} scored in {scored:.2f} s", file=sys.stderr, flush=True
        )
    asked.close()
    most = max(map(len, whole))
    print(f"up to {most} passages found, {statistics.mean(read):.1f} of them read on average, {max(read)} at most")
    for name, one in shares.items():
        shown = statistics.median(one), statistics.mean(one), max(one)
        print("{}: median {:.2f}, mean {:.2f}, at most {:.2f} of scoring all that were found".format(name, *shown))


class Compared:
    """Compares texts with a model, as the worker does.

    Args:
        model: the model.
        passages: whole passages; other texts are sentences.

    Attributes:
        seconds: of CPU, for passages and for sentences.
    """

    def __init__(self, model: Model, passages: Sequence[str]) -> None:
        self._relevance = Relevance(model)
        self._passages, self._known = frozenset(passages), set[str]()
        self.seconds = [0.0, 0.0]

    @property
    def read(self) -> int:
        """How many passages were compared."""
        return len(self._known)

    def __call__(self, question: str, texts: Sequence[str]) -> Relevances:
        """Return how much more probable each text makes each word of a question."""
        own = [text for text in texts if text in self._passages]
        self._known.update(own)
        began = time.process_time()
        gains = tuple(self._relevance.gains(question, texts))
        self.seconds[not own] += time.process_time() - began
        return Relevances(0, words_of(question), gains, True)


def scored_as_new(model: Model, texts: Sequence[str], question: str) -> None:
    """Score texts with a question after each, as if they were documents: every token's log-probability."""
    for text in texts:
        ids = np.concatenate([[model.start_id], model.tokenizer.encode(f"{text}\nQuestion: {question}")[0]])
        cache = model.new_cache(len(ids))
        cache.retarget(ids.astype(np.int32))
        cache.forward(0, len(ids))
        model.logits(cache.hidden[: len(ids)]).logsumexp(-1)


async def keys(folder: Path) -> None:
    """Type with and without indexing, and print the cost of a key."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "draft.md")
        path.write_text("One paragraph.\n", "utf-8")
        for name, text in others(folder, _PASSAGES // 2).items():
            Path(place, name).write_text(text, "utf-8")
        app = LogproseApp(path, scorer=False)
        async with app.run_test(size=(100, 30)) as pilot:
            for name in ("alone", "while the index is made"):
                if name != "alone":
                    app.run_command(COMMANDS["ask"])
                    await pilot.pause()
                    await pilot.press("escape")
                cpu, wall = [], []
                for number in range(_KEYS):
                    began, clock = time.process_time(), time.perf_counter()
                    await pilot.press("space" if number % 6 == 5 else "x")
                    cpu.append((time.process_time() - began) * 1000)
                    wall.append((time.perf_counter() - clock) * 1000)
                shown = (statistics.median(cpu), *(float(np.quantile(found, 0.99)) for found in (cpu, wall)))
                print("a key {}: CPU median {:.2f} ms, p99 {:.2f} ms; wall p99 {:.1f} ms".format(name, *shown))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what asking costs.")
    parser.add_argument("folder", type=Path, help="texts to index")
    parser.add_argument("file", type=Path, help="questions and paragraphs in SQuAD's format")
    parser.add_argument("--ranked", type=int, default=12, help="questions for which passages are ranked (12)")
    parser.add_argument("--ranking-alone", action="store_true", help="measure nothing else")
    options = parser.parse_args()
    texts, questions = drafts(options.file)
    asked = [question.text for question in questions[:: max(1, len(questions) // _QUESTIONS)]]
    if not options.ranking_alone:
        indexing(options.folder)
        first_results(options.folder, asked)
        asyncio.run(keys(options.folder))
    ranking(texts, asked[: options.ranked])


if __name__ == "__main__":
    main()
