"""Requests that searches make to the model. Those of several searches are answered in one pass: most are so small that
a pass for one alone would mainly wait for the weights to be read from memory."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple, TypeVar

import torch

from scoring.model.model import Model
from scoring.model.trunk import Pass

T = TypeVar("T")

Answer = torch.Tensor | None
"""Hidden states, shape (n, width), or log-probabilities in nats, shape (n,); None if nothing was requested."""


class Request(NamedTuple):
    """What a search needs to continue.

    Attributes:
        tokens: how many tokens it runs.
        forward: the tokens to run; None if the work is already done, or this is just a pause.
        targets: the token after each of them, shape (n,); if set, the answer is their log-probabilities.
    """

    tokens: int = 0
    forward: Pass | None = None
    targets: torch.Tensor | None = None


Asking = Generator[Request, Answer, T]
"""A generator that yields requests, is sent their answers, and returns a T."""


@torch.inference_mode()
def answer(model: Model, requests: Sequence[Request]) -> list[Answer]:
    """Answer some requests in one pass."""
    passes = [one.forward for one in requests if one.forward is not None]
    if not passes:
        return [None] * len(requests)
    hidden = iter(torch.split(model.trunk.forward_each(passes), [len(one.ids) for one in passes]))
    answers = [None if one.forward is None else next(hidden) for one in requests]
    asked = [(states, one.targets) for states, one in zip(answers, requests, strict=True) if one.targets is not None]
    log_probs = _log_probs(model, [states for states, _ in asked if states is not None], [goal for _, goal in asked])
    return [states if one.targets is None else next(log_probs) for states, one in zip(answers, requests, strict=True)]


def _log_probs(model: Model, hidden: Sequence[torch.Tensor], targets: Sequence[torch.Tensor]) -> Iterator[torch.Tensor]:
    """Return the log-probabilities of some tokens after some hidden states, in nats, shape (n,) each."""
    if not hidden:
        return iter(())
    log_probs = model.log_probs(torch.cat(list(hidden)), torch.cat(list(targets)))  # (n of all,)
    return iter(torch.split(log_probs, [len(one) for one in targets]))


def finished(asking: Asking[T], answer: Callable[[Sequence[Request]], list[Answer]]) -> T:
    """Run a generator to its end, answering its requests one by one; return its result."""
    try:
        request = next(asking)
        while True:
            request = asking.send(*answer([request]))
    except StopIteration as done:
        result: T = done.value
        return result
