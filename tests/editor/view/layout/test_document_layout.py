"""The positions of blocks: estimates become heights, and edits keep both right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.document import Phase
from editor.view.layout.document_layout import DocumentLayout
from editor.view.layout.wrap import wrap

lines = st.lists(st.sampled_from(["", "short", "a longer line of several words", "word " * 20]), max_size=12)


def _true_heights(document: Document, width: int) -> list[int]:
    return [len(wrap(block.text, width)) for block in document.blocks]


@given(
    lines, st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60), st.sampled_from(["", "x", "\n", "one\ntwo\n"])))
)
def test_heights_are_exact_once_measured_whatever_was_edited(
    texts: list[str], edits: list[tuple[int, int, str]]
) -> None:
    document = Document("\n".join(texts))
    flow = DocumentLayout(document, 12)
    document.subscribe(lambda change: flow.apply(change.block_changes), Phase.VIEW)
    for position, length, text in edits:
        start = min(position, len(document))
        flow.block(document.block_index(start))
        document.replace(start, min(start + length, len(document)), text)
        if position % 2:
            flow.measure_some(10.0)
    while flow.measure_some(10.0):
        flow.adopt()
    heights = _true_heights(document, 12)
    assert [flow.block_height(index) for index in range(len(heights))] == heights
    assert [flow.top(index) for index in range(len(heights) + 1)] == [sum(heights[:i]) for i in range(len(heights) + 1)]
    for y in range(-2, sum(heights) + 2):
        index, row = flow.locate(y)
        assert flow.top(index) + row == min(max(0, y), sum(heights) - 1)


@given(lines, st.integers(0, 30), st.integers(1, 20))
def test_measured_rows_are_exact(texts: list[str], first: int, count: int) -> None:
    document = Document("\n".join(texts))
    flow = DocumentLayout(document, 12)
    index, _ = flow.locate(first)
    flow.measure_above(index, count)
    flow.measure_rows(flow.top(index), flow.top(index) + count)
    heights = _true_heights(document, 12)
    y = flow.top(index)
    while index < len(heights) and flow.top(index) < y + count:
        assert flow.block_height(index) == heights[index]
        index += 1
