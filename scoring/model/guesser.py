"""The guesser: a small network that guesses which tokens come next, so that the model can run several at once.

From the model's last hidden state and the token after it, the guesser predicts the next hidden state, and the output
layer turns that into the likeliest token: see Cai et al., "Medusa" (2024), and Li et al., "EAGLE" (2024). A guess is
wrong a third of the time and costs a fiftieth of a pass. No score depends on guesses. Nor does the text written, except
for rounding: with eight bits, all tokens of a pass share one scale.

`python -m benchmarks.train_guesser` trains it; docs/models.md lists the texts. It only works with the default model.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from scoring.model.packed import Packed, packing_for

COMMON = 8192
"""Only the first tokens of the vocabulary are guessed: the shorter ones, which make up 94 % of tokens in text."""
LEAST = 0.4
"""The lowest probability at which a guess is worth running."""

_PATH = Path(__file__).with_name("guesser.safetensors")


class Guesser:
    """Guesses tokens.

    Args:
        tensors: `read.weight` (M, 2 width), `read.bias` (M,), `write.weight` (width, M), `write.bias` (width,).
        embedding: the model's, which is also its output layer, shape (vocabulary, width).

    Attributes:
        embedding: the same.
    """

    def __init__(self, tensors: dict[str, torch.Tensor], embedding: torch.Tensor) -> None:
        self.embedding = embedding
        names = ("read.weight", "read.bias", "write.weight", "write.bias")
        self._tensors = [tensors[name].float() for name in names]
        self._output: Packed | None = None

    @torch.inference_mode()
    def guess(self, hidden: torch.Tensor, tokens: Sequence[int], most: int) -> list[list[int]]:
        """Guess the tokens after some places, for as long as the guesser is sure of them.

        Args:
            hidden: the state before each place's last token, shape (n, width).
            tokens: the last token of each place.
            most: the most tokens to guess at each place.
        """
        found: list[list[int]] = [[] for _ in tokens]
        places, last = list(range(len(found))), list(tokens)
        states = hidden.float()  # (n, width)
        for _ in range(most):
            states = self.next_states(states, torch.tensor(last))  # (n, width)
            best = self._logits(states).softmax(-1).max(-1)  # (n,) each
            rows = [row for row, prob in enumerate(best.values.tolist()) if prob >= LEAST]
            guesses = best.indices.tolist()
            places, last, states = [places[row] for row in rows], [guesses[row] for row in rows], states[rows]
            for place, token in zip(places, last, strict=True):
                found[place].append(token)
            if not places:
                break
        return found

    def next_states(self, states: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        """Predict the states after tokens from the states before them, shape (n, width) each."""
        read, read_bias, write, write_bias = self._tensors
        both = torch.cat([states, self.embedding[tokens].float()], -1)  # (n, 2 width)
        return F.linear(F.silu(F.linear(both, read, read_bias)), write, write_bias)

    def _logits(self, states: torch.Tensor) -> torch.Tensor:
        """Return the logits of the common tokens, shape (n, COMMON)."""
        if self._output is None:
            packing = packing_for(self.embedding)
            assert packing is not None
            self._output = packing(self.embedding[:COMMON])
        return self._output(states)


@cache
def _shipped() -> dict[str, torch.Tensor]:
    return load_file(_PATH)


def default_guesser(embedding: torch.Tensor) -> Guesser:
    """Return the guesser of the default model, which has this embedding, shape (vocabulary, width)."""
    return Guesser(_shipped(), embedding)
