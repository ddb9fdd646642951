"""Measures what a memory of the writer's own texts gains, on chapters that aren't in it.

    python -m benchmarks.learn measure ../shared/prose/{austen_emma,doyle_sherlock,wodehouse_right_ho_jeeves}.txt
    python -m benchmarks.learn recall ../shared/quality jfleg_dev harper_dev --texts ../shared/prose/*.txt
    python -m benchmarks.learn fit ../shared/prose/{christie_styles,fitzgerald_great_gatsby,london_call_of_the_wild}.txt

The texts, one file per author, have no headings, so three stretches of each serve as chapters. `measure` scores these
without a memory, with a memory of the author's other chapters, and with one of as many words by the other authors:

* ppl: perplexity per token, exp of the mean surprisal;
* flags/1000: flagged words per thousand, at the default threshold; the texts were edited, so nearly all are false;
* saved@1, saved@5, exact@1: of continuations, as in `benchmarks.continuation_quality`.

`recall` measures how many wrong words of a set with human edits are flagged: without a memory, with a memory of prose
by others, and with one of the set's other rows, mistakes included, so that habitual mistakes are learnt too.

`fit` finds the mixture's weight, `WEIGHT` in `scoring.memory.memory`. Don't use any text that `measure` runs on.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import scoring
from benchmarks.continuation_quality import Result, places, result_of, row
from benchmarks.quality import load_measure
from scoring.memory.memory import Memory, TextMemory
from scoring.memory.own_words import words_of
from scoring.model.model import Model
from scoring.model.processor import use_threads
from scoring.protocol import Manner
from scoring.session import Session

_CHAPTERS = (0.25, 0.6, 0.85)
"""Where each of a text's held-out chapters begins."""
_PARTS = 5
"""The rows of a set are split into this many parts; while one is measured, the others are learnt."""


@dataclass(frozen=True)
class Author:
    """An author's text: the chapters held out, and the rest."""

    name: str
    chapters: tuple[str, ...]
    rest: str

    @classmethod
    def of(cls, path: Path, words: int) -> Author:
        """Read a text, one paragraph per line; hold out chapters of `words` words."""
        paragraphs = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        ends = np.cumsum([len(paragraph.split()) for paragraph in paragraphs])
        is_held = np.zeros(len(paragraphs), np.bool_)
        chapters = []
        for share in _CHAPTERS:
            first, past = np.searchsorted(ends, (share * ends[-1], share * ends[-1] + words))
            chapters.append("\n\n".join(paragraphs[first:past]))
            is_held[first:past] = True
        rest = [paragraph for paragraph, held in zip(paragraphs, is_held, strict=True) if not held]
        return cls(path.stem, tuple(chapters), "\n\n".join(rest))


def memory_of(model: Model, *texts: str, words: int | None = None) -> TextMemory:
    """Return a memory of the beginnings of texts, at most `words` words in total."""
    each = None if words is None else words // len(texts)
    cut = [text if each is None else " ".join(text.split(" ")[:each]) for text in texts]
    learnt = {str(number): model.tokenizer.encode(text)[0] for number, text in enumerate(cut)}
    counts = {str(number): words_of(text) for number, text in enumerate(cut)}
    return Memory(learnt, model.vocabulary.size, counts).for_text("")


def memories_of(model: Model, authors: Sequence[Author]) -> Iterator[tuple[Author, dict[str, TextMemory | None]]]:
    """Yield each author with the memories that are compared."""
    for author in authors:
        others = [other.rest for other in authors if other is not author]
        foreign = memory_of(model, *others, words=len(author.rest.split())) if others else None
        yield author, {"none": None, "own": memory_of(model, author.rest), "others'": foreign}


def measure_scores(model: Model, authors: Sequence[Author]) -> None:
    """Print the perplexities, and how many words are flagged."""
    print("author                     memory        ppl  flags/1000  words", flush=True)
    for author, memories in memories_of(model, authors):
        sessions = [Session(model, chapter) for chapter in author.chapters]
        for session in sessions:
            session.settle()
        words = sum(len(session.text.split()) for session in sessions)
        for name, memory in memories.items():
            for session in sessions:
                session.remember(memory)
            nats = [-(token.mixed_log_prob or 0.0) for session in sessions for token in session.tokens]
            flags = [flag for session in sessions for flag in session.flags() if flag.kind != "wordiness"]
            figures = f"{math.exp(np.mean(nats)):8.2f} {1000 * len(flags) / words:11.2f} {words:6}"
            print(f"{author.name:26} {name:8} {figures}", flush=True)


def measure_continuations(model: Model, authors: Sequence[Author], count: int) -> None:
    """Print how good continuations are."""
    print("author                     memory   exact@1…5                      saved@1 saved@5  wrong", flush=True)
    for author, memories in memories_of(model, authors):
        found = list(places(author.chapters, count, "end", 1))
        results: dict[str, list[Result]] = {name: [] for name in memories}
        for place in found:
            session = Session(model, place.before)
            for name, memory in memories.items():
                session.remember(memory)
                results[name].append(result_of(session, place, Manner(16, candidates=5)))
        for name, own in results.items():
            print(f"{author.name:26} {name:8} {row(own)}", flush=True)


def recall(model: Model, folder: Path, sets: Sequence[str], texts: Sequence[str], rows: slice) -> None:
    """Print how many of the wrong words of some sets are flagged, and how many of the right ones."""
    evaluate = load_measure(folder)
    prose = memory_of(model, *texts)
    print("set            memory      wrong flagged  right flagged")
    for name in sets:
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        every = [json.loads(line) for line in lines][rows]
        own = [
            memory_of(model, *[one["text"] for index, one in enumerate(every) if index % _PARTS != part])
            for part in range(_PARTS)
        ]
        found: dict[str, list[tuple[bool, int]]] = {"none": [], "prose": [], "own rows": []}
        for index, one in enumerate(every):
            session = Session(model, one["text"], max_length=1024, stride=512)
            session.settle()
            memories: Mapping[str, TextMemory | None] = {"none": None, "prose": prose, "own rows": own[index % _PARTS]}
            for kind, memory in memories.items():
                session.remember(memory)
                flags = session.flags()
                for start, end, label in evaluate.words(one):
                    found[kind].append((any(flag.start < end and flag.end > start for flag in flags), label))
        for kind, pairs in found.items():
            shares = [np.mean([hit for hit, own_label in pairs if own_label == label]) for label in (1, 0)]
            counts = [sum(own_label == label for _, own_label in pairs) for label in (1, 0)]
            print(
                f"{name:14} {kind:10} {shares[0]:8.3f} of {counts[0]:<5} {shares[1]:8.4f} of {counts[1]:<6}", flush=True
            )


def fit(model: Model, authors: Sequence[Author]) -> None:
    """Print the weight that makes the chapters most probable, each with a memory of its author's other chapters."""
    log_probs, recalled = [], []
    for author in authors:
        memory = memory_of(model, author.rest)
        for chapter in author.chapters:
            session = Session(model, chapter)
            session.settle_scores()
            log_probs.append(np.array([token.log_prob for token in session.tokens]))
            recalled.append(memory.recall(session.tokenized.ids, 0))
            print(f"{author.name}: {len(session.tokens)} tokens", file=sys.stderr)
    own = torch.from_numpy(np.concatenate(log_probs))
    prob = torch.from_numpy(np.concatenate([one.prob for one in recalled]))
    length = torch.from_numpy(np.concatenate([one.length for one in recalled])).double()
    weight = torch.tensor([-3.0, 0.0], dtype=torch.float64, requires_grad=True)

    def loss() -> torch.Tensor:
        share = torch.sigmoid(weight[0] + weight[1] * length)
        return -torch.log((1 - share) * own.exp() + share * prob).mean()

    minimise(loss, weight, 100)
    print(f"WEIGHT = ({weight[0]:.2f}, {weight[1]:.2f}): {-own.mean():.4f} to {loss():.4f} nats a token")


def minimise(loss: Callable[[], torch.Tensor], weights: torch.Tensor, most: int) -> None:
    """Change weights to minimise a loss, with at most `most` iterations of L-BFGS."""
    optimiser = torch.optim.LBFGS([weights], max_iter=most, line_search_fn="strong_wolfe")

    def step() -> float:
        optimiser.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        return value.item()

    optimiser.step(step)  # type: ignore[no-untyped-call]


def main() -> None:
    """Measure or fit the weight."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    for name in ("measure", "fit"):
        one = steps.add_parser(name)
        one.add_argument("texts", nargs="+", type=Path)
        one.add_argument("--words", type=int, default=2000, help="words in each chapter (2000)")
        one.add_argument("--places", type=int, default=60, help="places per author for continuations (60)")
    one = steps.add_parser("recall")
    one.add_argument("folder", type=Path)
    one.add_argument("sets", nargs="+")
    one.add_argument("--texts", nargs="+", type=Path, required=True, help="the prose by others")
    one.add_argument("--rows", default="0:100", help="first row and the one past the last")
    options = parser.parse_args()
    use_threads()
    model = scoring.load_model("default", dtype="auto")
    if options.step == "recall":
        texts = [path.read_text(encoding="utf-8") for path in options.texts]
        recall(model, options.folder, options.sets, texts, slice(*map(int, options.rows.split(":"))))
        return
    authors = [Author.of(path, options.words) for path in options.texts]
    if options.step == "fit":
        fit(model, authors)
    else:
        measure_scores(model, authors)
        measure_continuations(model, authors, options.places)


if __name__ == "__main__":
    main()
