"""How well `logprose ask` finds the paragraph that answers a question: by words alone, and ranked again by the model.

    python -m benchmarks.ask ../shared/ask/xquad.en.json --questions 200

The file has SQuAD's form: paragraphs and questions about them. Each article becomes a draft with a heading. By words
alone all questions are asked; for the model, a sample of them. The weight of the model's order is chosen on one half of
the sample and reported on the other, and the other way round:

* recall@N: the share of questions whose paragraph is among the first N;
* MRR: the mean of 1 / rank, 0 where the paragraph isn't among the 50 found.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import scoring
from editor.asking.answers import RERANKED, reranked
from editor.asking.index import DraftIndex
from scoring.asking.relevance import Relevance

_WEIGHTS = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 1000.0)
_HEAD = f"{'':<28}{'recall@1':>9}{'recall@5':>10}{'MRR':>8}"
_KEPT_BYTES = 4 * 1024**3  # every paragraph is asked about many times


class Question(NamedTuple):
    """A question, the draft that its paragraph is in, and a part of the paragraph that is in no other."""

    text: str
    draft: str
    paragraph: str


class Outcome(NamedTuple):
    """Where the paragraph is among those found by words (None: it isn't), and the nats of those that come first."""

    place: int | None
    nats: list[float]

    def rank(self, weight: float | None) -> int | None:
        """Return the rank of the paragraph, from 1, with this weight of the model's order; None: by words alone."""
        if self.place is None or weight is None or self.place >= len(self.nats):
            return None if self.place is None else 1 + self.place
        return 1 + reranked(self.nats, weight).index(self.place)


def drafts(path: Path) -> tuple[dict[str, str], list[Question]]:
    """Return the drafts of a file in SQuAD's form, by name, and the questions about them."""
    texts, questions = {}, []
    for number, article in enumerate(json.loads(path.read_text("utf-8"))["data"]):
        name, paragraphs = f"{number}.md", [" ".join(one["context"].split()) for one in article["paragraphs"]]
        texts[name] = f"# {article['title'].replace('_', ' ')}\n\n" + "\n\n".join(paragraphs) + "\n"
        for paragraph, one in zip(paragraphs, article["paragraphs"], strict=True):
            questions += [Question(asked["question"], name, paragraph) for asked in one["qas"]]
    return texts, questions


def outcomes(
    texts: dict[str, str], questions: Sequence[Question], relevance: Relevance | None, passages: int
) -> list[Outcome]:
    """Ask every question, and let the model rank the first `passages` answers; without a model, rank none."""
    answered = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            Path(folder, name).write_text(text, "utf-8")
        index = DraftIndex(None)
        index.update([Path(folder, name) for name in texts], [Path(folder)], print, lambda _: None)
        for number, question in enumerate(questions):
            found = index.best(question.text, RERANKED)
            place = next((at for at, one in enumerate(found) if _is_right(one.path, one.piece.text, question)), None)
            shown = [one.piece.titled for one in found[:passages]]
            nats = [] if relevance is None else list(relevance.gains(question.text, shown))
            answered.append(Outcome(place, nats))
            if relevance is not None:
                print(f"{number + 1} of {len(questions)}", end="\r", file=sys.stderr, flush=True)
        index.close()
    return answered


def _is_right(path: Path, passage: str, question: Question) -> bool:
    """Return True if a passage begins as the question's paragraph does."""
    return path.name == question.draft and passage[:80] == question.paragraph[:80]


def row(name: str, ranks: Sequence[int | None]) -> str:
    """Return a row of the table."""
    recalls = [sum(rank is not None and rank <= most for rank in ranks) / len(ranks) for most in (1, 5)]
    reciprocal = sum(1 / rank for rank in ranks if rank is not None) / len(ranks)
    return f"{name:<28}{recalls[0]:>9.3f}{recalls[1]:>10.3f}{reciprocal:>8.3f}"


def best_weight(found: Sequence[Outcome]) -> float:
    """Return the weight of the model's order with the best mean of 1 / rank."""
    return max(_WEIGHTS, key=lambda weight: sum(1 / rank for one in found if (rank := one.rank(weight)) is not None))


def main() -> None:
    """Ask, and print the table."""
    parser = argparse.ArgumentParser(description="Measure how well `logprose ask` finds paragraphs.")
    parser.add_argument("file", type=Path, help="questions and paragraphs in SQuAD's form")
    parser.add_argument("--questions", type=int, default=200, help="the size of the sample for the model (200)")
    parser.add_argument("--passages", type=int, default=RERANKED, help=f"how many the model ranks ({RERANKED})")
    parser.add_argument("--model", default="default")
    options = parser.parse_args()
    texts, questions = drafts(options.file)
    began = time.process_time()
    whole = outcomes(texts, questions, None, 0)
    seconds = time.process_time() - began
    print(f"{len(questions)} questions, {seconds / len(questions) * 1000:.1f} ms of CPU each, with indexing\n")
    print(_HEAD)
    print(row(f"words alone, all {len(whole)}", [one.rank(None) for one in whole]), flush=True)
    sample = random.Random(0).sample(questions, min(options.questions, len(questions)))
    found = outcomes(texts, sample, Relevance(scoring.load_model(options.model), _KEPT_BYTES), options.passages)
    halves = found[::2], found[1::2]
    weights = best_weight(halves[1]), best_weight(halves[0])  # each chosen on the other half
    mixed = [one.rank(weight) for half, weight in zip(halves, weights, strict=True) for one in half]
    print(row(f"words alone, {len(found)} of them", [one.rank(None) for one in found]))
    print(row("the model's order alone", [one.rank(_WEIGHTS[-1]) for one in found]))
    print(row("both, fused by rank", mixed))
    print(f"\nThe model ranks {options.passages}; its order's weight on the two halves: {weights[0]:g}, {weights[1]:g}")


if __name__ == "__main__":
    main()
