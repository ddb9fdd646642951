"""Models that continue prompts and score tokens after them: in memory or on an engine.

Both work in short steps, so that the worker can look at its messages in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
import torch

from scoring.engines.engine_model import AnyModel, EngineModel
from scoring.engines.kind import Prompt
from scoring.errors import InterruptedScoringError
from scoring.model.model import Model
from scoring.model.tokens import Ids
from scoring.model.trunk import Pass

MOST_WRITTEN = 160
"""The most tokens of an answer."""
_CHUNK = 128
"""Tokens of a prompt processed in one step."""
_PIECE = 16
"""Tokens that an engine writes in one step; it takes the text before from its own cache."""

T = TypeVar("T")
Steps = Iterator[T | None]
"""Yields None after each step, and finally the result."""


class Writer(Protocol):
    """Continues prompts greedily."""

    def write(self, prompt: Ids) -> Iterator[list[int]]:
        """Yield the tokens that continue a prompt, the new ones after each step; at most `MOST_WRITTEN` in all.

        Stops when the model ends its turn.
        """

    def log_probs(self, prompts: Sequence[Ids], ids: Ids, first: int) -> Steps[list[float]]:
        """Yield, for each prompt, the log-probability of the tokens from `first` on after the prompt and the tokens
        before `first`, in nats."""


class _Read:
    """A prompt being processed: its keys and values, how many of its tokens were run, and the last hidden state."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage
        self.length = 0
        self.hidden = torch.empty(0)


class LocalWriter:
    """A model in memory. It keeps the prompts that it has processed, so use one for each answer.

    Args:
        model: the model.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        vocabulary = model.vocabulary
        self._unwritten = torch.from_numpy(~(vocabulary.writable | vocabulary.special)).to(model.device)
        self._read: dict[bytes, _Read] = {}

    def write(self, prompt: Ids) -> Iterator[list[int]]:
        """See `Writer`."""
        for _ in self._reading(prompt):
            yield []
        read, at = self._read[prompt.tobytes()], len(prompt)
        hidden = read.hidden
        for _ in range(MOST_WRITTEN):
            row = self._model.decoded_log_probs(hidden)[0]
            token = int(row.masked_fill(self._unwritten, -torch.inf).argmax())
            if self._model.vocabulary.special[token]:
                return
            yield [token]
            hidden = self._next(read.storage, token, at)
            at += 1

    def _next(self, storage: Any, token: int, at: int) -> torch.Tensor:
        """Run one token after the text written so far; return its hidden state, shape (1, width)."""
        trunk, device = self._model.trunk, self._model.device
        ids = torch.tensor([token], device=device)
        if trunk.decodes_exactly:
            return trunk.forward_each([Pass(ids, storage, at)])
        visible = torch.ones(1, at + 1, dtype=torch.bool, device=device)
        return trunk.decode(ids, torch.tensor([at], device=device), storage, at, visible)

    @torch.inference_mode()
    def log_probs(self, prompts: Sequence[Ids], ids: Ids, first: int) -> Steps[list[float]]:
        """See `Writer`."""
        wanted = torch.from_numpy(ids.astype(np.int64)).to(self._model.device)  # (n,)
        found = []
        for prompt in prompts:
            yield from self._reading(prompt)
            read = self._read[prompt.tobytes()]
            states = [read.hidden]
            if len(ids) > 1:
                states.append(self._model.trunk.forward_each([Pass(wanted[:-1], read.storage, len(prompt))]))
            own = self._model.log_probs(torch.cat(states)[first:], wanted[first:])  # (n - first,)
            found.append(float(own.double().sum()))
            yield None
        yield found

    def _reading(self, prompt: Ids) -> Iterator[None]:
        """Process a prompt, part of it in each step."""
        read = self._read.get(prompt.tobytes())
        if read is None:
            storage = self._model.trunk.new_storage(len(prompt) + MOST_WRITTEN)
            read = self._read[prompt.tobytes()] = _Read(storage)
        while read.length < len(prompt):
            part = torch.from_numpy(prompt[read.length : read.length + _CHUNK].astype(np.int64))
            states = self._model.trunk.forward_each([Pass(part.to(self._model.device), read.storage, read.length)])
            read.length += len(part)
            read.hidden = states[-1:].clone()
            yield


class EngineWriter:
    """A model that an engine serves. An interrupted request is sent again in the next step.

    Its methods raise EngineError.
    """

    def __init__(self, model: EngineModel) -> None:
        self._engine = model.engine
        self._special = model.vocabulary.special

    def write(self, prompt: Ids) -> Iterator[list[int]]:
        """See `Writer`."""
        ids, goes_on = prompt, True
        while goes_on and len(ids) < len(prompt) + MOST_WRITTEN:
            try:
                written, goes_on = self._engine.write(ids, _PIECE)
            except InterruptedScoringError:
                yield []
                continue
            end = next((at for at, token in enumerate(written) if self._ends(token)), len(written))
            goes_on &= 0 < len(written) == end
            ids = np.concatenate([ids, np.array(written[:end], np.int32)])
            yield written[:end]

    def _ends(self, token: int) -> bool:
        """Return True if a token ends the turn, or is unknown to the tokenizer."""
        return not 0 <= token < len(self._special) or bool(self._special[token])

    def log_probs(self, prompts: Sequence[Ids], ids: Ids, first: int) -> Steps[list[float]]:
        """See `Writer`."""
        asked = [Prompt(np.concatenate([prompt, ids]), len(prompt) + first) for prompt in prompts]
        while True:
            try:
                scored = self._engine.score(asked, 0)
            except InterruptedScoringError:
                yield None
                continue
            yield [float(one.log_prob.astype(np.float64).sum()) for one in scored]
            return


def writer_for(model: AnyModel) -> Writer:
    """Return a writer for a model."""
    return EngineWriter(model) if isinstance(model, EngineModel) else LocalWriter(model)
