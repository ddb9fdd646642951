"""The algebra of transactions: inverting, composing, mapping positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.selections import Selection
from editor.document.transaction import OVERLAP, Change, Transaction
from tests.editor.document.texts import apply_naively, deleted_texts, texts, transactions


def one(start: int, end: int, text: str) -> Transaction:
    return Transaction((Change(start, end, text),))


@given(st.data(), texts)
def test_the_inverse_restores_the_text(data: st.DataObject, text: str) -> None:
    transaction = data.draw(transactions(len(text)))
    after = apply_naively(text, transaction)
    inverse = transaction.invert(deleted_texts(text, transaction))
    assert apply_naively(after, inverse) == text
    assert inverse.invert(deleted_texts(after, inverse)) == transaction
    assert len(after) - len(text) == transaction.delta == -inverse.delta


@given(st.data(), texts, st.integers(1, 3))
def test_composing_applies_both(data: st.DataObject, text: str, max_changes: int) -> None:
    first = data.draw(transactions(len(text), max_changes))
    between = apply_naively(text, first)
    second = data.draw(transactions(len(between), max_changes))
    both = first.compose(second)
    assert apply_naively(text, both) == apply_naively(between, second)
    assert both.delta == first.delta + second.delta


@given(st.data(), texts)
def test_mapped_positions_keep_their_order_and_their_text(data: st.DataObject, text: str) -> None:
    transaction = data.draw(transactions(len(text)))
    after = apply_naively(text, transaction)
    for bias in (-1, 1):
        mapped = [transaction.map_position(i, bias) for i in range(len(text) + 1)]
        assert mapped == sorted(mapped)
        assert mapped[0] >= 0
        assert mapped[-1] <= len(after)
    for i, character in enumerate(text):
        if not any(change.start <= i < change.end for change in transaction.changes):
            assert after[transaction.map_position(i, 1)] == character
            assert after[transaction.map_position(i + 1, -1) - 1] == character


@pytest.mark.parametrize(
    ("transaction", "position", "before", "behind"),
    [
        (one(2, 2, "xyz"), 2, 2, 5),  # at an insertion
        (one(2, 6, ""), 4, 2, 2),  # in a deletion
        (one(2, 6, "xyz"), 4, 2, 5),  # in a replacement
        (one(2, 6, "xyz"), 2, 2, 2),  # at its edges the position stays outside
        (one(2, 6, "xyz"), 6, 5, 5),
        (one(2, 6, "xyz"), 9, 8, 8),
    ],
)
def test_positions_map_as_in_codemirror(transaction: Transaction, position: int, before: int, behind: int) -> None:
    assert transaction.map_position(position, -1) == before
    assert transaction.map_position(position) == transaction.map_position(position, 1) == behind


def test_touches_counts_adjacent_ranges() -> None:
    transaction = one(3, 5, "x")
    assert transaction.touches(5, 9)
    assert transaction.touches(0, 3)
    assert transaction.touches(4, 4)
    assert not transaction.touches(6, 9)
    assert not transaction.touches(0, 2)


def test_touches_by_overlap_leaves_out_adjacent_ranges() -> None:
    transaction = one(3, 5, "x")
    assert transaction.touches(4, 9, OVERLAP)
    assert not transaction.touches(5, 9, OVERLAP)
    assert not transaction.touches(0, 3, OVERLAP)
    assert not one(4, 4, "x").touches(4, 6, OVERLAP)
    assert one(5, 5, "x").touches(4, 6, OVERLAP)


@pytest.mark.parametrize("changes", [[(2, 1)], [(-1, 0)], [(3, 4), (1, 2)], [(1, 3), (2, 4)]])
def test_changes_out_of_order_are_rejected(changes: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="ascending and disjoint"):
        Transaction(tuple(Change(start, end, "") for start, end in changes))


@pytest.mark.parametrize("deleted", [[], ["a"], ["ab", "c"]])
def test_an_inverse_needs_the_deleted_texts(deleted: list[str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        one(0, 2, "x").invert(deleted)


def test_selections_follow_their_text() -> None:
    assert Selection(4, 2).map(one(0, 0, "xx")) == Selection(6, 4)
    assert Selection(2, 2).map(one(2, 2, "xx")) == Selection(4, 4)  # a caret goes after typed text
    assert Selection(2, 4).map(one(2, 2, "xx")) == Selection(4, 6)  # a range doesn't grow
    assert Selection(2, 4).map(one(4, 4, "xx")) == Selection(2, 4)
    assert Selection(3, 4).map(one(2, 6, "xyz")).is_empty
    assert (Selection(5, 1).start, Selection(5, 1).end) == (1, 5)
