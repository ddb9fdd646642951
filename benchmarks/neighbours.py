"""Measures what a nearest-neighbour memory would gain over the memory of sequences, and what it would cost.

    python -m benchmarks.neighbours ../shared/prose/{london_call_of_the_wild,christie_styles}.txt

Khandelwal et al., "Generalization through Memorization: Nearest Neighbor Language Models" (2020): the hidden state at
each place of the learnt text is stored with the token after it. To predict a token, the 64 nearest states vote. As in
`benchmarks.learn`, three chapters of each text are held out and the others learnt. The weights of each mixture are
fitted to the held-out chapters themselves, so the figures are upper bounds.

* nats: mean surprisal per token, for the model alone, mixed with either memory, and with both;
* keys: CPU seconds to run a thousand tokens through the model, which is needed to learn them;
* search: CPU seconds to find the neighbours of 64 tokens, which grow with the size of the learnt text.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import scoring
from benchmarks.learn import Author, memory_of, minimise
from scoring.model.model import Model
from scoring.model.processor import use_threads
from scoring.model.tokens import Ids
from scoring.session import Session
from scoring.windows.document_windows import BULK_CHUNK

_NEIGHBOURS = 64
_WIDTH = 128  # the principal components kept of each state
_WINDOW = 1024  # tokens


@dataclass(frozen=True)
class Chapter:
    """Data on a held-out chapter's tokens, each of shape (tokens,) or, for the neighbours, (tokens, 64)."""

    own: torch.Tensor
    prob: torch.Tensor
    length: torch.Tensor
    distance: torch.Tensor
    is_right: torch.Tensor


def states(model: Model, ids: Ids) -> torch.Tensor:
    """Return the hidden state before each token, shape (tokens, width)."""
    return torch.cat(list(_states(model, ids)))


def _states(model: Model, ids: Ids) -> Iterator[torch.Tensor]:
    for start in range(0, len(ids), _WINDOW):
        part = ids[start : start + _WINDOW]
        cache = model.new_cache(_WINDOW)
        cache.retarget(np.append(np.int32(model.start_id), part[:-1]).astype(np.int32))
        for first in range(0, len(part), BULK_CHUNK):
            cache.forward(first, min(first + BULK_CHUNK, len(part)))
        yield cache.hidden[: len(part)].float().clone()


def read(model: Model, author: Author) -> tuple[list[Chapter], float, float]:
    """Return an author's chapters, and the CPU seconds for a thousand keys and for a search."""
    memory = memory_of(model, author.rest)
    learnt = model.tokenizer.encode(author.rest)[0]
    begun = time.process_time()
    keys = states(model, learnt)
    seconds = 1000 * (time.process_time() - begun) / len(learnt)
    middle, scale = keys.mean(0), keys.std(0) + 1e-6
    _, axes = torch.linalg.eigh(torch.cov(((keys - middle) / scale).T))
    keys = ((keys - middle) / scale) @ axes[:, -_WIDTH:]
    squares, following = keys.square().sum(1), torch.from_numpy(learnt.astype(np.int64))
    chapters, searching, tokens = [], 0.0, 0
    for text in author.chapters:
        session = Session(model, text)
        session.settle_scores()
        ids = session.tokenized.ids
        asked = ((states(model, ids) - middle) / scale) @ axes[:, -_WIDTH:]
        begun = time.process_time()
        parts = [_nearest(keys, squares, some) for some in asked.split(64)]
        searching, tokens = searching + time.process_time() - begun, tokens + len(ids)
        distance = torch.cat([distances for distances, _ in parts]).double()
        found = following[torch.cat([places for _, places in parts])]
        recalled = memory.recall(ids, 0)
        chapters.append(
            Chapter(
                torch.tensor([token.log_prob for token in session.tokens], dtype=torch.float64),
                torch.from_numpy(recalled.prob),
                torch.from_numpy(recalled.length).double(),
                distance,
                found == torch.from_numpy(ids.astype(np.int64))[:, None],
            )
        )
    return chapters, seconds, 64 * searching / tokens


def _nearest(keys: torch.Tensor, squares: torch.Tensor, asked: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    distances = torch.addmm(squares[None], asked, keys.T, alpha=-2) + asked.square().sum(1, keepdim=True)
    found = distances.topk(min(_NEIGHBOURS, len(keys)), largest=False)
    return found.values.clamp(min=0), found.indices


def surprisal(chapter: Chapter, weights: torch.Tensor, *, sequences: bool, neighbours: bool) -> torch.Tensor:
    """Return the surprisal of a chapter's tokens under a mixture, in nats."""
    votes = torch.softmax((chapter.distance[:, :1] - chapter.distance) / weights[4].exp(), 1)
    near = (votes * chapter.is_right).sum(1)
    never = torch.full_like(near, -torch.inf)
    scores = [
        torch.zeros_like(near),
        weights[0] + weights[1] * chapter.length if sequences else never,
        weights[2] + weights[3] * chapter.distance[:, 0].clamp(min=1).log() if neighbours else never,
    ]
    shares = torch.log_softmax(torch.stack(scores), 0)
    tiny = 1e-30
    log_probs = torch.stack([chapter.own, (chapter.prob + tiny).log(), (near + tiny).log()])
    return -(shares + log_probs).logsumexp(0)


def best(chapters: Sequence[Chapter], *, sequences: bool, neighbours: bool) -> float:
    """Return the mean surprisal under the best mixture of this kind, in nats."""
    weights = torch.tensor([-3.5, 0.35, 2.5, -1.0, 3.5], dtype=torch.float64, requires_grad=True)

    def loss() -> torch.Tensor:
        return torch.cat(
            [surprisal(one, weights, sequences=sequences, neighbours=neighbours) for one in chapters]
        ).mean()

    minimise(loss, weights, 60)
    return loss().item()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--words", type=int, default=2000, help="words in each chapter (2000)")
    options = parser.parse_args()
    use_threads()
    model = scoring.load_model("default", dtype="auto")
    print("text                        model  sequences  neighbours   both   keys  search  bytes/token")
    for path in options.texts:
        chapters, keys, search = read(model, Author.of(path, options.words))
        alone = torch.cat([chapter.own for chapter in chapters]).mean().item()
        nats = [
            best(chapters, sequences=sequences, neighbours=neighbours)
            for sequences, neighbours in ((True, False), (False, True), (True, True))
        ]
        figures = (
            f"{-alone:7.3f} {nats[0]:10.3f} {nats[1]:11.3f} {nats[2]:6.3f} {keys:6.2f} {search:7.3f} {2 * _WIDTH:12}"
        )
        print(f"{path.stem:25} {figures}", flush=True)


if __name__ == "__main__":
    main()
