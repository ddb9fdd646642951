"""Measures how well hidden states, used as vectors, find the paragraph that answers a question, with and without BM25.

    python -m benchmarks.ask_vectors ../shared/ask/xquad.en.json

A passage's vector is the mean of a layer's states over its tokens, a question's likewise; or a mean in which later
tokens, which have more context, weigh more (Muennighoff, "SGPT", 2022). All passages are ranked by the cosine of the
two, as they are and after subtracting the mean of all passages from both: otherwise all states of a layer point in
nearly the same direction. "With BM25": both rankings combined by rank. The metrics are those of `benchmarks.ask`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

import scoring
from benchmarks.ask import Asked, Question, drafts, is_right, row
from editor.asking.answers import FOUND
from editor.asking.lookup import Found
from editor.asking.ranking import fused
from scoring.model.model import Model

_EVERY = 5  # one of every so many layers is measured
_MEANS = ("mean", "weighted mean")
Vectors = npt.NDArray[np.float32]


class _Means:
    """Takes the means of a text's states after every fifth layer."""

    layers = range(_EVERY, 1_000, _EVERY)

    def __init__(self) -> None:
        self.found: list[Vectors] = []

    def __call__(self, layer: int, states: torch.Tensor) -> None:
        if layer in self.layers:
            own = states[1:].float()  # (n, width), without the start token
            weights = torch.arange(1, len(states), dtype=torch.float32)[:, None]  # (n, 1)
            self.found.append(torch.stack([own.mean(0), (own * weights).sum(0) / weights.sum()]).numpy())


def vectors(model: Model, text: str) -> Vectors:
    """Return the vectors of a text, shape (layers, means, width)."""
    ids = np.concatenate([[model.start_id], model.tokenizer.encode(text)[0]]).astype(np.int64)
    means = _Means()
    wanted = torch.from_numpy(ids)
    model.trunk.forward(wanted, torch.arange(len(ids)), model.trunk.new_storage(len(ids)), 0, None, means)
    return np.stack(means.found)


def all_vectors(model: Model, texts: Sequence[str], what: str) -> Vectors:
    """Return the vectors of texts, shape (texts, layers, means, width)."""
    found = []
    for number, text in enumerate(texts, 1):
        found.append(vectors(model, text))
        print(f"{number} of {len(texts)} {what}", end="\r", file=sys.stderr, flush=True)
    return np.stack(found)


def cosines(asked: Vectors, passages: Vectors, *, is_centred: bool) -> Vectors:
    """Return the cosines of questions and passages, shape (questions, passages), of vectors of shape (texts, width)."""
    if is_centred:
        centre = passages.mean(0)
        asked, passages = asked - centre, passages - centre
    unit = [one / np.linalg.norm(one, axis=1, keepdims=True) for one in (asked, passages)]
    product: Vectors = unit[0] @ unit[1].T
    return product


def rank_of(numbers: Sequence[int], right: set[int]) -> int | None:
    """Return the rank of the first right passage, from 1."""
    return next((at for at, number in enumerate(numbers, 1) if number in right), None)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure how well hidden states find paragraphs.")
    parser.add_argument("file", type=Path, help="questions and paragraphs in SQuAD's format")
    parser.add_argument("--questions", type=int, default=None, help="number of questions (all)")
    parser.add_argument("--model", default="default")
    options = parser.parse_args()
    texts, questions = drafts(options.file)
    questions = questions[:: max(1, len(questions) // (options.questions or len(questions)))]
    asked, model = Asked(texts), scoring.load_model(options.model)
    every = asked.every()
    by_words = [[one.number for one in asked.found(question.text)] for question in questions]
    right = [{one.number for one in every if is_right(one, question)} for question in questions]
    asked.close()
    of_passages = all_vectors(model, [one.piece.titled for one in every], "passages")
    of_questions = all_vectors(model, [question.text for question in questions], "questions")
    print(f"{len(every)} passages, {len(questions)} questions, {model.name}\n")
    print(f"{'':<44}{'recall@1':>9}{'recall@5':>10}{'MRR':>8}")
    print(row("BM25 of stems", [rank_of(order, own) for order, own in zip(by_words, right, strict=True)]))
    table(every, questions, by_words, right, of_questions, of_passages)


def table(
    every: Sequence[Found],
    questions: Sequence[Question],
    by_words: Sequence[Sequence[int]],
    right: Sequence[set[int]],
    of_questions: Vectors,
    of_passages: Vectors,
) -> None:
    """Print the rows of all layers."""
    for layer in range(of_passages.shape[1]):
        for mean, name in enumerate(_MEANS):
            for is_centred in (False, True):
                found = cosines(of_questions[:, layer, mean], of_passages[:, layer, mean], is_centred=is_centred)
                orders = [[every[int(at)].number for at in one] for one in np.argsort(-found, axis=1)[:, :FOUND]]
                both = [fused((own, 1.0), (order, 1.0)) for own, order in zip(by_words, orders, strict=True)]
                label = f"layer {(layer + 1) * _EVERY}, {name}{', centred' if is_centred else ''}"
                print(row(label, [rank_of(order, own) for order, own in zip(orders, right, strict=True)]))
                print(row("  with BM25", [rank_of(order, own) for order, own in zip(both, right, strict=True)]))


if __name__ == "__main__":
    main()
