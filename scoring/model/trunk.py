"""The interface of a model's layers for scoring, implemented here with transformers' own modules.

A trunk turns token ids into hidden states. It uses a storage of keys and values addressed by slots: slot i holds the
i-th token of a window. `scoring.model.llama` has a faster trunk; the one here is the reference, and runs every other
architecture.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol

import torch


class Observer(Protocol):
    """Sees states of inner layers.

    Attributes:
        layers: the layers after which it wants to see them; it may be called after others, too.
    """

    @property
    def layers(self) -> Container[int]: ...

    def __call__(self, layer: int, states: torch.Tensor) -> None:
        """Take the states after `layer` layers, shape (n, width), which the next layer overwrites."""


class Pass(NamedTuple):
    """Tokens of one sequence, whose keys and values go to the slots [at, at + n) of its storage.

    Attributes:
        ids: int64, shape (n,).
        storage: from `Trunk.new_storage`.
        at: the first slot.
        positions: of each token in its sequence, shape (n,); None: the same as its slot.
        visible: see `Trunk.forward`.
    """

    ids: torch.Tensor
    storage: Any
    at: int
    positions: torch.Tensor | None = None
    visible: torch.Tensor | None = None

    def placed(self) -> torch.Tensor:
        """Return the position of each token, shape (n,)."""
        if self.positions is not None:
            return self.positions
        return torch.arange(self.at, self.at + len(self.ids), device=self.ids.device)


class Trunk(Protocol):
    """The layers of a model between the token ids and the output layer.

    Attributes:
        width: of a hidden state.
        bytes_per_token: size of one token in a storage.
        can_move: whether `move` works.
        can_observe: whether `forward` shows the states of inner layers.
        decodes_exactly: whether `decode` computes exactly what `forward` does.
    """

    width: int
    bytes_per_token: int
    can_move: bool
    can_observe: bool
    decodes_exactly: bool

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
            visible: bool, shape (n, at + n): the slots that each token attends to; None: its own and all before it.
            observe: is called after each layer, if the trunk `can_observe`.

        Returns:
            Hidden states after the final norm, shape (n, width).
        """

    def forward_each(self, passes: Sequence[Pass]) -> torch.Tensor:
        """Run the tokens of several sequences, independent of each other, each as `forward` does from its first slot.

        Returns:
            Hidden states after the final norm, of all passes in order, shape (tokens, width).
        """

    def decode(
        self,
        ids: torch.Tensor,
        positions: torch.Tensor,
        storage: Any,
        at: int,
        visible: torch.Tensor,
        observe: Observer | None = None,
    ) -> torch.Tensor:
        """Run tokens for decoding: as `forward` does, or faster and approximately."""

    def move(self, storage: Any, start: int, end: int, distance: int) -> None:
        """Move the slots [start, end) and the positions of their keys by `distance`; needs `can_move`."""

    def read(self, storage: Any, slots: list[int]) -> Any:
        """Return a copy of the keys and values at some slots, for `write`; needs `can_move`."""

    def write(self, storage: Any, start: int, states: Any) -> None:
        """Put keys and values at the slots from `start`, without changing their positions; needs `can_move`."""


class _Storage:
    """A transformers cache, the position of the token at each slot, and the ids of tokens that were tried out if the
    cache doesn't hold them."""

    def __init__(self) -> None:
        from transformers import DynamicCache

        self.cache = DynamicCache()
        self.positions = torch.empty(0, dtype=torch.int64)
        self.tried = torch.empty(0, dtype=torch.int64)


def body(network: Any) -> Any:
    """Return the part of transformers' causal language model that ends before the output layer."""
    base = getattr(network, "base_model", network)
    return base if base.get_output_embeddings() is None else base.model


def text_config(network: Any) -> Any:
    """Return the configuration of a model, or of its text part if it has others."""
    part = getattr(network.config, "get_text_config", None)
    return network.config if part is None else part(decoder=True)


class TransformersTrunk:
    """The layers of any causal language model in transformers. Its storage grows as it is filled."""

    can_move = False
    can_observe = False
    decodes_exactly = True

    def __init__(self, network: Any) -> None:
        self._network = body(network)
        embedding = network.get_output_embeddings().weight
        self.width = int(embedding.shape[1])
        self._dtype, self._device = embedding.dtype, embedding.device
        # Older transformers only know the name that newer ones deprecate and warn about at every call.
        names = inspect.signature(self._network.forward).parameters
        self._storage_name = "cache" if "cache" in names else "past_key_values"
        self._takes_positions = "position_ids" in names
        self._asks_for_masks = True
        probe = self.new_storage(2)
        ids = torch.zeros(2, dtype=torch.int64, device=self._device)
        everything = torch.ones(2, 2, dtype=torch.bool, device=self._device).tril()
        self.forward(ids, torch.arange(2, device=self._device), probe, 0, everything)
        layers: list[Any] = probe.cache.layers
        self.bytes_per_token = sum(int(layer.keys.nbytes + layer.values.nbytes) for layer in layers) // 2

    def new_storage(self, capacity: int) -> _Storage:
        """See `Trunk`."""
        return _Storage()

    @torch.inference_mode()
    def forward(
        self,
        ids: torch.Tensor,
        positions: torch.Tensor,
        storage: _Storage,
        at: int,
        visible: torch.Tensor | None,
        observe: Observer | None = None,
    ) -> torch.Tensor:
        """See `Trunk`. The storage forgets everything from slot `at` on."""
        storage.cache.crop(at - storage.cache.get_seq_length())
        storage.positions = torch.cat([storage.positions[:at].to(positions.device), positions])
        named: dict[str, Any] = {self._storage_name: storage.cache}
        if self._takes_positions:
            named["position_ids"] = positions[None]
        if visible is None:
            output = self._network(ids[None], use_cache=True, **named)
        else:
            with _Sight(visible, storage.positions) as sight:
                mask = None if self._asks_for_masks else self._mask(visible)
                output = self._network(ids[None], attention_mask=mask, use_cache=True, **named)
            self._asks_for_masks &= sight.was_asked
        hidden: torch.Tensor = output.last_hidden_state[0]  # (n, width)
        return hidden

    def forward_each(self, passes: Sequence[Pass]) -> torch.Tensor:
        """See `Trunk`. It runs one sequence after the other."""
        return torch.cat([self.forward(one.ids, one.placed(), one.storage, one.at, one.visible) for one in passes])

    def decode(
        self,
        ids: torch.Tensor,
        positions: torch.Tensor,
        storage: _Storage,
        at: int,
        visible: torch.Tensor,
        observe: Observer | None = None,
    ) -> torch.Tensor:
        """See `Trunk`."""
        return self.forward(ids, positions, storage, at, visible, observe)

    def _mask(self, visible: torch.Tensor) -> torch.Tensor:
        mask = torch.zeros(visible.shape, dtype=self._dtype, device=self._device)  # (n, at + n)
        return mask.masked_fill_(~visible, torch.finfo(self._dtype).min)[None, None]  # (1, 1, n, at + n)

    def move(self, storage: _Storage, start: int, end: int, distance: int) -> None:
        """See `Trunk`."""
        raise RuntimeError("this architecture cannot move its keys")

    def read(self, storage: _Storage, slots: list[int]) -> Any:
        """See `Trunk`."""
        raise RuntimeError("this architecture cannot move its keys")

    def write(self, storage: _Storage, start: int, states: Any) -> None:
        """See `Trunk`."""
        raise RuntimeError("this architecture cannot move its keys")


class PathsTrunk(TransformersTrunk):
    """Layers that cannot run a tree, because they count distances in the cache or make their own masks: continuations
    are run path by path, each over a copy of the cache that it continues."""

    @torch.inference_mode()
    def forward(
        self,
        ids: torch.Tensor,
        positions: torch.Tensor,
        storage: _Storage,
        at: int,
        visible: torch.Tensor | None,
        observe: Observer | None = None,
    ) -> torch.Tensor:
        """See `Trunk`."""
        if visible is None:
            storage.tried = storage.tried[:0]
            return super().forward(ids, positions, storage, at, None)
        first = storage.cache.get_seq_length()  # of the slots of tokens that are tried out
        storage.tried = torch.cat([storage.tried[: at - first].to(ids.device), ids])
        hidden = torch.empty(len(ids), self.width, dtype=self._dtype, device=self._device)
        done: set[int] = set()
        paths = [(row, _path(seen.tolist(), first)) for row, seen in enumerate(visible)]
        for row, (sees, tokens) in sorted(paths, key=lambda path: -len(path[1][1])):
            if row in done:
                continue
            branch = _Storage()
            layers: list[Any] = storage.cache.layers
            for layer, filled in enumerate(layers):
                branch.cache.update(filled.keys[:, :, :sees], filled.values[:, :, :sees], layer)
            places = torch.arange(sees, sees + len(tokens), device=self._device).clamp(max=int(positions[row]))
            states = super().forward(storage.tried[tokens], places, branch, sees, None)
            for other, (also_sees, also_tokens) in paths:
                if also_sees == sees and also_tokens == tokens[: len(also_tokens)]:
                    hidden[other] = states[len(also_tokens) - 1]
                    done.add(other)
        return hidden


def _path(visible: list[bool], first: int) -> tuple[int, list[int]]:
    """Return how many slots of the window a token continues, and the tried-out tokens that it sees, numbered from 0,
    the last of them itself; `first` is the slot of the first tried-out token."""
    return sum(visible[:first]), [slot - first for slot in range(first, len(visible)) if visible[slot]]


class _Sight:
    """A context in which transformers' masks are those of a tree: tokens attend to the slots that are `visible` to them
    and, if a layer has a window, within it.

    A mask passed to transformers would replace all its own, and tokens would see past the window. So we apply each
    layer's rule to the positions of tokens, not to their slots as transformers does.

    Args:
        visible: bool, shape (n, slots).
        positions: of the token at each slot, shape (slots,).
    """

    def __init__(self, visible: torch.Tensor, positions: torch.Tensor) -> None:
        from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS

        self._masks: Any = ALL_MASK_ATTENTION_FUNCTIONS
        self._visible = visible
        self._positions = positions
        self.was_asked = False

    def __enter__(self) -> _Sight:
        for kind in ("sdpa", "eager"):
            self._masks[kind] = partial(self._mask, self._masks[kind])
        return self

    def __exit__(self, *_: object) -> None:
        for kind in ("sdpa", "eager"):
            del self._masks[kind]

    def _mask(self, usual: Callable[..., Any], *, mask_function: Callable[..., Any], **named: Any) -> Any:
        self.was_asked = True
        first = len(self._positions) - len(self._visible)

        def sees(batch: Any, head: Any, query: Any, key: Any) -> Any:
            in_reach = mask_function(batch, head, self._positions[query], self._positions[key])
            return in_reach & self._visible[query - first, key]

        return usual(mask_function=sees, **(named | {"allow_is_causal_skip": False}))
