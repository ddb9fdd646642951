"""Where carets may be, and on which lines of the screen they differ, without an app."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.document.selections import Selection, Selections
from editor.view.canvas.carets import MANY, all_snapped, caret_marks, changed_lines, snapped
from editor.view.canvas.viewport import Viewport
from editor.view.layout.block_layout import BlockLayout
from editor.view.layout.document_layout import DocumentLayout
from editor.view.theme.theme import load_theme

LINES = "\n".join(f"line {number}" for number in range(100))


@pytest.mark.parametrize(
    ("text", "position", "back", "forward"),
    [
        ("abc", -5, 0, 0),
        ("abc", 99, 3, 3),
        ("e\u0301x", 1, 0, 2),  # inside a grapheme
        ("a\r\nb", 2, 1, 3),  # inside a line end
    ],
)
def test_a_position_moves_to_a_grapheme_boundary(text: str, position: int, back: int, forward: int) -> None:
    document = Document(text)
    assert snapped(document, position) == back
    assert snapped(document, position, forward=True) == forward


def test_both_ends_of_a_selection_are_snapped() -> None:
    document = Document("e\u0301 e\u0301")
    assert all_snapped(document, Selections.single(1, 4)).main == Selection(0, 3)
    assert all_snapped(document, Selections.single(1, 1), forward=True).main == Selection(2, 2)


def test_a_caret_at_the_end_takes_the_cell_after_the_text_and_one_inside_a_mark() -> None:
    theme, layout = load_theme("dark"), BlockLayout.of("abc", 20)
    marks, after = caret_marks(layout, 0, 0, Selections.single(3, 3), theme)
    assert (marks, after) == ([], theme.overlay("caret"))
    marks, after = caret_marks(layout, 0, 0, Selections.single(1, 1), theme)
    assert ([tuple(mark[:2]) for mark in marks], after) == ([(1, 2)], None)


def test_only_lines_that_differ_are_redrawn() -> None:
    document = Document(LINES)
    viewport = Viewport(document, DocumentLayout(document, 40))
    viewport.resize(50, 10, 0)
    start = document.block_start
    assert changed_lines(viewport, Selections.single(0, 0), Selections.single(0, start(2))) == [range(3)]
    assert changed_lines(viewport, Selections.single(0, start(50)), Selections.single(0, start(60))) == [range(0)]
    moved = changed_lines(viewport, Selections.single(1, 1), Selections.single(start(4), start(4)))
    assert moved is not None
    assert {line for lines in moved for line in lines} == {0, 4}


def test_if_very_many_lines_differ_all_are_redrawn() -> None:
    document = Document("a" * 200)
    viewport = Viewport(document, DocumentLayout(document, 40))
    viewport.resize(50, 10, 0)
    many = Selections(tuple(Selection(at, at) for at in range(MANY + 1)))
    assert changed_lines(viewport, many, Selections.single(150, 150)) is None
