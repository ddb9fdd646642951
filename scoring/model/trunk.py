"""The interface of a model's layers for scoring, implemented here with transformers' own modules.

A trunk turns token ids into hidden states. It works over a storage of keys and values that is addressed by slots: slot
i holds the i-th token of a window. `scoring.model.llama` has a faster trunk; the one here is the reference, and serves
every other architecture.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import torch

if TYPE_CHECKING:
    from transformers import DynamicCache

Observer = Callable[[int, torch.Tensor], None]
"""Is given a number of layers and the states after them, shape (n, width), which the next layer overwrites."""


class Pass(NamedTuple):
    """Tokens of one sequence, int64 of shape (n,), whose keys and values go to the slots [at, at + n) of its storage.

    A token's position in its sequence is its slot, and it sees all slots before it.
    """

    ids: torch.Tensor
    storage: Any
    at: int


class Trunk(Protocol):
    """The layers of a model between the token ids and the output layer.

    Attributes:
        width: of a hidden state.
        bytes_per_token: size of one token in a storage.
        can_move: whether `move` works.
        can_observe: whether `forward` shows the states of inner layers.
    """

    width: int
    bytes_per_token: int
    can_move: bool
    can_observe: bool

    def new_storage(self, capacity: int) -> Any:
        """Return storage for the keys and values of `capacity` tokens."""

    def forward(
        self,
        ids: torch.Tensor,
        positions: torch.Tensor,
        storage: Any,
        at: int,
        visible: torch.Tensor | None,
        observe: Observer | None = None,
    ) -> torch.Tensor:
        """Run tokens whose keys and values go to the slots [at, at + n).

        Args:
            ids: shape (n,).
            positions: of each token in its sequence, shape (n,).
            storage: from `new_storage`; the slots before `at` that the tokens see must be filled.
            at: the first slot.
            visible: bool, shape (n, at + n): the slots that each token sees; None: its own and all before it.
            observe: is called after each layer, if the trunk `can_observe`.

        Returns:
            Hidden states after the final norm, shape (n, width).
        """

    def forward_each(self, passes: Sequence[Pass]) -> torch.Tensor:
        """Run the tokens of several sequences, which don't see each other; as `forward` does, each from its first slot.

        Returns:
            Hidden states after the final norm, of all passes one after the other, shape (tokens, width).
        """

    def move(self, storage: Any, start: int, end: int, distance: int) -> None:
        """Move the slots [start, end) and the positions of their keys by `distance`; needs `can_move`."""

    def read(self, storage: Any, slots: list[int]) -> Any:
        """Return a copy of the keys and values at some slots, for `write`; needs `can_move`."""

    def write(self, storage: Any, start: int, states: Any) -> None:
        """Put keys and values, which keep their positions, at the slots from `start`; needs `can_move`."""


class TransformersTrunk:
    """The layers of any causal language model in transformers. Its storage grows as it is filled."""

    can_move = False
    can_observe = False

    def __init__(self, network: Any) -> None:
        self._network = network.base_model
        embedding = network.get_output_embeddings().weight
        self.width = int(embedding.shape[1])
        self._dtype, self._device = embedding.dtype, embedding.device
        # The name that older transformers know is deprecated in newer ones, which warn at every call.
        names = inspect.signature(self._network.forward).parameters
        self._storage_name = "cache" if "cache" in names else "past_key_values"
        probe = self.new_storage(2)
        ids = torch.zeros(2, dtype=torch.int64, device=self._device)
        self.forward(ids, torch.arange(2, device=self._device), probe, 0, None)
        layers: list[Any] = probe.layers
        self.bytes_per_token = sum(int(layer.keys.nbytes + layer.values.nbytes) for layer in layers) // 2

    def new_storage(self, capacity: int) -> DynamicCache:
        """See `Trunk`."""
        from transformers import DynamicCache

        return DynamicCache()

    @torch.inference_mode()
    def forward(
        self,
        ids: torch.Tensor,
        positions: torch.Tensor,
        storage: DynamicCache,
        at: int,
        visible: torch.Tensor | None,
        observe: Observer | None = None,
    ) -> torch.Tensor:
        """See `Trunk`. The storage forgets everything from slot `at` on."""
        storage.crop(at - storage.get_seq_length())
        mask = None
        if visible is not None:
            mask = torch.zeros(visible.shape, dtype=self._dtype, device=self._device)  # (n, at + n)
            mask = mask.masked_fill_(~visible, torch.finfo(self._dtype).min)[None, None]  # (1, 1, n, at + n)
        named: dict[str, Any] = {self._storage_name: storage}
        output = self._network(ids[None], position_ids=positions[None], attention_mask=mask, use_cache=True, **named)
        hidden: torch.Tensor = output.last_hidden_state[0]  # (n, width)
        return hidden

    def forward_each(self, passes: Sequence[Pass]) -> torch.Tensor:
        """See `Trunk`. It runs one sequence after the other."""
        positions = [torch.arange(one.at, one.at + len(one.ids), device=self._device) for one in passes]
        runs = [self.forward(one.ids, at, one.storage, one.at, None) for one, at in zip(passes, positions, strict=True)]
        return torch.cat(runs)

    def move(self, storage: DynamicCache, start: int, end: int, distance: int) -> None:
        """See `Trunk`."""
        raise RuntimeError("this architecture cannot move its keys")

    def read(self, storage: DynamicCache, slots: list[int]) -> Any:
        """See `Trunk`."""
        raise RuntimeError("this architecture cannot move its keys")

    def write(self, storage: DynamicCache, start: int, states: Any) -> None:
        """See `Trunk`."""
        raise RuntimeError("this architecture cannot move its keys")
