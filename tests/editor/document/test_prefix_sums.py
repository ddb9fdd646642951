"""PrefixSums against a plain list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from editor.document.prefix_sums import PrefixSums

VALUES = st.lists(st.integers(0, 9), max_size=6)


class PrefixSumsMachine(RuleBasedStateMachine):
    """Any sequence of edits leaves the same sums as adding up."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[int] = []
        self.sums = PrefixSums()

    @rule(data=st.data(), values=VALUES)
    def splice(self, data: st.DataObject, values: list[int]) -> None:
        index = data.draw(st.integers(0, len(self.values)))
        removed = data.draw(st.integers(0, len(self.values) - index))
        self.values[index : index + removed] = values
        self.sums.splice(index, removed, values)

    @precondition(lambda self: self.values)
    @rule(data=st.data(), value=st.integers(0, 9))
    def set(self, data: st.DataObject, value: int) -> None:
        index = data.draw(st.integers(0, len(self.values) - 1))
        self.values[index] = value
        self.sums.set(index, value)

    @precondition(lambda self: self.values)
    @rule(position=st.integers(0, 100))
    def find(self, position: int) -> None:
        expected = max(i for i in range(len(self.values)) if sum(self.values[:i]) <= position)
        assert self.sums.find(position) == expected

    @invariant()
    def agrees(self) -> None:
        count = len(self.values)
        assert len(self.sums) == count
        assert [self.sums[i] for i in range(count)] == self.values
        assert [self.sums.start(i) for i in range(count + 1)] == [sum(self.values[:i]) for i in range(count + 1)]
        assert self.sums.total == sum(self.values)


TestPrefixSums = PrefixSumsMachine.TestCase


@given(VALUES)
def test_begins_with_the_values_given(values: list[int]) -> None:
    assert PrefixSums(values).total == sum(values)


def test_rejects_invalid_values() -> None:
    with pytest.raises(ValueError, match="non-negative"):
        PrefixSums([1, -1])
    sums = PrefixSums([1, 2])
    with pytest.raises(ValueError, match="non-negative"):
        sums.set(0, -1)
    with pytest.raises(IndexError):
        sums.splice(1, 2, [])
    with pytest.raises(IndexError):
        sums.start(3)
    with pytest.raises(IndexError, match="empty"):
        PrefixSums().find(0)
