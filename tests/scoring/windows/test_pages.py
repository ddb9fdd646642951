"""Pages and windows: each token's context, and that an edit only affects its surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model.tokens import Ids
from scoring.windows.pages import Page, WindowRule

VOCABULARY = 12
CUT_CLASS = np.array([0, 1, *[2] * (VOCABULARY - 2)], np.uint8)

sizes = st.sampled_from([(8, 8), (9, 8), (16, 8), (20, 9), (32, 16), (40, 40), (64, 16), (100, 30)])
seeds = st.integers(0, 2**32 - 1)


def random_ids(seed: int, count: int, vocabulary: int = VOCABULARY) -> Ids:
    return np.random.default_rng(seed).integers(0, vocabulary, count).astype(np.int32)


@dataclass(frozen=True)
class Splice:
    """Replace `removed` tokens at `place` (a share of the length) by `inserted` random ones."""

    place: float
    removed: int
    inserted: int
    seed: int

    def __call__(self, ids: Ids, rule: WindowRule, pages: list[Page]) -> tuple[Ids, list[Page]]:
        first = round(self.place * len(ids))
        removed = min(self.removed, len(ids) - first)
        new = np.concatenate([ids[:first], random_ids(self.seed, self.inserted), ids[first + removed :]])
        return new, rule.plan(new, pages, first, first + self.inserted, self.inserted - removed)


amounts = st.integers(0, 3) | st.integers(0, 120)
splices = st.builds(Splice, st.floats(0, 1), amounts, amounts, seeds)


@given(
    size=sizes,
    seed=seeds,
    count=st.integers(0, 600),
    vocabulary=st.sampled_from([1, 2, 12]),
    edits=st.lists(splices, max_size=5),
)
@settings(max_examples=100, deadline=None)
def test_a_plan_updated_through_edits_equals_a_fresh_one(
    size: tuple[int, int], seed: int, count: int, vocabulary: int, edits: list[Splice]
) -> None:
    rule = WindowRule(*size, CUT_CLASS)
    ids = random_ids(seed, count, vocabulary)
    pages = rule.plan(ids)
    for edit in edits:
        ids, pages = edit(ids, rule, pages)
        assert pages == rule.plan(ids)


@given(size=sizes, seed=seeds, count=st.integers(0, 600), vocabulary=st.sampled_from([1, 2, 12]))
@settings(max_examples=200, deadline=None)
def test_pages_tile_the_tokens_and_windows_keep_their_bounds(
    size: tuple[int, int], seed: int, count: int, vocabulary: int
) -> None:
    max_length, stride = size
    pages = WindowRule(max_length, stride, CUT_CLASS).plan(random_ids(seed, count, vocabulary))
    assert [page.start for page in pages] == [0, *(page.end for page in pages)][: len(pages)]
    assert (pages[-1].end if pages else 0) == count
    for page in pages:
        assert 0 <= page.context <= page.start < page.end
        assert page.end - page.start <= stride
        start_token = 1
        assert start_token + page.end - page.context <= max_length
        assert page.start - page.context >= min(page.start, max_length - stride)


@given(size=sizes, seed=seeds, share=st.floats(0, 1))
def test_a_text_that_fits_is_one_window(size: tuple[int, int], seed: int, share: float) -> None:
    max_length, stride = size
    count = round(share * (max_length - 1))
    pages = WindowRule(max_length, stride, CUT_CLASS).plan(random_ids(seed, count))
    assert {page.context for page in pages} <= {0}


def test_pages_begin_at_line_ends_or_else_at_sentence_ends() -> None:
    rule = WindowRule(64, 32, CUT_CLASS)
    ids = np.full(400, 5, np.int32)
    ids[20::25] = 1  # a sentence ends
    ids[23::50] = 0  # a line ends
    for before, after in pairwise(rule.plan(ids)):
        choice = ids[before.start + 16 - 1 : before.start + 27]
        best = 0 if 0 in choice else 1 if 1 in choice else 5
        assert ids[after.start - 1] == best


@pytest.mark.parametrize("place", [0, 3, 1000])
def test_one_more_token_changes_only_windows_near_it(place: int) -> None:
    rule = WindowRule(128, 64, np.full(50_000, 2, np.uint8))
    ids = random_ids(7, 40_000, 50_000)
    longer = np.concatenate([ids[:place], np.array([123], np.int32), ids[place:]])
    assert len(rule.plan(longer)) > 600
    assert len(windows(longer, rule) - windows(ids, rule)) <= 12


def windows(ids: Ids, rule: WindowRule) -> set[tuple[bytes, int]]:
    """Return everything that scores depend on: the tokens of each window, and where the page begins in it."""
    return {(ids[page.context : page.end].tobytes(), page.start - page.context) for page in rule.plan(ids)}


def test_the_plan_looks_only_at_what_an_edit_could_have_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = WindowRule(128, 64, np.full(50_000, 2, np.uint8))
    ids = random_ids(7, 40_000, 50_000)
    pages = rule.plan(ids)
    ids[20_000] = 5
    looked: list[int] = []
    best = rule._best

    def counted(ids: Ids, low: int, high: int) -> int:
        looked.append(low)
        return best(ids, low, high)

    monkeypatch.setattr(rule, "_best", counted)
    kept = rule.plan(ids, pages, 20_000, 20_001, 0)
    assert 0 < len(looked) < 40
    monkeypatch.undo()
    assert kept == rule.plan(ids)


@pytest.mark.parametrize(("max_length", "stride"), [(32, 33), (7, 7), (32, 7), (32, 0), (32, -1)])
def test_incompatible_lengths_are_rejected(max_length: int, stride: int) -> None:
    with pytest.raises(ValueError, match=rf"^stride {stride} must be between 8 and max_length \({max_length}\)$"):
        WindowRule(max_length, stride, CUT_CLASS)
