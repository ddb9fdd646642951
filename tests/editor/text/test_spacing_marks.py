"""Rich measures spacing marks as terminals draw them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from textual.strip import Strip

import editor.text.spacing_marks  # noqa: F401


@pytest.mark.parametrize(
    ("text", "cells"),
    [("\u0915\u093e", 2), ("न्दी", 3), ("ന്ത്ര്യം", 5), ("မြ", 2), ("e\u0301", 1), ("नम", 2), ("漢字", 4), ("👍🏻", 2)],
)
def test_rich_and_textual_count_the_cells_that_a_terminal_moves_by(text: str, cells: int) -> None:
    """The figures are the columns by which the cursor of tmux 3.3 moves."""
    assert cell_len(text) == split_graphemes(text)[1] == Strip([Segment(text)]).cell_length == cells
