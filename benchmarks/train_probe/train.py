"""Fits a probe to kept states: projections, bias and head together, by gradient descent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from benchmarks.train_probe.features import shards
from scoring.probe.probe import PARTS

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a probe is made of: the layers that it reads, R numbers a part, M hidden units."""

    layers: tuple[int, ...] = (16, 20)
    rank: int = 32
    hidden: int = 64


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how hard to train."""

    epochs: int = 8
    rate: float = 2e-3
    decay: float = 0.02
    dropout: float = 0.2
    batch: int = 1024
    shortened: float = 0.1
    """The share of words whose following tokens are taken away, as if nothing came after them."""


class States:
    """The states of many words in memory.

    Args:
        folders: of shards.
        kept: the layers in the shards.
        layers: those to read.
        keep: of each document's number, whether its words are wanted; None: all.

    Attributes:
        states: of each token, shape (tokens, layers * width), float16.
        last, labels, document, source: of each word, shape (words,).
        room: how many of the word's tokens and those after it have a state when all is scored, shape (words,).
    """

    def __init__(self, folders: Sequence[Path], kept: Sequence[int], layers: Sequence[int]) -> None:
        places = [kept.index(layer) for layer in layers]
        states, words, offset = [], [], 0
        for source, folder in enumerate(folders):
            for shard in shards(folder):
                chosen = shard.states[:, places].reshape(len(shard.states), -1)
                states.append(chosen)
                # A token's state is read when the next one is scored, so the last token of a text has none.
                room = (shard.past - 1 - shard.last).clip(0, PARTS)
                sources = np.full(len(room), source)
                words.append(np.stack([shard.last + offset, room, shard.labels, shard.document, sources]))
                offset += len(chosen)
        self.states = torch.from_numpy(np.concatenate(states))
        self.last, self.room, self.labels, self.document, self.source = map(torch.from_numpy, np.concatenate(words, 1))

    def inputs(self, words: torch.Tensor, room: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the states of words and of the two tokens after them, shape (n, 3, layers * width), and which of them
        are there, shape (n, 3)."""
        places = self.last[words][:, None] + torch.arange(PARTS)
        there = torch.arange(PARTS) < room[:, None]
        return self.states[places.clamp_max(len(self.states) - 1)].float(), there


class Network(nn.Module):
    """The probe while it is trained; `mean` and `spread` of the states are folded into the projection afterwards."""

    def __init__(self, sample: torch.Tensor, outputs: int, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = sample.shape[1]
        self.mean, self.spread = sample.mean(0), sample.std(0) + 1e-3
        self.project = nn.Parameter(torch.randn(PARTS, width, shape.rank) / width**0.5)
        self.offset = nn.Parameter(torch.zeros(PARTS, shape.rank))
        self.bias = nn.Parameter(torch.zeros(shape.rank))
        self.hidden = nn.Linear(shape.rank, shape.hidden)
        self.out = nn.Linear(shape.hidden, outputs)
        self.drop_in, self.drop = nn.Dropout(dropout), nn.Dropout(dropout)

    def forward(self, states: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """Return log-odds, shape (n, outputs), of states (n, 3, width), where they are `there` (n, 3)."""
        normal = self.drop_in(((states - self.mean) / self.spread).clamp(-8, 8))
        parts = torch.einsum("npw,pwr->npr", normal, self.project) + self.offset
        z = (parts * there[..., None]).sum(1) + self.bias
        hidden = self.hidden(z)
        logits: torch.Tensor = self.out(self.drop(hidden * torch.sigmoid(1.702 * hidden)))
        return logits


def train(
    data: States, chosen: torch.Tensor, weights: torch.Tensor, kinds: int, shape: Shape, course: Course, seed: int = 0
) -> Network:
    """Train on the words `chosen`, each with its own weight in the loss."""
    torch.manual_seed(0)
    sample = data.states[data.last[chosen[torch.randperm(len(chosen))[:40000]]]].float()
    network = Network(sample, kinds + 1, shape, course.dropout)
    matrices = [network.project, network.hidden.weight, network.out.weight]
    others = [one for one in network.parameters() if all(one is not matrix for matrix in matrices)]
    groups = [{"params": matrices, "weight_decay": course.decay}, {"params": others, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=course.rate)
    with torch.no_grad():
        network.out.bias.fill_(-4.0)
    steps = course.epochs * -(-len(chosen) // course.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, course.rate, steps, pct_start=0.15)
    targets = torch.zeros(len(data.labels), kinds + 1)
    wrong = data.labels > 0
    targets[wrong, data.labels[wrong] - 1] = 1
    targets[wrong, kinds] = 1
    scale = torch.cat([torch.full((kinds,), 0.5), torch.ones(1)])
    for epoch in range(course.epochs):
        total, order = 0.0, chosen[torch.randperm(len(chosen))]
        network.train()
        for words in torch.split(order, course.batch):
            room = data.room[words]
            short = torch.rand(len(words)) < course.shortened
            room = torch.where(short, torch.minimum(room, torch.randint(1, PARTS, room.shape)), room)
            logits = network(*data.inputs(words, room))
            loss = nn.functional.binary_cross_entropy_with_logits(logits, targets[words], reduction="none")
            loss = ((loss * scale).sum(1) * weights[words]).mean()
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            schedule.step()
            total += float(loss.detach()) * len(words)
        print(f"epoch {epoch + 1}/{course.epochs}: loss {total / len(chosen):.4f}", flush=True)
    return network.eval()


@torch.no_grad()
def odds(network: Network, data: States) -> Array:
    """Return the log-odds of all words, shape (words, kinds + 1); -inf where a word has no state."""
    found = [
        network(*data.inputs(words, data.room[words])) for words in torch.split(torch.arange(len(data.last)), 8192)
    ]
    logits = torch.cat(found)
    logits[data.room == 0] = -torch.inf
    result: Array = logits.numpy()
    return result
