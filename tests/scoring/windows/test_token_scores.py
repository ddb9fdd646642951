"""Searching a vocabulary for its top block by block finds what `topk` finds."""

from __future__ import annotations

import pytest
import torch

from scoring.windows.token_scores import _top


@pytest.mark.parametrize("vocabulary", [7, 1000, 1281, 49152, 50257])
@pytest.mark.parametrize("k", [1, 5, 10])
def test_the_top_equals_torchs_topk(vocabulary: int, k: int) -> None:
    values = torch.randn(6, vocabulary, generator=torch.Generator().manual_seed(vocabulary))
    values[0, -k:] = 9 + torch.arange(min(k, vocabulary))  # the last ones, which fill no block
    expected = values.topk(min(k, vocabulary), dim=-1)
    found, places = _top(values, min(k, vocabulary))
    assert torch.equal(found, expected.values)
    assert torch.equal(places, expected.indices)
