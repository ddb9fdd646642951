"""A window's cache after edits: its valid slots are right, and kept slots are at the right places. Also the pool that
keeps such caches within a budget."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model.kv_cache import CachePool, WindowCache
from scoring.model.model import Model, load_model
from scoring.model.tokens import Ids
from tests.scoring.models import POSITIONS, save_tiny_llama


def window_of(*ids: int) -> Ids:
    return np.array(ids, np.int32)


def numbered(first: int, count: int) -> Ids:
    """Return a window of tokens that are all different."""
    return np.arange(first, first + count, dtype=np.int32)


def filled_cache(model: Model, window: Ids, upto: int | None = None, *, short_context: bool = False) -> WindowCache:
    """Return a cache of `window` whose slots before `upto` (None: all) were run."""
    cache = model.new_cache(POSITIONS, short_context=short_context)
    cache.retarget(window)
    cache.forward(0, len(window) if upto is None else upto)
    return cache


def assert_exact(cache: WindowCache, model: Model) -> None:
    """Check that the valid slots hold what one pass over the window computes, and are known."""
    assert cache.known[: cache.valid].all()
    if cache.valid:
        fresh = filled_cache(model, cache.ids[: cache.valid])
        torch.testing.assert_close(cache.hidden[: cache.valid], fresh.hidden[: cache.valid], rtol=1e-3, atol=1e-4)


def first_layer(cache: WindowCache) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the keys and values of a Llama's first layer, each of shape (key heads, slots, head size)."""
    storage: Any = cache._storage
    return storage.keys[0], storage.values[0]


def assert_known_lies_where_it_belongs(cache: WindowCache, model: Model) -> None:
    """Check a first layer's keys, which depend only on token and position, against those of a fresh cache."""
    if not len(cache.ids):
        return
    fresh = filled_cache(model, cache.ids)
    known = torch.from_numpy(np.flatnonzero(cache.known))
    for found, expected in zip(first_layer(cache), first_layer(fresh), strict=True):
        torch.testing.assert_close(found[:, known], expected[:, known], rtol=1e-3, atol=1e-4)


# -- one window ----------------------------------------------------------------------------------------------------

windows = st.lists(st.integers(1, 3), min_size=0, max_size=20)
"""Few different tokens, so that windows share many by chance."""
splices = st.tuples(st.integers(0, 20), st.integers(0, 6), st.lists(st.integers(1, 3), max_size=6))


@settings(deadline=None, max_examples=80)
@given(first=windows, turns=st.lists(st.tuples(splices | windows.map(tuple), st.integers(0, 9)), max_size=7))
def test_after_any_retargeting_the_kept_slots_are_right(
    tiny_model: Model, first: list[int], turns: list[tuple[Any, int]]
) -> None:
    cache = tiny_model.new_cache(POSITIONS)
    cache.retarget(window_of(0, *first))
    for change, steps in turns:
        ids = cache.ids[1:].tolist()
        if len(change) == 3 and isinstance(change[2], list):
            start, removed, inserted = change
            ids[start : start + removed] = inserted
        else:
            ids = list(change)
        wanted = window_of(0, *ids)
        kept = cache.retarget(wanted)
        assert cache.holds(wanted)
        assert kept == cache.known[: len(wanted)].sum() >= min(cache.valid, len(wanted))
        # One chunk in sequence, and one further on over known slots, as a session runs them.
        if steps and cache.valid < len(cache.ids):
            cache.forward(cache.valid, min(cache.valid + steps, len(cache.ids)))
        if tiny_model.trunk.can_move and cache.filled > cache.valid and cache.known[: cache.filled].all():
            cache.forward(cache.filled - 1, min(cache.filled + 1, len(cache.ids)))
        assert_exact(cache, tiny_model)
        if tiny_model.trunk.can_move:
            assert_known_lies_where_it_belongs(cache, tiny_model)
        else:
            assert cache.filled == cache.valid
    if cache.valid < len(cache.ids):
        cache.forward(cache.valid, len(cache.ids))
    assert cache.valid == len(cache.ids)
    assert_exact(cache, tiny_model)


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return load_model(str(save_tiny_llama(tmp_path_factory.mktemp("llama"))), "float32")


OLD = numbered(0, 20)


@pytest.mark.parametrize(
    ("new", "exact", "unknown"),
    [
        (np.concatenate([OLD[:8], numbered(100, 3), OLD[8:]]), 8, range(8, 11)),
        (np.concatenate([OLD[:8], OLD[11:]]), 8, range(0)),
        (np.concatenate([OLD[:8], numbered(100, 3), OLD[11:]]), 8, range(8, 11)),
        (np.concatenate([OLD[:8], numbered(100, 1), OLD[13:]]), 8, range(8, 9)),
        (np.concatenate([OLD, numbered(100, 2)]), 20, range(20, 22)),
        (np.concatenate([numbered(100, 2), OLD]), 0, range(2)),
        (OLD[2:], 0, range(0)),
        (OLD.copy(), 20, range(0)),
        (numbered(200, 12), 0, range(12)),
    ],
    ids=[
        "insert",
        "delete",
        "replace",
        "replace by less",
        "append",
        "prepend",
        "cut the beginning",
        "nothing",
        "other",
    ],
)
def test_an_edit_leaves_all_other_slots_known(llama: Model, new: Ids, exact: int, unknown: range) -> None:
    cache = filled_cache(llama, OLD)
    hidden = dict(zip(OLD.tolist(), cache.hidden[:20].clone(), strict=True))
    kept = cache.retarget(new)
    assert cache.ids.tolist() == new.tolist()
    assert (cache.valid, kept) == (exact, len(new) - len(unknown))
    assert np.flatnonzero(~cache.known).tolist() == list(unknown)
    for slot in np.flatnonzero(cache.known).tolist():
        assert torch.equal(cache.hidden[slot], hidden[int(new[slot])])


def test_the_beginning_of_its_window_changes_nothing(llama: Model) -> None:
    cache = filled_cache(llama, OLD, 15)
    assert cache.retarget(OLD[:12]) == 12
    assert (len(cache.ids), cache.valid, cache.filled) == (20, 15, 15)
    assert cache.retarget(OLD[:18]) == 15


def test_if_keys_cannot_be_moved_only_the_beginning_is_kept(tiny_model: Model) -> None:
    cache = filled_cache(tiny_model, OLD)
    cache.retarget(np.concatenate([OLD[:8], numbered(100, 3), OLD[8:]]))
    assert cache.filled == (23 if tiny_model.trunk.can_move else 8)


def test_of_a_half_run_window_only_the_run_slots_are_kept(llama: Model) -> None:
    cache = filled_cache(llama, OLD, 12)
    assert cache.retarget(np.concatenate([OLD[:5], numbered(100, 2), OLD[5:]])) == 12
    assert np.flatnonzero(cache.known).tolist() == [*range(5), *range(7, 14)]


def test_tried_out_tokens_are_right_and_do_not_change_the_window(tiny_model: Model) -> None:
    window, words = numbered(0, 20), numbered(50, 3)
    cache = filled_cache(tiny_model, window[:15])
    cache.retarget(window)
    before = cache.hidden[:15].clone()
    # Two words after the first ten tokens, and a second token of the first word.
    two = cache.branch(words[:2], [10, 10], [[0], [1]], 10, 0)
    second = cache.branch(words[2:], [11], [[0, 2]], 10, 2)
    for found, line in ((two[0], words[:1]), (two[1], words[1:2]), (second[0], words[[0, 2]])):
        expected = filled_cache(tiny_model, np.concatenate([window[:10], line])).hidden[9 + len(line)]
        torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-4)
    assert (cache.valid, cache.filled) == (15, 15)
    assert torch.equal(cache.hidden[:15], before)
    cache.forward(15, 20)
    assert_exact(cache, tiny_model)


def test_a_start_token_alone_has_a_cache_too(tiny_model: Model) -> None:
    cache = tiny_model.new_cache(POSITIONS)
    assert cache.filled == 0
    cache.retarget(window_of(0))
    cache.forward(0, 1)
    assert (cache.valid, cache.filled) == (1, 1)


# -- the pool ------------------------------------------------------------------------------------------------------


ONE, OTHER = "one document", "another"


def pool_of(model: Model, slots: int, *caches: WindowCache) -> CachePool:
    """Return a pool with caches of one document."""
    pool = CachePool(slots * model.bytes_per_token, model.bytes_per_token)
    for cache in caches:
        pool.add(ONE, cache)
    return pool


def test_the_least_recently_used_cache_goes_first(llama: Model) -> None:
    first, second, third = (filled_cache(llama, numbered(100 * index, 20)) for index in range(3))
    pool = pool_of(llama, 45, first, second, third)
    assert pool.take(ONE, first.ids, short_context=False) is first
    assert pool.slots == 60
    pool.trim()
    assert pool.slots == 40
    assert pool.take(ONE, second.ids, short_context=False) is None
    assert pool.take(ONE, first.ids, short_context=False) is first
    assert pool.take(ONE, third.ids, short_context=False) is third


def test_the_least_recently_used_cache_goes_first_in_any_document(llama: Model) -> None:
    first, second, third = (filled_cache(llama, numbered(100 * index, 20)) for index in range(3))
    pool = pool_of(llama, 45, first)
    pool.add(OTHER, second)
    pool.add(ONE, third)
    assert pool.take(ONE, first.ids, short_context=False) is first
    pool.trim()
    assert pool.slots == 40
    assert pool.take(OTHER, second.ids, short_context=False) is None
    assert pool.take(ONE, third.ids, short_context=False) is third


def test_documents_do_not_take_each_others_caches_and_a_closed_one_leaves_none(llama: Model) -> None:
    mine, other = filled_cache(llama, OLD), filled_cache(llama, OLD[:10])
    pool = pool_of(llama, 1000, mine)
    assert pool.take(OTHER, OLD, short_context=False) is None
    pool.add(OTHER, other)
    assert pool.take(OTHER, OLD, short_context=False) is other
    pool.drop(OTHER)
    assert pool.take(OTHER, OLD, short_context=False) is None
    assert pool.slots == 20
    assert pool.take(ONE, OLD, short_context=False) is mine


def test_a_single_cache_is_always_allowed(llama: Model) -> None:
    cache = filled_cache(llama, OLD)
    pool = pool_of(llama, 0, filled_cache(llama, numbered(100, 20)), cache)
    pool.trim()
    assert pool.slots == 20
    assert pool.take(ONE, OLD, short_context=False) is cache


def test_memory_counts_moved_slots_and_never_shrinks(llama: Model) -> None:
    cache = filled_cache(llama, OLD)
    pool = pool_of(llama, 100, cache)
    cache.retarget(np.concatenate([numbered(100, 5), OLD]))
    assert pool.slots == 25
    cache.retarget(OLD[:4])
    cache.retarget(numbered(200, 4))
    assert pool.slots == 25


def test_the_cache_that_shares_most_is_taken(llama: Model) -> None:
    long, longer, after = OLD[:12], OLD[:16], np.concatenate([OLD[:9], numbered(100, 3), OLD[9:]])
    pool = pool_of(llama, 1000, filled_cache(llama, longer), filled_cache(llama, long))
    taken = pool.take(ONE, OLD, short_context=False)
    assert taken is not None
    assert len(taken.ids) == 16
    pool.add(ONE, filled_cache(llama, after))
    taken = pool.take(ONE, OLD, short_context=False)
    assert taken is not None
    assert len(taken.ids) == 23


def test_a_cache_is_not_reused_for_a_few_common_first_words(llama: Model) -> None:
    pool = pool_of(llama, 1000, filled_cache(llama, OLD))
    assert pool.take(ONE, np.concatenate([OLD[:7], numbered(100, 13)]), short_context=False) is None
    assert pool.take(ONE, np.concatenate([OLD[:8], numbered(100, 12)]), short_context=False) is not None
    assert pool.take(ONE, np.concatenate([numbered(100, 12), OLD[10:]]), short_context=False) is None
    assert pool.take(ONE, np.concatenate([numbered(100, 9), OLD[10:]]), short_context=False) is not None


@pytest.mark.parametrize("length", [1, 3, 8])
def test_a_short_window_is_found_again(llama: Model, length: int) -> None:
    cache = filled_cache(llama, OLD[:length])
    pool = pool_of(llama, 1000, cache)
    assert pool.take(ONE, OLD[:length].copy(), short_context=False) is cache


def test_short_context_windows_and_full_ones_are_not_confused(llama: Model) -> None:
    whole, short = filled_cache(llama, OLD), filled_cache(llama, OLD, short_context=True)
    pool = pool_of(llama, 1000, whole, short)
    assert pool.take(ONE, OLD, short_context=True) is short
    assert pool.take(ONE, OLD, short_context=False) is whole
    assert pool_of(llama, 1000, short).take(ONE, OLD, short_context=False) is None


def test_an_empty_pool_has_nothing(llama: Model) -> None:
    pool = pool_of(llama, 10)
    pool.trim()
    assert pool.slots == 0
    assert pool.take(ONE, OLD, short_context=False) is None
