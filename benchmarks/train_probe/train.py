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
from benchmarks.train_probe.mistakes import KINDS
from scoring.probe.probe import LARGEST, PARTS

_SAMPLE = 60_000

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a probe is made of: the layers that it reads, R numbers a part, M hidden units."""

    layers: tuple[int, ...] = (12, 16, 20)
    rank: int = 32
    hidden: int = 128


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how hard to train."""

    epochs: int = 6
    rate: float = 2e-3
    decay: float = 0.02
    dropout: float = 0.25
    documents: int = 24
    """In one batch."""
    shortened: float = 0.1
    """The share of words whose following tokens are taken away, as if nothing came after them."""


class States:
    """The states of many words in memory.

    Args:
        folders: of shards.
        kept: the layers in the shards.
        layers: those to read.

    Attributes:
        states: of each token, shape (tokens, layers * width), float16.
        last: the last token of each word, shape (words,).
        room: how many of the word's last token and the two after it have a state once all is scored, shape (words,).
        labels: of each word, shape (words,).
        document, source: of each word, shape (words,): a number within its folder, and the folder's place.
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
        self.states = torch.from_numpy(np.concatenate([*states, np.zeros_like(states[0][:PARTS])]))
        columns = map(torch.from_numpy, np.concatenate(words, 1))
        self.last, self.room, self.labels, self.document, self.source = columns

    def normalise(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Bring the states to mean 0 and spread 1, and cut those that are far off.

        Returns:
            Their mean and spread before, each of shape (layers * width,).
        """
        torch.manual_seed(0)
        sample = self.states[torch.randperm(len(self.states))[:_SAMPLE]].float()
        mean, spread = sample.mean(0), sample.std(0) + 1e-3
        self.normalise_as(mean, spread)
        return mean, spread

    def normalise_as(self, mean: torch.Tensor, spread: torch.Tensor) -> None:
        """Normalise the states as others were; see `normalise`."""
        for part in torch.split(self.states, 65536):
            part.copy_(((part.float() - mean) / spread).clamp(-LARGEST, LARGEST))


class Network(nn.Module):
    """The probe while it is trained, on normalised states."""

    def __init__(self, width: int, outputs: int, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.project = nn.Linear(width, PARTS * shape.rank)
        self.bias = nn.Parameter(torch.zeros(shape.rank))
        self.hidden = nn.Linear(shape.rank, shape.hidden)
        self.out = nn.Linear(shape.hidden, outputs)
        self.drop_in, self.drop = nn.Dropout(dropout), nn.Dropout(dropout)
        with torch.no_grad():
            self.out.bias.fill_(-4.0)

    def forward(self, states: torch.Tensor, last: torch.Tensor, room: torch.Tensor) -> torch.Tensor:
        """Return log-odds, shape (n, outputs).

        Args:
            states: of consecutive tokens, (tokens, width).
            last: of each word the place of its last token among them, (n,).
            room: how many of its three tokens are there, (n,).
        """
        rows = self.project(self.drop_in(states))  # (tokens, 3R)
        rows = rows.view(len(rows), PARTS, -1)
        z = self.bias
        for part in range(PARTS):
            there = (room > part)[:, None]
            z = z + rows[(last + part).clamp_max(len(rows) - 1), part] * there  # (n, R)
        hidden = self.hidden(z)
        logits: torch.Tensor = self.out(self.drop(hidden * torch.sigmoid(1.702 * hidden)))
        return logits


def train(data: States, weights: torch.Tensor, kinds: int, shape: Shape, course: Course) -> Network:
    """Train on words with weights in the loss, shape (words,); 0 leaves a word out. `data` is normalised."""
    torch.manual_seed(0)
    network = Network(data.states.shape[1], kinds + 1, shape, course.dropout)
    matrices = [network.project.weight, network.hidden.weight, network.out.weight]
    others = [one for one in network.parameters() if all(one is not matrix for matrix in matrices)]
    groups = [{"params": matrices, "weight_decay": course.decay}, {"params": others, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=course.rate)
    documents = [range(*bounds) for bounds in _documents(data, weights)]
    steps = course.epochs * -(-len(documents) // course.documents)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, course.rate, steps, pct_start=0.15)
    scale = torch.cat([torch.full((kinds,), 0.5), torch.ones(1)])
    for epoch in range(course.epochs):
        total = count = 0.0
        network.train()
        for numbers in torch.split(torch.randperm(len(documents)), course.documents):
            words = torch.cat([torch.arange(documents[n].start, documents[n].stop) for n in numbers.tolist()])
            tokens, last = _gathered(data, [documents[n] for n in numbers.tolist()])
            room = data.room[words]
            short = torch.rand(len(words)) < course.shortened
            room = torch.where(short, torch.minimum(room, torch.randint(1, PARTS, room.shape)), room)
            logits = network(data.states[tokens].float(), last, room)
            targets = _targets(data.labels[words], kinds)
            loss = nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
            known = weights[words] * (data.room[words] > 0)
            loss = ((loss * scale).sum(1) * known).sum() / known.sum().clamp_min(1)
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            schedule.step()
            total, count = total + float(loss.detach()) * len(words), count + len(words)
        print(f"epoch {epoch + 1}/{course.epochs}: loss {total / count:.4f}", flush=True)
    return network.eval()


def _targets(labels: torch.Tensor, kinds: int) -> torch.Tensor:
    """Return 1 for the kind of a wrong word and for any mistake, (n, kinds + 1).

    A small letter for a capital has its kind alone: whoever corrects a text for its grammar passes it over.
    """
    targets = torch.zeros(len(labels), kinds + 1)
    wrong = labels > 0
    targets[wrong, labels[wrong] - 1] = 1
    targets[wrong & (labels != 1 + KINDS.index("capital")), kinds] = 1
    return targets


def _documents(data: States, weights: torch.Tensor) -> list[tuple[int, int]]:
    """Return the words [first, past) of each document that has a weight."""
    key = data.source * 10_000_000 + data.document
    _, counts = torch.unique_consecutive(key, return_counts=True)
    ends = counts.cumsum(0)
    pairs = zip((ends - counts).tolist(), ends.tolist(), strict=True)
    return [(first, past) for first, past in pairs if float(weights[first]) > 0]


def _gathered(data: States, documents: Sequence[range]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the tokens of documents, one after the other, and the place of each word's last token among them."""
    tokens, last, length = [], [], 0
    for words in documents:
        first, past = int(data.last[words.start]), int(data.last[words.stop - 1]) + PARTS
        tokens.append(torch.arange(first, past))
        last.append(data.last[words.start : words.stop] - first + length)
        length += past - first
    return torch.cat(tokens), torch.cat(last)


@torch.no_grad()
def odds(network: Network, data: States) -> Array:
    """Return the log-odds of all words, shape (words, kinds + 1); -inf where a word has no state."""
    found = []
    for words in torch.split(torch.arange(len(data.last)), 8192):
        first, past = int(data.last[words[0]]), int(data.last[words[-1]]) + PARTS
        found.append(network(data.states[first:past].float(), data.last[words] - first, data.room[words]))
    logits = torch.cat(found)
    logits[data.room == 0] = -torch.inf
    result: Array = logits.numpy()
    return result
