"""The output layer: hidden states to logits, including the scaling and capping that some architectures add."""

from __future__ import annotations

from typing import Any

import torch

from scoring.model.packed import Packed, packing_for
from scoring.model.products import fastest_product
from scoring.model.trunk import text_config

_MOST_LOGITS = 192 * 1024
"""How many logits are computed together: few enough that no new memory is mapped for them, see
`scoring.model.processor`."""

_COMPARED = 64
"""How many of the likeliest tokens get exact logits."""

_FACTORS = ("logit_scale", "lm_head_multiplier", "output_multiplier")
_DIVISORS = ("logits_scaling",)
_CAPS = ("final_logit_softcapping",)
"""The configuration keys for a factor of all logits, its inverse, and the soft cap."""


class Head:
    """The output layer of a model.

    Args:
        network: transformers' causal language model.

    Attributes:
        size: the number of logits. It may be larger than the vocabulary, which some models pad.
    """

    def __init__(self, network: Any) -> None:
        config = text_config(network)
        self._layer: Any = network.get_output_embeddings()
        weights: torch.Tensor = self._layer.weight
        self.size = int(weights.shape[0])
        self.dtype, self.device = weights.dtype, weights.device
        self._product = fastest_product(weights)
        self._packed: Packed | None = None
        self._factor = 1.0
        for name in _FACTORS:
            self._factor *= float(getattr(config, name, None) or 1)
        for name in _DIVISORS:
            self._factor /= float(getattr(config, name, None) or 1)
        self._cap = next((float(cap) for name in _CAPS if (cap := getattr(config, name, None))), None)

    @torch.inference_mode()
    def logits(self, hidden: torch.Tensor, out: torch.Tensor | None = None) -> torch.Tensor:
        """Return float32 logits, shape (n, size), of hidden states of shape (n, width); in `out` if given."""
        weights = self._layer.weight
        is_plain = self._layer.bias is None and self.device.type == "cpu"
        if out is None:
            logits: torch.Tensor = self._product(hidden, weights) if is_plain else self._layer(hidden)
            return self._finished(logits.float())
        if not is_plain:
            return self._finished(out.copy_(self._layer(hidden)))
        columns = max(64, _MOST_LOGITS // len(hidden))
        for start in range(0, len(weights), columns):
            out[:, start : start + columns] = self._product(hidden, weights[start : start + columns])
        return self._finished(out)

    @torch.inference_mode()
    def decoded_logits(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return float32 logits as `logits` does, but exact only for the likeliest tokens."""
        weights, packing = self._layer.weight, packing_for(self._layer.weight)
        if packing is None or self._layer.bias is not None:
            return self.logits(hidden)
        if self._packed is None:
            self._packed = packing(weights)
        logits = self._packed(hidden.float())  # (n, size)
        likeliest = logits.topk(min(_COMPARED, self.size)).indices  # (n, m)
        exact = torch.einsum("nmc,nc->nm", weights[likeliest].float(), hidden.float())  # (n, m)
        return self._finished(logits.scatter_(-1, likeliest, exact))

    def _finished(self, logits: torch.Tensor) -> torch.Tensor:
        if self._factor != 1.0:
            logits.mul_(self._factor)
        if self._cap is not None:
            logits.div_(self._cap).tanh_().mul_(self._cap)
        return logits
