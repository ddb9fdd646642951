"""Every kind of model is run in a way that was tried on a small random one, or refused by name; docs/families.md has
the list.

The whole page is made by `python -m docs.families`; here some of its rows are tried again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import CONFIG_MAPPING

from docs.families import PAGE, Row, kinds, row
from scoring.model.kv_cache import WindowCache
from scoring.model.proof import fault, way
from scoring.model.standin import stand_in
from scoring.model.tokens import Ids
from scoring.model.trunk import PathsTrunk, TransformersTrunk, Trunk, body

TRIED = (
    "llama", "llama, 3.1's positions", "mistral", "qwen2", "qwen3", "smollm3", "granite", "olmo2", "gemma2",
    "gemma3_text", "phi3", "gpt2", "gpt_neox", "falcon", "falcon, ALiBi", "stablelm", "gpt_neo", "gpt_oss", "cohere2",
    "starcoder2", "deepseek_v3", "lfm2, convolutions", "mamba", "rwkv", "qwen3_5", "bert", "openai-gpt",
)  # fmt: skip


@pytest.mark.parametrize("name", TRIED)
def test_the_page_says_how_each_kind_is_run(name: str) -> None:
    lines = [line for line in PAGE.read_text("utf-8").split("\n") if line.startswith(f"| {name} |")]
    found = row(name)
    assert len(lines) == 1, "run python -m docs.families"
    assert (f"| {found.trunk} |" if found.trunk else found.reason) in lines[0], "run python -m docs.families"


def test_the_page_has_all_kinds() -> None:
    page = PAGE.read_text("utf-8")
    assert [name for name in kinds() if f"\n| {name} |" not in page] == [], "run python -m docs.families"


def test_common_models_are_supported() -> None:
    """These kinds have small models that people use."""
    page = PAGE.read_text("utf-8").partition("## Refused")[0]
    for name in ("llama", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "smollm3", "phi3", "gpt2", "gpt_neox",
                 "falcon", "olmo2", "stablelm", "granite"):  # fmt: skip
        assert f"\n| {name} |" in page


@pytest.mark.parametrize("kind", ["mistral", "gemma3_text", "gpt_oss"])
def test_a_window_ignored_by_tried_out_edits_is_noticed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mask for the tree alone lets tokens see past the window: then the edits' scores would be wrong."""
    network = stand_in(CONFIG_MAPPING[kind]())
    assert fault(TransformersTrunk(network), network) is None
    trunk = TransformersTrunk(network)
    trunk._asks_for_masks = False
    assert fault(trunk, network) == "their cache cannot be used to try out continuations"


def test_distances_counted_in_the_cache_make_paths_of_a_tree() -> None:
    network = stand_in(CONFIG_MAPPING["bloom"]())
    assert fault(TransformersTrunk(network), network) == "their cache cannot be used to try out continuations"
    assert way(network) == (PathsTrunk, "")


RANDOM = (
    "llama", "mistral", "smollm3", "olmo3", "gemma3_text", "gemma2", "gpt_oss", "phi3", "gpt2", "bloom", "gpt_neo",
)  # fmt: skip


@pytest.fixture(scope="module", params=RANDOM)
def served(request: pytest.FixtureRequest) -> tuple[Any, Trunk]:
    network = stand_in(CONFIG_MAPPING[request.param]())
    trunk, _ = way(network)
    assert trunk is not None
    with torch.inference_mode():
        return network, trunk(network)


edits = st.tuples(st.integers(1, 40), st.integers(0, 9), st.lists(st.integers(4, 90), max_size=9), st.floats(0.1, 1))


@settings(deadline=None, max_examples=12)
@given(turns=st.lists(edits, min_size=1, max_size=4))
def test_after_random_edits_a_window_and_its_branches_equal_those_without_a_cache(
    served: tuple[Any, Trunk], turns: list[tuple[int, int, list[int], float]]
) -> None:
    network, trunk = served
    window = np.arange(4, 40, dtype=np.int32)
    cache = WindowCache(trunk, 128, torch.device("cpu"), torch.float32, has_short_context=False)
    for start, removed, inserted, share in turns:
        window = np.concatenate([window[:start], np.array(inserted, np.int32), window[start + removed :]])
        if len(window) < 4:
            return
        cache.retarget(window)
        if cache.valid < len(window):
            cache.forward(cache.valid, len(window))
        assert_near(cache.hidden[: len(window)], hidden_of(network, window))
        sees = max(1, int(share * len(window)))
        tried = np.array([7, 8, 9], np.int32)
        found = cache.branch(tried, [sees, sees + 1, sees + 1], [[0], [0, 1], [0, 2]], sees, 0)
        for state, path in zip(found, ([0], [0, 1], [0, 2]), strict=True):
            assert_near(state, hidden_of(network, np.concatenate([window[:sees], tried[path]]))[-1])


@torch.inference_mode()
def hidden_of(network: Any, window: Ids) -> torch.Tensor:
    hidden: torch.Tensor = body(network)(torch.from_numpy(window.astype(np.int64))[None], use_cache=False)[0][0]
    return hidden


def assert_near(found: torch.Tensor, expected: torch.Tensor) -> None:
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-3 * max(1.0, float(expected.abs().max())))


def test_a_cache_that_forgets_is_noticed() -> None:
    class Forgetful(TransformersTrunk):
        def forward(
            self, ids: torch.Tensor, positions: torch.Tensor, storage: Any, at: int, *rest: Any
        ) -> torch.Tensor:
            return super().forward(ids, positions, self.new_storage(0) if at == 5 else storage, min(at, 5) % 5, *rest)

    network = stand_in(CONFIG_MAPPING["gpt2"]())
    assert fault(Forgetful(network), network) == "they give different results with a cache than without"


def test_a_kind_that_cannot_be_made_small_is_reported() -> None:
    assert row("blt") == Row("the tokenizer's own", "", "", "no small model of this kind can be made to try it")
