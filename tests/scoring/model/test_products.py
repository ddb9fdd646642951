"""Products with weights that oneDNN has laid out in its own blocks: the same numbers, and the same packed weights."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import torch.nn.functional as F

from scoring.model import llama, products
from scoring.model.llama import Llama
from scoring.model.products import (
    FixedProduct,
    fastest_fixed_product,
    in_blocks,
    may_use_onednn,
    onednn_product,
    plain,
)
from tests.scoring.model.test_llama import make_network, random_ids, run

DTYPES = [
    torch.float32,
    pytest.param(
        torch.bfloat16,
        marks=pytest.mark.skipif(not may_use_onednn(torch.ones(1, 576).bfloat16()), reason="oneDNN has no bfloat16"),
    ),
]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("rows", [1, 5, 64, 300])
def test_weights_in_blocks_multiply_as_before_and_come_back_as_they_were(dtype: torch.dtype, rows: int) -> None:
    generator = torch.Generator().manual_seed(rows)
    x, weights = torch.randn(rows, 72, generator=generator), torch.randn(40, 72, generator=generator).to(dtype)
    blocks = in_blocks(weights)
    found = onednn_product(x.to(dtype), blocks)
    within = 1e-5 if dtype == torch.float32 else 0.03
    torch.testing.assert_close(found.float(), x @ weights.float().t(), rtol=within, atol=10 * within)
    assert torch.equal(plain(blocks), weights)
    assert plain(weights) is weights


def test_layouts_are_only_measured_where_onednn_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[Any] = []

    def last(ways: list[Any], _use: object) -> Any:
        measured.append(ways)
        return ways[-1]

    monkeypatch.setattr(products, "fastest", last)
    for like in (torch.ones(2, 64), torch.ones(2, 576, dtype=torch.float16), torch.ones(2, 576, device="meta")):
        assert fastest_fixed_product(like) == (F.linear, plain)
    assert not measured
    assert fastest_fixed_product(torch.ones(2, 576)) == (onednn_product, in_blocks)


@torch.inference_mode()
def test_layers_in_blocks_compute_and_decode_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for way in (FixedProduct(F.linear, plain), FixedProduct(onednn_product, in_blocks)):
        monkeypatch.setattr(llama, "fastest_fixed_product", lambda _like, way=way: way)
        trunk = Llama(make_network())
        hidden = run(trunk, random_ids(20), trunk.new_storage(20))
        storage = trunk.new_storage(20)
        run(trunk, random_ids(10), storage)
        ids, visible = random_ids(2, seed=4), torch.ones(2, 12, dtype=torch.bool).tril(10)
        for _ in range(5):  # until all blocks are packed
            decoded = trunk.decode(ids, torch.tensor([10, 11]), storage, 10, visible)
        found.append((hidden, decoded))
    (hidden, decoded), (hidden_of_blocks, decoded_of_blocks) = found
    torch.testing.assert_close(hidden_of_blocks, hidden, rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(decoded_of_blocks, decoded, rtol=1e-3, atol=1e-3)
