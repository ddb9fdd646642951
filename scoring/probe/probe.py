"""The probe: a small classifier over states of inner layers, which tells wrong words from right ones.

While a text is scored, the state of each token after a few chosen layers is normalised, and projected to a row of
signs, 3 parts of R numbers. A word whose last token is t has
    z = part 0 of t's row + part 1 of (t + 1)'s + part 2 of (t + 2)'s + bias (R,),
and a small network turns z into the log-odds of each kind of mistake, and of any but a small letter for a capital. So
nothing is run beyond the scores. What lies beyond the text counts as 0.

`python -m benchmarks.train_probe` trains it; docs/models.md says on what. It belongs to the default model.
"""

from __future__ import annotations

import json
from collections.abc import Container
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors import safe_open

PARTS = 3
"""The tokens that a word is judged by: its last one and the two after it."""

FINGERPRINT_TOKENS = 8
"""A probe knows its model by the embeddings of this many tokens, the first ones of the vocabulary."""

_PATH = Path(__file__).with_name("probe.safetensors")
_SAME = 0.02
"""The relative distance up to which embeddings are the same weights, in another dtype."""
LARGEST = 8.0
"""Normalised states are cut here: a few are huge."""

_MOST = 6e4
"""Close to the largest float16."""


class Probe:
    """Projects states to rows of signs, and turns the rows of a word into log-odds.

    Args:
        tensors: by their names: for each layer L `project.L` (3R, width), `mean.L` and `spread.L` (width,); `offset`
            (3R,), `bias` (R,), `hidden.weight` (M, R), `hidden.bias` (M,), `out.weight` (kinds + 1, M), `out.bias`
            (kinds + 1,), and `fingerprint` (tokens, width).
        kinds: of mistakes.

    Attributes:
        layers: after how many layers of the model the states are read, ascending.
        kinds: of mistakes, in the order of the log-odds; those of any mistake but a "capital" come after them.
        width: of a row, 3R.
    """

    def __init__(self, tensors: dict[str, npt.NDArray[np.float32]], kinds: tuple[str, ...]) -> None:
        self.layers = tuple(sorted(int(name[8:]) for name in tensors if name.startswith("project.")))
        self.kinds = kinds
        self._tensors = tensors
        names = ("project", "mean", "spread")
        self._layers = {n: tuple(torch.from_numpy(tensors[f"{name}.{n}"]) for name in names) for n in self.layers}
        self._offset = torch.from_numpy(tensors["offset"])
        self.width = len(self._offset)

    def fits(self, embedding: torch.Tensor) -> bool:
        """Return True if the weights of a model's embedding, (vocabulary, width), are those of the probe's model."""
        known = torch.from_numpy(self._tensors["fingerprint"])
        found = embedding[: len(known)].detach().cpu().float()
        return found.shape == known.shape and bool((found - known).norm() <= _SAME * known.norm())

    def to(self, device: torch.device) -> Probe:
        """Move the projection to a device, and return the probe."""
        self._layers = {n: tuple(one.to(device) for one in found) for n, found in self._layers.items()}
        self._offset = self._offset.to(device)
        return self

    def reading(self, count: int) -> Reading:
        """Return what reads the states of `count` tokens."""
        return Reading(self._layers, self._offset.repeat(count, 1))

    def log_odds(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the log-odds of each kind of mistake in m words and, last, of any: shape (m, kinds + 1).

        Args:
            rows: of each word's last token and the two after it, shape (m, 3, 3R); 0 where there is no such token.
        """
        tensors, size = self._tensors, self.width // PARTS
        z = tensors["bias"] + sum(rows[:, part, part * size : (part + 1) * size] for part in range(PARTS))  # (m, R)
        hidden = z @ tensors["hidden.weight"].T + tensors["hidden.bias"]  # (m, M)
        hidden = hidden / (1 + np.exp(-1.702 * hidden.clip(-40, 40)))
        odds: npt.NDArray[np.float32] = hidden @ tensors["out.weight"].T + tensors["out.bias"]
        return odds


class Reading:
    """Sums up the rows of n tokens while they pass through the layers.

    Attributes:
        rows: shape (n, 3R), float32; complete after the last of the probe's layers.
    """

    def __init__(self, layers: dict[int, tuple[torch.Tensor, ...]], rows: torch.Tensor) -> None:
        self._layers = layers
        self._rows = rows

    def __call__(self, layer: int, states: torch.Tensor) -> None:
        """Take the states after `layer` layers, shape (n, width); those of others are left alone."""
        if layer in self._layers:
            project, mean, spread = self._layers[layer]
            normal = ((states.float() - mean) / spread).clamp_(-LARGEST, LARGEST)  # (n, width)
            self._rows = torch.addmm(self._rows, normal, project.t())  # (n, 3R)

    @property
    def layers(self) -> Container[int]:
        """After how many layers the states are read."""
        return self._layers

    @property
    def rows(self) -> torch.Tensor:
        """The rows, in float16 as they are kept; the start token's may be beyond its range, and are cut."""
        return self._rows.clamp(-_MOST, _MOST).half()


def read_probe(path: Path) -> Probe:
    """Read a probe's file."""
    with safe_open(path, framework="numpy") as file:
        kinds = tuple(json.loads(file.metadata()["kinds"]))
        return Probe({name: file.get_tensor(name).astype(np.float32) for name in file.keys()}, kinds)  # noqa: SIM118


@cache
def _shipped() -> Probe | None:
    return read_probe(_PATH) if _PATH.exists() else None


def probe_for(embedding: torch.Tensor) -> Probe | None:
    """Return the probe of the model with this embedding, (vocabulary, width); None if it has none."""
    shipped = _shipped()
    if shipped is None or not shipped.fits(embedding):
        return None
    return shipped.to(embedding.device)
