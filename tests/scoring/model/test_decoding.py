"""Tokens run with packed weights have nearly the same states as with full precision, and see no more slots."""

from __future__ import annotations

import pytest
import torch

from scoring.model import llama
from scoring.model.llama import Llama
from scoring.model.packed import Packing, pack_8_bits, pack_float16
from tests.scoring.model.test_llama import SHAPES, make_network, random_ids, run

_HAS_VNNI = torch.cpu.get_capabilities().get("avx512_vnni", False)


class Seen:
    """Looks at the states after the first layer."""

    layers = (1,)

    def __init__(self) -> None:
        self.states = torch.empty(0)

    def __call__(self, layer: int, states: torch.Tensor) -> None:
        if layer in self.layers:
            self.states = states.float().clone()


PACKINGS = [
    pytest.param(pack_float16, 0.005, id="float16"),
    pytest.param(
        pack_8_bits, 0.12, id="8 bits", marks=pytest.mark.skipif(not _HAS_VNNI, reason="no VNNI: products overflow")
    ),
]


@pytest.mark.parametrize(("packing", "within"), PACKINGS)
@pytest.mark.parametrize("shape", list(SHAPES))
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=["float32", "bfloat16"])
def test_states_nearly_equal_those_with_full_precision(
    dtype: torch.dtype, shape: str, packing: Packing, within: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run a tree after a prefix: two branches, and a leaf on the first of them."""
    monkeypatch.setattr(llama, "packing_for", lambda like: packing)
    trunk = Llama(make_network(**SHAPES[shape]).to(dtype))
    storage = trunk.new_storage(20)
    run(trunk, random_ids(10), storage)
    positions, visible = torch.tensor([8, 8, 9]), torch.zeros(3, 13, dtype=torch.bool)
    visible[:, :8] = True  # not the last two of the prefix
    for row, leaves in enumerate([(0,), (1,), (0, 2)]):
        visible[row, [10 + index for index in leaves]] = True
    branches = random_ids(3, seed=4)
    whole = Seen()
    expected = trunk.forward(branches, positions, storage, 10, visible, whole)
    seen = Seen()
    while trunk.decode(branches, positions, storage, 10, visible).equal(expected):
        pass  # as long as weights are packed
    storage.keys[:, :, 10:], storage.values[:, :, 10:] = 0, 0
    found = trunk.decode(branches, positions, storage, 10, visible, seen)
    assert found.dtype == dtype
    within += 0.05 if dtype == torch.bfloat16 else 0
    assert float((found - expected).norm()) <= within * float(expected.norm())
    assert float((seen.states - whole.states).norm()) <= within * float(whole.states.norm())
    alone = trunk.decode(branches[:1], positions[:1], storage, 10, visible[:1, :11])
    assert float((alone - found[:1]).norm()) <= 2 * within * float(alone.norm())  # it has its own scale


def test_a_long_prefix_is_run_with_full_precision() -> None:
    trunk = Llama(make_network())
    assert not trunk.decodes_exactly
    ids, places = random_ids(30), torch.arange(30)
    visible = torch.ones(30, 30, dtype=torch.bool).tril()
    for _ in range(3):
        found = trunk.decode(ids, places, trunk.new_storage(30), 0, visible)
    assert found.equal(trunk.forward(ids, places, trunk.new_storage(30), 0, visible))
