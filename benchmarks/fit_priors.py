"""Fits the priors of the edit search: how likely edits of each kind are to be right before they are tried.

    python -m benchmarks.fit_priors --prose ../shared/prose --pairs ../shared/quality/harper_dev.jsonl

For each wrong word with a known correction, all proposed edits are ranked by their promise plus a prior for their kind
and one for each token whose probability is not known yet. The priors are fitted to make the right edit likely, and
printed in nats of promise; `scoring/edits/priors.py` has them rounded, with values set by hand for kinds that are rare
here.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import scoring
from benchmarks.train_judgement import NO_PAIR, documents
from benchmarks.train_probe.mistakes import Mistaken
from scoring.edits.kinds import EditKind
from scoring.edits.place import Place, passage_words
from scoring.edits.proposals import Proposal, Proposer
from scoring.language.english import english
from scoring.language.passages import Passages
from scoring.model.model import Model
from scoring.verbs.lessons import touches

_KINDS = tuple(EditKind)
_LONGEST_EDIT = 8  # tokens
_ROUNDS, _RATE, _DECAY = 150, 0.05, 2e-3
_PAIR_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The edits proposed for a wrong word: their kinds, promises in nats, number of tokens with an unknown probability,
    and whether each is right, shape (edits,); and the word's weight."""

    kinds: torch.Tensor
    promises: torch.Tensor
    unknown: torch.Tensor
    right: torch.Tensor
    weight: float


def choices(model: Model, made: Mistaken, weight: float) -> Iterator[Choice]:
    """Yield the choices for the wrong words of a text, except those for which no right edit is proposed."""
    proposer = Proposer(english(), model.vocabulary, lambda text: tuple(model.tokenizer.encode(text)[0].tolist()))
    for passage in Passages(made.text):
        text = made.text[passage.start : passage.end].rstrip()
        shift = passage.start
        golden = [edit for edit in made.edits if shift <= edit.start <= edit.end <= shift + len(text)]
        ids, starts, ends = model.tokenizer.encode(text)
        if not golden or not len(ids):
            continue
        wanted = {_squashed(text, edit.start - shift, edit.end - shift, edit.replacement) for edit in golden}
        cache = model.new_cache(len(ids) + 1)
        cache.retarget(np.concatenate([np.array([model.start_id], np.int32), ids]))
        cache.forward(0, len(cache.ids))
        rows = torch.log_softmax(model.logits(cache.hidden[: len(ids)]), -1).cpu().numpy()
        words = passage_words(text, 0, starts, ends)
        for index, word in enumerate(words):
            if any(touches(made.text, edit, word.start + shift, word.end + shift) for edit in golden):
                place = Place(words, index, ids, rows.__getitem__)
                proposed = proposer.proposals(place, all_edits=True)
                choice = _choice([one for one in proposed if len(one.tokens) <= _LONGEST_EDIT], text, wanted, weight)
                if choice.right.any():
                    yield choice


def _choice(proposed: list[Proposal], text: str, wanted: set[str], weight: float) -> Choice:
    edits = [one.edit for one in proposed]
    return Choice(
        torch.tensor([_KINDS.index(edit.kind) for edit in edits], dtype=torch.int64),
        torch.tensor([one.promise for one in proposed], dtype=torch.float32).clamp(-15, 15),
        torch.tensor([max(0, len(one.tokens) - 1) for one in proposed], dtype=torch.float32),
        torch.tensor([_squashed(text, edit.start, edit.end, edit.replacement) in wanted for edit in edits]),
        weight,
    )


def _squashed(text: str, start: int, end: int, replacement: str) -> str:
    """Return a text after an edit, without blanks and in lower case."""
    return "".join((text[:start] + replacement + text[end:]).lower().split())


def fit(found: list[Choice]) -> tuple[list[float], float]:
    """Return the prior of each kind, and that of a token with an unknown probability, in nats of promise."""
    weights = torch.zeros(len(_KINDS) + 2)
    weights[-2] = 0.5
    weights.requires_grad_()
    optimiser = torch.optim.Adam([weights], lr=_RATE)
    for _ in range(_ROUNDS):
        loss = _DECAY * (weights[:-2] ** 2).sum()
        for one in found:
            scores = weights[one.kinds] + weights[-2] * one.promises + weights[-1] * one.unknown
            missed = torch.logsumexp(scores, 0) - torch.logsumexp(scores[one.right], 0)
            loss = loss + one.weight * missed / len(found)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    in_nats = (weights / weights[-2]).tolist()
    return in_nats[:-2], in_nats[-1]


def main() -> None:
    """Print the priors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prose", type=Path, default=Path("../shared/prose"))
    parser.add_argument("--pairs", type=Path, help="also pairs of wrong and right sentences")
    parser.add_argument("--history", type=Path, help="also pairs from the history of documents")
    parser.add_argument("--documents", type=int, default=1200)
    options = parser.parse_args()
    model = scoring.load_model("default")
    texts = documents(options.prose, options.pairs, options.history, options.documents)
    found: list[Choice] = []
    for pair, made in texts:
        found += choices(model, made, 1.0 if pair == NO_PAIR else _PAIR_WEIGHT)
    kinds, token = fit(found)
    right = Counter(int(kind) for one in found for kind in one.kinds[one.right])
    print(f"{len(found)} wrong words; a token with an unknown probability: {token:.1f}")
    for index, worth in enumerate(kinds):
        print(f"{_KINDS[index].name:18}{worth:7.1f}  right {right[index]} times")


if __name__ == "__main__":
    main()
