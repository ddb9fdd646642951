"""Measures how well a text answers a question: by how much more probable it makes the question.

Query likelihood (Ponte and Croft, "A Language Modeling Approach to Information Retrieval", 1998), with a language
model that reads the text, as in Sachan et al., "Improving Passage Retrieval with Zero-Shot Question Generation" (2022).
The keys and values of a text are kept for the next question, and logits are computed only for the question.
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
from scoring.model.trunk import Pass

Floats = npt.NDArray[np.float64]

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
Gains = tuple[float, ...]

_CUE = "\nQuestion:"
_MOST_TEXT, _MOST_QUESTION = 512, 128
"""The most tokens of a text and of a question; the rest is left out."""
_TOGETHER, _FRESH_TOGETHER = 16, 2_000
"""The most texts in one run, and the most code points in new texts. Between runs the worker looks for other work."""
_KEPT_BYTES = 192 * 1024 * 1024
"""Room for 50 paragraphs processed by the default model."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A processed text: its keys and values, their number of tokens, and the last hidden state (1, width)."""

    storage: Any
    length: int
    hidden: torch.Tensor


def words_of(question: str) -> tuple[tuple[int, int], ...]:
    """Return the words of a question as [start, end) in code points; if it has none, the whole question."""
    words = tuple(found.span() for found in _WORD.finditer(question))
    return words or (((0, len(question)),) if question else ())


def _owners(words: Sequence[tuple[int, int]], ends: Offsets) -> Offsets:
    """Return for each token the number of its word, the last one that begins before the token's end."""
    starts = np.array([start for start, _ in words], np.int64)
    return np.maximum(np.searchsorted(starts, ends, side="left") - 1, 0)


class Relevance:
    """Compares texts by how well they answer questions.

    Args:
        model: the model.
        kept_bytes: the most memory for processed texts.
    """

    def __init__(self, model: Model, kept_bytes: int = _KEPT_BYTES) -> None:
        self._model = model
        self._most_question = min(_MOST_QUESTION, model.max_positions // 4)
        self._most = kept_bytes // model.trunk.bytes_per_token
        self._kept: OrderedDict[str, _Read] = OrderedDict()

    def gains(self, question: str, texts: Sequence[str]) -> list[Gains]:
        """Return how much more probable each text makes each word of a question, in nats; see `words_of`."""
        return [gains for group in self.groups(question, texts) for gains in group]

    def groups(self, question: str, texts: Sequence[str]) -> Iterator[list[Gains]]:
        """Yield `gains` for a few texts at a time, after a moment's work each."""
        asked, _, ends = self._model.tokenizer.encode(f" {question}")
        asked = asked[: self._most_question]
        words = words_of(question)
        if not len(asked):
            yield [() for _ in texts]
            return
        owners = _owners(words, ends[: len(asked)] - 1)  # not counting the blank before the question
        (alone,) = self._log_probs(asked, [""])
        for group in self._grouped(texts):
            found = self._log_probs(asked, group)
            yield [tuple(np.bincount(owners, one - alone, len(words)).tolist()) for one in found]

    def _grouped(self, texts: Sequence[str]) -> Iterator[list[str]]:
        """Yield texts in groups to run together, each small enough to take only a moment."""
        group: list[str] = []
        fresh = 0  # code points of new texts in the group
        for text in texts:
            length = 0 if text in self._kept else len(text)
            if group and (len(group) == _TOGETHER or fresh + length > _FRESH_TOGETHER):
                yield group
                group, fresh = [], 0
            group.append(text)
            fresh += length
        if group:
            yield group

    def _encoded(self, text: str) -> Ids:
        return self._model.tokenizer.encode(text)[0]

    def _log_probs(self, asked: Ids, texts: Sequence[str]) -> list[Floats]:
        """Return the log-probabilities of a question's tokens after each text, in nats, shape (n,) each.

        The texts are run together: a question is so short that running one alone would mostly wait for the weights to
        be read.
        """
        read = self._read_all(texts)
        wanted = torch.from_numpy(asked.astype(np.int64)).to(self._model.device)  # (n,)
        hidden = [one.hidden for one in read]
        if len(asked) > 1:
            after = self._model.trunk.forward_each([Pass(wanted[:-1], one.storage, one.length) for one in read])
            hidden = [
                torch.cat(both) for both in zip(hidden, torch.split(after, len(asked) - 1), strict=True)
            ]  # (n, width)
        found = self._model.log_probs(torch.cat(hidden), wanted.repeat(len(hidden)))  # (n of all,)
        return [one.double().cpu().numpy() for one in torch.split(found, len(asked))]

    def _read_all(self, texts: Sequence[str]) -> list[_Read]:
        """Return processed texts; process those that are new."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self._kept))
        known = {text: self._kept[text] for text in texts if text in self._kept}
        if fresh:
            known |= dict(zip(fresh, self._newly_read(fresh), strict=True))
        for text in texts:
            self._kept[text] = known[text]
            self._kept.move_to_end(text)
        while len(self._kept) > 1 and sum(one.length for one in self._kept.values()) > self._most:
            self._kept.popitem(last=False)
        return [known[text] for text in texts]

    def _newly_read(self, texts: Sequence[str]) -> list[_Read]:
        start, cue = np.array([self._model.start_id], np.int32), self._encoded(_CUE)
        most = max(0, min(_MOST_TEXT, self._model.max_positions - self._most_question - len(cue) - 1))
        passes = []
        for text in texts:
            ids = np.concatenate([start, self._encoded(text)[:most], cue]).astype(np.int64)
            storage = self._model.trunk.new_storage(len(ids) + self._most_question)
            passes.append(Pass(torch.from_numpy(ids).to(self._model.device), storage, 0))
        lengths = [len(one.ids) for one in passes]
        states = torch.split(self._model.trunk.forward_each(passes), lengths)
        return [_Read(one.storage, len(one.ids), own[-1:].clone()) for one, own in zip(passes, states, strict=True)]
