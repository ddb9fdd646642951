"""Attention as matrix products equals torch's, whatever slots the tokens see."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from scoring.model import attention
from scoring.model.attention import ProductAttention, Sight, TorchAttention, fastest_attention
from scoring.model.products import Product, fastest, fastest_product, onednn_product

SIZE = 16


def random(*shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(sum(shape))).to(dtype)


@pytest.mark.parametrize("product", [F.linear, onednn_product])
@pytest.mark.parametrize("heads", [(4, 4), (6, 2), (3, 1)])
@pytest.mark.parametrize(("tokens", "before"), [(1, 0), (1, 30), (17, 0), (40, 25), (64, 200)])
def test_product_attention_equals_torchs(
    product: Product, heads: tuple[int, int], tokens: int, before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "_MOST_SCORES_BYTES", 16 * 1024)  # so that the tokens are cut into several parts
    slots = tokens + before
    queries = random(tokens, heads[0], SIZE)
    keys, values = random(2, heads[1], slots + 7, SIZE)[:, :, :slots]  # as in a storage that has room for more
    tree = (random(tokens, slots) > 0) | (torch.arange(slots) == before + torch.arange(tokens)[:, None])
    for visible in (None, tree):
        sight = Sight(tokens, slots, visible, queries)
        expected = TorchAttention(sight)(queries, keys, values)
        found = ProductAttention(sight, product)(queries, keys, values)
        torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)


def test_in_bfloat16_it_is_as_exact_as_the_format_allows() -> None:
    queries = random(64, 6, SIZE, dtype=torch.bfloat16)
    keys, values = random(2, 2, 200, SIZE, dtype=torch.bfloat16)
    exact = TorchAttention(Sight(64, 200, None, queries.float()))(queries.float(), keys.float(), values.float())
    found = ProductAttention(Sight(64, 200, None, queries), F.linear)(queries, keys, values)
    torch.testing.assert_close(found.float(), exact, rtol=0.02, atol=0.02)


@pytest.mark.parametrize("rows", [1, 5, 64])
def test_onednn_multiplies_views_too(rows: int) -> None:
    x = random(rows, 40)
    for weights in (random(24, 40), random(40, 24).t(), random(24, 60)[:, 7:47], random(3, 24, 40)[1]):
        torch.testing.assert_close(onednn_product(x, weights), x @ weights.t(), rtol=1e-5, atol=1e-5)


def test_the_fastest_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def wait(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr("scoring.model.products.time.perf_counter", lambda: now)
    assert fastest([3.0, 1.0, 2.0], wait) == 1.0


def test_only_float32_on_a_processor_is_measured() -> None:
    assert fastest_product(random(2, 64)) is F.linear
    assert fastest_product(random(2, 576, dtype=torch.bfloat16)) is F.linear
    assert fastest_product(random(2, 576).to("meta")) is F.linear
    assert fastest_product(random(2, 576)) in (F.linear, onednn_product)
    assert fastest_attention(F.linear, 2, 1, SIZE, random(2, 2, dtype=torch.float16), 1) is TorchAttention
