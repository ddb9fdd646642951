"""The hidden states that scoring computes for labelled documents, kept in shards on disk."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from scoring.model.tokens import TokenizedText, Tokenizer

_BATCH_TOKENS = 3072
DOCUMENTS = 256
"""In one shard."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with the words that are judged.

    Attributes:
        text: the document.
        words: code points [start, end) of each word.
        labels: of each word: 0 where it is right, 1 + the index of its kind where it is wrong.
    """

    text: str
    words: tuple[tuple[int, int], ...]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shard:
    """The states of some documents' tokens, one document after the other.

    Attributes:
        states: shape (tokens, layers, width), float16.
        last: the last token of each word, shape (words,).
        past: the end of the word's document, in tokens, shape (words,).
        labels: shape (words,).
        document: the number of the word's document, shape (words,).
    """

    states: npt.NDArray[np.float16]
    last: npt.NDArray[np.int64]
    past: npt.NDArray[np.int64]
    labels: npt.NDArray[np.int64]
    document: npt.NDArray[np.int64]


class StateReader:
    """Runs documents through the layers of a network that are needed.

    Args:
        network: transformers' LlamaForCausalLM; it loses its upper layers.
        tokenizer: its tokenizer.
        start_id: the token before a text.
        layers: after how many layers a state is read, in ascending order.
    """

    def __init__(self, network: Any, tokenizer: Tokenizer, start_id: int, layers: Sequence[int]) -> None:
        self._model = network.model
        self._model.layers = self._model.layers[: layers[-1]]
        self._tokenizer, self._start_id, self._count = tokenizer, start_id, len(layers)
        self._seen: list[torch.Tensor] = []
        for layer in layers:
            self._model.layers[layer - 1].register_forward_hook(
                lambda _m, _i, output: self._seen.append(_first(output))
            )

    @torch.inference_mode()
    def read(self, documents: Sequence[Labelled], first: int) -> Shard:
        """Return the states of `documents`, the first of which has the number `first`."""
        tokenized = [TokenizedText(self._tokenizer, document.text) for document in documents]
        states: list[npt.NDArray[np.float16]] = [np.empty(0, np.float16)] * len(documents)
        for batch in _batches([len(text) for text in tokenized]):
            longest = max(len(tokenized[index]) for index in batch)
            ids = torch.zeros(len(batch), longest + 1, dtype=torch.int64)
            ids[:, 0] = self._start_id
            for row, index in enumerate(batch):
                ids[row, 1 : len(tokenized[index]) + 1] = torch.from_numpy(tokenized[index].ids.astype(np.int64))
            # No token sees the padding, which lies after all of them.
            self._seen.clear()
            self._model(ids, use_cache=False)
            stacked = torch.stack(self._seen, 2).to(torch.float16).numpy()  # (documents, 1 + tokens, layers, width)
            for row, index in enumerate(batch):
                states[index] = stacked[row, 1 : len(tokenized[index]) + 1].copy()
        columns: list[npt.NDArray[np.int64]] = []
        offset = 0
        for number, (document, text) in enumerate(zip(documents, tokenized, strict=True)):
            if document.words:
                begin, past = text.at_each(np.array(document.words, np.int64).reshape(-1, 2))
                kept = begin < past
                rows = past[kept] - 1 + offset
                ends = np.full(len(rows), offset + len(text))
                labels = np.array(document.labels, np.int64)[kept]
                columns.append(np.stack([rows, ends, labels, np.full(len(rows), first + number)]))
            offset += len(text)
        last, past, labels, numbers = np.concatenate(columns, 1)
        return Shard(np.concatenate(states), last, past, labels, numbers)


def extract(
    reader: StateReader, document: Callable[[int], Labelled], count: int, folder: Path, part: int = 0, parts: int = 1
) -> None:
    """Write the shards of `count` documents that `folder` lacks, and draw a bar.

    Args:
        reader: runs them.
        document: returns the document of a number.
        count: how many documents there are.
        folder: for the shards.
        part, parts: this call writes the shards number `part`, `part + parts` and so on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    for first in range(part * DOCUMENTS, count, parts * DOCUMENTS):
        path = folder / f"{first:07}.npz"
        if not path.exists():
            shard = reader.read([document(number) for number in range(first, min(first + DOCUMENTS, count))], first)
            partial = path.with_suffix(".partial")
            words = np.stack([shard.last, shard.past, shard.labels, shard.document])
            with partial.open("wb") as file:
                np.savez(file, states=shard.states, words=words)
            partial.replace(path)
        if part == 0:
            _draw(min(first + parts * DOCUMENTS, count), count, time.monotonic() - begun)
    if part == 0:
        print(file=sys.stderr)


def shards(folder: Path) -> Iterator[Shard]:
    """Yield the shards of a folder, in order."""
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as kept:
            yield Shard(kept["states"], *kept["words"])


def _draw(done: int, total: int, seconds: float) -> None:
    filled = 30 * done // total
    print(f"\r[{'#' * filled}{' ' * (30 - filled)}] {done}/{total} documents, {seconds:.0f} s", end="", file=sys.stderr)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the indices of documents to run together, alike in length."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * (lengths[index] + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _first(output: Any) -> torch.Tensor:
    state: torch.Tensor = output[0] if isinstance(output, tuple) else output
    return state
