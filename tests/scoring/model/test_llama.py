"""Our Llama computes what transformers' modules compute, and moves cached keys as if they had been computed at their
new positions."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import LlamaForCausalLM

from scoring.model.llama import Llama, LlamaStorage
from scoring.model.model import Model, load_model, load_network
from scoring.model.trunk import TransformersTrunk, Trunk
from scoring.session import Session
from tests.scoring.models import POSITIONS, PROSE, save_tiny, tiny_llama_config
from tests.scoring.oracle import SMALL, Oracle, assert_scores_equal

SHAPES: dict[str, dict[str, Any]] = {
    "grouped heads": {},
    "a key head for each": {"num_key_value_heads": 4},
    "one head": {"num_attention_heads": 1, "num_key_value_heads": 1},
    "one key head for all": {"num_key_value_heads": 1},
    "head size given": {"head_dim": 24},
    "tied": {"tie_word_embeddings": True},
    "another theta": {"rope_parameters": {"rope_type": "default", "rope_theta": 500.0}},
    "another epsilon": {"rms_norm_eps": 0.1},
    "one layer": {"num_hidden_layers": 1},
}


def make_network(**shape: Any) -> Any:
    """Return a random network of transformers, with random norms too."""
    torch.manual_seed(2)
    network: Any = LlamaForCausalLM(tiny_llama_config(**shape))
    network.eval()
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if "norm" in name:
                weight.uniform_(0.5, 2.0)
    return network


@pytest.fixture(scope="module", params=list(SHAPES))
def network(request: pytest.FixtureRequest) -> Any:
    return make_network(**SHAPES[request.param])


def random_ids(count: int, seed: int = 3) -> torch.Tensor:
    return torch.randint(0, 400, (count,), generator=torch.Generator().manual_seed(seed))


@torch.inference_mode()
def hidden_of(network: Any, ids: torch.Tensor) -> torch.Tensor:
    """Return the last hidden states that transformers computes in one pass without a cache."""
    hidden: torch.Tensor = network.model(ids[None], use_cache=False).last_hidden_state[0]
    return hidden


def run(trunk: Trunk, ids: torch.Tensor, storage: Any, *cuts: int) -> torch.Tensor:
    """Return the hidden states of `ids`, run in chunks that end at `cuts`."""
    bounds = [0, *cuts, len(ids)]
    chunks = [
        trunk.forward(ids[start:end], torch.arange(start, end), storage, start, None) for start, end in pairwise(bounds)
    ]
    return torch.cat(chunks)


def assert_near(found: torch.Tensor, expected: torch.Tensor, within: float = 1e-4) -> None:
    largest = float(expected.abs().max()) if expected.numel() else 0.0
    torch.testing.assert_close(found, expected, rtol=within, atol=within * max(1.0, largest))


# -- forward -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cuts", [(), (1,), (20,), (7, 8, 29)], ids=["whole", "after one", "after 20", "in chunks"])
def test_hidden_states_are_those_of_transformers(network: Any, cuts: tuple[int, ...]) -> None:
    assert Llama.fits(network)
    trunk = Llama(network)
    ids = random_ids(POSITIONS)
    assert_near(run(trunk, ids, trunk.new_storage(POSITIONS), *cuts), hidden_of(network, ids))


def test_bytes_per_token_match_the_storage(network: Any) -> None:
    trunk = Llama(network)
    storage = trunk.new_storage(10)
    assert storage.keys.nbytes + storage.values.nbytes == 10 * trunk.bytes_per_token
    assert trunk.width == run(trunk, random_ids(3), storage).shape[1]


def test_tokens_see_only_what_is_visible_to_them(network: Any) -> None:
    """Run a tree after a prefix, in one pass: two branches, and a leaf on the first of them."""
    prefix, branches = random_ids(10), random_ids(3, seed=4)
    positions = torch.tensor([8, 8, 9])
    visible = torch.zeros(3, 13, dtype=torch.bool)
    visible[:, :8] = True  # not the last two of the prefix
    for row, seen in enumerate([(0,), (1,), (0, 2)]):
        visible[row, [10 + index for index in seen]] = True
    found = []
    trunks: list[Trunk] = [Llama(network), TransformersTrunk(network)]
    for trunk in trunks:
        storage = trunk.new_storage(20)
        run(trunk, prefix, storage)
        found.append(trunk.forward(branches, positions, storage, 10, visible))
    assert_near(found[0], found[1])
    for row, line in ((0, [0]), (1, [1]), (2, [0, 2])):
        assert_near(found[0][row], hidden_of(network, torch.cat([prefix[:8], branches[line]]))[-1])


def test_the_default_model_computes_the_same_as_transformers(default_model: Model, default_network: Any) -> None:
    assert isinstance(default_model.trunk, Llama)
    ids = torch.from_numpy(default_model.tokenizer.encode(PROSE)[0].astype(np.int64))
    expected = hidden_of(default_network, ids)
    for cuts in ((), (33, 34, 90)):
        storage = default_model.trunk.new_storage(len(ids))
        assert_near(run(default_model.trunk, ids, storage, *cuts), expected)


# -- move ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def llama() -> Llama:
    return Llama(make_network())


moves = st.tuples(st.integers(0, 29), st.integers(0, 30), st.integers(-30, 30)).filter(
    lambda move: move[0] + move[2] >= 0
)
"""Start, length and distance: both signs, ranges that overlap and ranges that don't."""


@settings(deadline=None, max_examples=60)
@given(move=moves)
def test_moved_keys_are_those_of_the_new_positions(llama: Llama, move: tuple[int, int, int]) -> None:
    """Attention only depends on differences of positions. So a whole text at later positions has the same hidden
    states, and the keys of all its layers are the old ones, moved."""
    start, length, distance = move
    end = min(30, start + length)
    ids = random_ids(30)
    storage, elsewhere = llama.new_storage(60), llama.new_storage(60)
    for filled, first in ((storage, 0), (elsewhere, distance)):
        filled.keys.zero_()
        filled.values.zero_()
        llama.forward(ids, torch.arange(first, first + 30), filled, 0, None)
    before = storage.keys.clone(), storage.values.clone()
    llama.move(storage, start, end, distance)
    low, high = start + distance, end + distance
    assert_near(storage.keys[:, :, low:high], elsewhere.keys[:, :, start:end])
    assert torch.equal(storage.values[:, :, low:high], before[1][:, :, start:end])
    others = [slot for slot in range(60) if not low <= slot < high]
    assert torch.equal(storage.keys[:, :, others], before[0][:, :, others])
    assert torch.equal(storage.values[:, :, others], before[1][:, :, others])


@pytest.mark.parametrize("distance", [3, -3])
def test_in_one_layer_moved_keys_are_exact_after_an_edit(distance: int) -> None:
    """A first layer's keys only depend on token and position. So with a single layer, a moved window equals one
    computed from scratch."""
    network = make_network(num_hidden_layers=1)
    trunk = Llama(network)
    old, new = random_ids(20 - min(0, distance)), random_ids(6 + max(0, distance), seed=5)
    tail = old[len(old) - 12 :]
    edited = torch.cat([new, tail])
    storage: LlamaStorage = trunk.new_storage(POSITIONS)
    run(trunk, old, storage)
    trunk.move(storage, len(old) - 12, len(old), len(edited) - len(old))
    trunk.forward(new, torch.arange(len(new)), storage, 0, None)
    fresh = trunk.new_storage(POSITIONS)
    expected = run(trunk, edited, fresh)
    assert_near(storage.keys[:, :, : len(edited)], fresh.keys[:, :, : len(edited)])
    last = trunk.forward(edited[-1:], torch.tensor([len(edited) - 1]), storage, len(edited) - 1, None)
    assert_near(last, expected[-1:])


# -- families ------------------------------------------------------------------------------------------------------


def _rope(kind: str, **settings: float) -> dict[str, Any]:
    return {"rope_parameters": {"rope_type": kind, "rope_theta": 10000.0, **settings}}


_LLAMA3 = {"low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 16}
_ALTERNATING = {"layer_types": ["sliding_attention", "full_attention"], "sliding_window": 12}
_MULTIPLIERS = {
    "embedding_multiplier": 3.0,
    "residual_multiplier": 0.4,
    "attention_multiplier": 0.1,
    "logits_scaling": 2.0,
}

SERVED: dict[str, tuple[str, dict[str, Any]]] = {
    "Mistral": ("mistral", {"sliding_window": 16}),
    "Qwen 2": ("qwen2", {}),
    "Qwen 2 with windows": ("qwen2", {"use_sliding_window": True} | _ALTERNATING),
    "Qwen 3": ("qwen3", {"head_dim": 12}),
    "SmolLM 3": ("smollm3", {"no_rope_layers": [1, 0], "pad_token_id": None}),
    "Granite": ("granite", _MULTIPLIERS),
    "OLMo 2": ("olmo2", {"pad_token_id": None}),
    "Gemma 3": ("gemma3_text", {"head_dim": 8, "pad_token_id": None} | _ALTERNATING),
    "linear positions": ("llama", _rope("linear", factor=2.0)),
    "dynamic positions": ("llama", _rope("dynamic", factor=2.0)),
    "Llama 3.1's positions": ("llama", _rope("llama3", factor=8.0, **_LLAMA3)),
    "YaRN": ("llama", _rope("yarn", factor=4.0, original_max_position_embeddings=16)),
    "biases": ("llama", {"attention_bias": True, "mlp_bias": True}),
    "another activation": ("llama", {"hidden_act": "gelu"}),
}


@pytest.mark.parametrize("kind", list(SERVED))
def test_families_close_to_llama_are_supported(kind: str, tmp_path: Path) -> None:
    """Their keys can be moved, and scores after an edit equal those of transformers."""
    family, shape = SERVED[kind]
    name = str(save_tiny(family, tmp_path, **shape))
    model = load_model(name, "float32")
    assert isinstance(model.trunk, Llama)
    session = Session(model, PROSE[:200], **SMALL)
    session.settle_scores()
    session.edit(10, 20, "sea")
    session.settle_scores()
    assert_scores_equal(session, Oracle(model, load_network(name, torch.float32)).scores(session))


@pytest.mark.parametrize("kind", ["SmolLM 3", "Gemma 3", "YaRN"])
@pytest.mark.parametrize("distance", [3, -3])
def test_moved_keys_of_families_are_those_of_the_new_positions(kind: str, distance: int, tmp_path: Path) -> None:
    """A first layer's keys only depend on token and position; here both layers are first ones."""
    family, shape = SERVED[kind]
    network = load_network(str(save_tiny(family, tmp_path, **shape)), torch.float32)
    trunk = Llama(network)
    ids = random_ids(20)
    storage, elsewhere = trunk.new_storage(40), trunk.new_storage(40)
    trunk.forward(ids, torch.arange(5, 25), storage, 0, None)
    trunk.forward(ids, torch.arange(5 + distance, 25 + distance), elsewhere, 0, None)
    trunk.move(storage, 8, 20, distance)
    assert_near(storage.keys[:, :, 8 + distance : 20 + distance], elsewhere.keys[:, :, 8:20])
    assert storage.positions[8 + distance : 20 + distance].tolist() == list(range(13 + distance, 25 + distance))


OTHERS: dict[str, tuple[str, dict[str, Any]]] = {
    "caps in attention": ("gemma2", {"head_dim": 8, "pad_token_id": None} | _ALTERNATING),
    "fused weights": ("phi3", {"pad_token_id": None, "sliding_window": 12}),
    "norms with a mean": ("cohere", {"pad_token_id": None, "logit_scale": 0.5}),
}


@pytest.mark.parametrize("kind", list(OTHERS))
def test_other_computations_are_left_to_transformers_and_scored_right(kind: str, tmp_path: Path) -> None:
    family, shape = OTHERS[kind]
    name = str(save_tiny(family, tmp_path, **shape))
    model = load_model(name, "float32")
    assert isinstance(model.trunk, TransformersTrunk)
    session = Session(model, PROSE[:200], **SMALL)
    session.settle_scores()
    session.edit(10, 20, "sea")
    session.settle_scores()
    assert_scores_equal(session, Oracle(model, load_network(name, torch.float32)).scores(session))
