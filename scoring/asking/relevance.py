"""How well a text answers a question: by how much it makes the question more probable.

Query likelihood (Ponte and Croft, "A Language Modeling Approach to Information Retrieval", 1998), with a language
model that reads the text, as in Sachan et al., "Improving Passage Retrieval with Zero-Shot Question Generation" (2022).
The keys and values of a text are kept for the next question, and logits computed only where the question is.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from scoring.model.model import Model
from scoring.model.tokens import Ids, Offsets

Floats = npt.NDArray[np.float64]

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_CUE = "\nQuestion:"
_MOST_TEXT, _MOST_QUESTION = 512, 128
"""Tokens of a text and of a question that are read; what follows is left out."""
_KEPT_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Read:
    """A text that was read: its keys and values, how many tokens these are, and the last hidden state (1, width)."""

    storage: Any
    length: int
    hidden: torch.Tensor


def words_of(question: str) -> tuple[tuple[int, int], ...]:
    """Return the words of a question as [start, end) in code points; all of it, if it has signs alone."""
    words = tuple(found.span() for found in _WORD.finditer(question))
    return words or (((0, len(question)),) if question else ())


def _owners(words: Sequence[tuple[int, int]], ends: Offsets) -> Offsets:
    """Return the number of the word that each token counts for, by the tokens' ends: the last that begins before."""
    starts = np.array([start for start, _ in words], np.int64)
    return np.maximum(np.searchsorted(starts, ends, side="left") - 1, 0)


class Relevance:
    """Compares texts by how well they answer questions.

    Args:
        model: the model.
        kept_bytes: the most memory for texts that were read.
    """

    def __init__(self, model: Model, kept_bytes: int = _KEPT_BYTES) -> None:
        self._model = model
        self._most_question = min(_MOST_QUESTION, model.max_positions // 4)
        self._most = kept_bytes // model.trunk.bytes_per_token
        self._kept: OrderedDict[str, _Read] = OrderedDict()

    def gains(self, question: str, texts: Sequence[str]) -> Iterator[tuple[float, ...]]:
        """Yield of each text by how much it makes each word of a question more probable, in nats; see `words_of`."""
        asked, _, ends = self._model.tokenizer.encode(f" {question}")
        asked = asked[: self._most_question]
        words = words_of(question)
        owners = _owners(words, ends[: len(asked)] - 1)  # without the blank before the question
        alone = self._log_probs(asked, "")
        for text in texts:
            gained = self._log_probs(asked, text) - alone
            yield tuple(np.bincount(owners, gained, len(words)).tolist()) if words else ()

    def _encoded(self, text: str) -> Ids:
        return self._model.tokenizer.encode(text)[0]

    def _log_probs(self, asked: Ids, text: str) -> Floats:
        """Return the log-probabilities of a question's tokens after a text, in nats, shape (n,)."""
        if not len(asked):
            return np.empty(0)
        read = self._read(text)
        hidden = read.hidden
        if len(asked) > 1:
            after = self._forward(asked[:-1], read.storage, read.length)
            hidden = torch.cat([hidden, after])  # (n, width)
        logits = self._model.logits(hidden)  # (n, vocabulary)
        wanted = torch.from_numpy(asked.astype(np.int64)).to(logits.device)[:, None]  # (n, 1)
        found = logits.gather(1, wanted)[:, 0] - logits.logsumexp(-1)  # (n,)
        return found.double().cpu().numpy()

    def _read(self, text: str) -> _Read:
        """Return a text as it was read, or read it."""
        known = self._kept.pop(text, None)
        if known is None:
            start = np.array([self._model.start_id], np.int32)
            cue = self._encoded(_CUE)
            most = min(_MOST_TEXT, self._model.max_positions - self._most_question - len(cue) - 1)
            ids = np.concatenate([start, self._encoded(text)[: max(0, most)], cue])
            storage = self._model.trunk.new_storage(len(ids) + self._most_question)
            known = _Read(storage, len(ids), self._forward(ids, storage, 0)[-1:].clone())
        self._kept[text] = known
        while len(self._kept) > 1 and sum(one.length for one in self._kept.values()) > self._most:
            self._kept.popitem(last=False)
        return known

    def _forward(self, ids: Ids, storage: Any, at: int) -> torch.Tensor:
        """Run tokens after the first `at` of a storage; return their hidden states, shape (n, width)."""
        device = self._model.device
        positions = torch.arange(at, at + len(ids), device=device)
        return self._model.trunk.forward(
            torch.from_numpy(ids.astype(np.int64)).to(device), positions, storage, at, None
        )
