"""Trains the guesser of the default model, see `scoring.model.guesser`, and writes its file.

    python -m benchmarks.train_guesser ../shared/prose/*.txt --minutes 20

The texts are scored once. From each state and the token after it, the guesser learns which token the model would write
next and, from its own prediction of the next state, the one after that. A twentieth of the texts is held out. Printed
is the share of right guesses there, among places where the model would have written the token before: for the first
guess, the second, and only those guesses that would be made.

Scoring half a million tokens takes ten minutes on one core. Don't measure speed on a text used for training.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

from scoring.model.guesser import COMMON, LEAST, Guesser
from scoring.model.model import Model, load_model
from scoring.model.processor import use_threads

_STRETCH = 640  # tokens scored together
_INNER = 512  # units of the hidden layer
_BATCH = 256
_RATE = 2e-3
_LOGITS = 64  # tokens whose logits are computed together


class _Places(NamedTuple):
    """Scored tokens of consecutive stretches: the states after them, and the tokens that the model would write."""

    hidden: torch.Tensor  # (n, width)
    ids: torch.Tensor  # (n,)
    next: torch.Tensor  # (n,)
    usable: torch.Tensor  # the places followed by two more tokens of their stretch


@torch.inference_mode()
def scored(model: Model, texts: list[Path]) -> _Places:
    """Score all texts, a stretch at a time, in random order."""
    stretches = []
    for path in texts:
        ids = model.tokenizer.encode(re.sub(r"(?<!\n)\n(?!\n)", " ", path.read_text(encoding="utf-8")))[0]
        stretches += [ids[start : start + _STRETCH] for start in range(0, len(ids) - 3, _STRETCH)]
    random.Random(1).shuffle(stretches)
    parts, usable, count = [], [], 0
    for number, stretch in enumerate(stretches, 1):
        whole = torch.tensor([model.start_id, *stretch.tolist()])
        storage = model.trunk.new_storage(len(whole))
        hidden = model.trunk.forward(whole, torch.arange(len(whole)), storage, 0, None)
        likeliest = [model.logits(some).argmax(-1) for some in torch.split(hidden, _LOGITS)]
        parts.append((hidden.bfloat16(), whole, torch.cat(likeliest)))
        usable.append(torch.arange(count, count + len(whole) - 2))
        count += len(whole)
        print(f"\r{number} of {len(stretches)} stretches", end="", flush=True)
    print()
    states, tokens, following = (torch.cat(column) for column in zip(*parts, strict=True))
    return _Places(states, tokens, following, torch.cat(usable))


class _Learner(nn.Module):
    """The guesser's weights, for states and embeddings in units of their own spread."""

    def __init__(self, spread: torch.Tensor) -> None:
        super().__init__()
        self.spread = spread  # (2 width,)
        self.width = len(spread) // 2
        self.read, self.write = nn.Linear(len(spread), _INNER), nn.Linear(_INNER, self.width)

    def tensors(self) -> dict[str, torch.Tensor]:
        """Return the weights for unscaled states and embeddings."""
        spread = self.spread[: self.width]
        return {
            "read.weight": self.read.weight / self.spread,
            "read.bias": self.read.bias,
            "write.weight": self.write.weight * spread[:, None],
            "write.bias": self.write.bias * spread,
        }

    def guesser(self, embedding: torch.Tensor) -> Guesser:
        """Return a guesser with these weights."""
        return Guesser(self.tensors(), embedding)

    def loss(self, embedding: torch.Tensor, places: _Places, at: torch.Tensor) -> torch.Tensor:
        """Return the loss of the first and second guesses at some places, and of the first predicted state."""
        guesser, states, total = self.guesser(embedding), places.hidden[at].float(), torch.zeros(())
        for step, weight in ((1, 1.0), (2, 0.5)):
            states = guesser.next_states(states, places.ids[at + step])
            target = places.next[at + step]
            is_common = target < COMMON
            logits = states[is_common] @ embedding[:COMMON].t()
            total = total + weight * F.cross_entropy(logits, target[is_common])
            if step == 1:
                spread = self.spread[: self.width]
                total = total + 0.5 * F.smooth_l1_loss(states / spread, places.hidden[at + 1].float() / spread)
        return total


@torch.inference_mode()
def shares(guesser: Guesser, places: _Places, at: torch.Tensor) -> str:
    """Return how many guesses are right."""
    output = guesser.embedding[:COMMON]
    at = at[places.ids[at + 1] == places.next[at]]
    states = guesser.next_states(places.hidden[at].float(), places.ids[at + 1])
    first = (states @ output.t()).softmax(-1).max(-1)
    right = first.indices == places.next[at + 1]
    is_made = first.values >= LEAST
    again = at[places.ids[at + 2] == places.next[at + 1]]
    states = guesser.next_states(places.hidden[again].float(), places.ids[again + 1])
    second = (guesser.next_states(states, places.ids[again + 2]) @ output.t()).argmax(-1)
    one, other = right.float().mean(), (second == places.next[again + 2]).float().mean()
    made = f"{is_made.float().mean():.2f} made, right among these {right[is_made].float().mean():.2f}"
    return f"first {one:.3f}, second {other:.3f}; {made}"


def main() -> None:
    """Train the guesser and write its file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+", metavar="TEXT")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--out", type=Path, default=Path("scoring/model/guesser.safetensors"))
    options = parser.parse_args()
    use_threads(1)
    model = load_model("default", "auto", "cpu")
    places = scored(model, options.texts)
    assert model.guesser is not None
    embedding = model.guesser.embedding.float()
    held = len(places.usable) // 20
    spread = torch.cat([places.hidden[:20_000].float().std(0), embedding.std().expand(embedding.shape[1])]) + 1e-3
    learner = _Learner(spread)
    optimiser = torch.optim.AdamW(learner.parameters(), weight_decay=0.02)
    begun, step = time.monotonic(), 0
    while (share := (time.monotonic() - begun) / (60 * options.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = _RATE * min(1.0, (step + 1) / 100) * max(0.02, 1 - share)
        at = places.usable[torch.randint(len(places.usable) - held, (_BATCH,))]
        optimiser.zero_grad()
        learner.loss(embedding, places, at).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        step += 1
        if step % 250 == 0:
            print(f"{step} steps: {shares(learner.guesser(embedding), places, places.usable[-held:])}", flush=True)
    save_file({name: tensor.detach().half().contiguous() for name, tensor in learner.tensors().items()}, options.out)


if __name__ == "__main__":
    main()
