"""The viewport without an app: what stays on the screen when carets move, sizes change and text is edited."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.document import Phase
from editor.view.canvas.viewport import Viewport
from editor.view.layout.document_layout import DocumentLayout

LINES = "\n".join(f"line {number}" for number in range(400))
PARAGRAPHS = "\n".join(f"Paragraph {number}. " + "some words that fill it up " * (number % 7) for number in range(200))


class Screen:
    """A viewport of a text, on a screen of some size."""

    def __init__(self, text: str, width: int = 40, height: int = 20, column: int | None = None) -> None:
        self.document = Document(text)
        self.layout = DocumentLayout(self.document, column or 80)
        self.viewport = Viewport(self.document, self.layout, column=column)
        self.document.subscribe(lambda change: self.viewport.follow(change.block_changes), Phase.VIEW)
        self.caret = 0
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        self.viewport.resize(width, height, self.caret)

    def move_to(self, text: str) -> None:
        self.caret = self.document.text.index(text)
        self.viewport.reveal(self.caret)

    @property
    def line_of_caret(self) -> int:
        return self.viewport.cell_of(self.caret)[1]

    def shown(self) -> list[str]:
        """Return the text of the lines on the screen."""
        found = []
        for y in range(self.viewport.top_y, min(self.layout.height, self.viewport.top_y + self.viewport.page_rows)):
            index, row = self.layout.locate(y)
            found.append(self.layout.block(index).row_text(row).strip())
        return found


def test_some_lines_stay_in_sight_above_and_below_the_caret() -> None:
    screen = Screen(LINES)
    screen.move_to("line 16")
    assert (screen.shown()[0], screen.line_of_caret) == ("line 0", 16)
    screen.move_to("line 17")
    assert (screen.shown()[0], screen.line_of_caret) == ("line 1", 16)
    screen.move_to("line 4")
    assert (screen.shown()[0], screen.line_of_caret) == ("line 1", 3)
    screen.move_to("line 399")
    assert (screen.shown()[-1], screen.line_of_caret) == ("line 399", 19)


@pytest.mark.parametrize(("height", "lines"), [(1, 0), (3, 0), (4, 1), (9, 2), (40, 3)])
def test_a_small_screen_keeps_fewer_lines(height: int, lines: int) -> None:
    screen = Screen(LINES, 40, height)
    for number in range(50):
        screen.move_to(f"line {number}")
    assert screen.line_of_caret == height - 1 - lines


def test_a_far_jump_lands_a_third_down_and_a_near_one_scrolls_minimally() -> None:
    screen = Screen(PARAGRAPHS, 40, 12, column=30)
    screen.move_to("Paragraph 100.")
    assert screen.line_of_caret == 4
    assert screen.shown()[4].startswith("Paragraph 100.")
    screen.move_to("Paragraph 103.")
    assert screen.line_of_caret == 8
    screen.move_to("Paragraph 7.")
    assert screen.line_of_caret == 4


def test_a_typewriter_keeps_the_caret_in_the_middle_even_at_the_end() -> None:
    screen = Screen(LINES)
    screen.viewport.set_typewriter(True)
    for number in (50, 51, 399):
        screen.move_to(f"line {number}")
        assert screen.line_of_caret == 10
    assert screen.viewport.height == 400 + 10
    screen.viewport.set_typewriter(False)
    screen.viewport.settle()
    assert screen.shown()[-1] == "line 399"


@pytest.mark.parametrize(
    ("width", "column", "text_width", "left"), [(100, 60, 60, 20), (100, None, 96, 2), (50, 80, 46, 2), (5, 80, 8, 0)]
)
def test_the_text_is_centred_in_the_available_width(width: int, column: int | None, text_width: int, left: int) -> None:
    screen = Screen(LINES, width, 10, column)
    assert (screen.layout.width, screen.viewport.text_left) == (text_width, left)


def test_an_edit_above_leaves_the_lines_on_the_screen_where_they_are() -> None:
    screen = Screen(LINES)
    screen.move_to("line 200")
    lines = screen.shown()
    screen.document.replace(0, 0, "one\ntwo\nthree\n")
    screen.viewport.settle()
    assert screen.shown() == lines
    screen.document.undo()
    screen.viewport.settle()
    assert screen.shown() == lines


def test_deleting_most_of_the_text_shows_the_rest() -> None:
    screen = Screen(LINES)
    screen.move_to("line 399")
    screen.document.replace(0, len(LINES), "one")
    screen.viewport.settle()
    assert (screen.viewport.top, screen.shown(), screen.viewport.visible_range()) == ((0, 0), ["one"], (0, 3))


def test_cells_and_positions_map_to_each_other_even_past_the_edges() -> None:
    screen = Screen(LINES)
    screen.move_to("line 200")
    for line in (-30, 0, 7, 19, 40):
        position = screen.viewport.position_at(screen.viewport.text_left + 2, line)
        assert screen.viewport.cell_of(position) == (screen.viewport.text_left + 2, line)
    assert screen.viewport.position_at(0, -1000) == 0
    assert screen.viewport.position_at(0, 1000) == len(LINES)


sizes = st.tuples(st.integers(9, 60), st.integers(1, 20))


@given(st.lists(sizes, max_size=5), st.integers(0, len(PARAGRAPHS)), st.integers(-5, 5))
@example([(9, 18)], 18766, 4)  # near the end, so that a taller screen shows more above
def test_resizing_keeps_the_caret_visible_and_resizing_back_restores_the_view(
    others: list[tuple[int, int]], caret: int, scrolled: int
) -> None:
    screen = Screen(PARAGRAPHS, 50, 10)
    screen.caret = caret
    screen.viewport.reveal(caret)
    screen.viewport.scroll_rows(scrolled)
    lines, was_shown = screen.shown(), 0 <= screen.line_of_caret < 10
    for width, height in others:
        screen.resize(width, height)
        assert 0 <= screen.line_of_caret < height or not was_shown
    screen.resize(50, 10)
    assert screen.shown() == lines


def test_nothing_is_laid_out_again_while_nothing_changes() -> None:
    screen = Screen(LINES)
    times = screen.viewport.times_settled
    screen.viewport.settle()
    assert screen.viewport.times_settled == times
    screen.viewport.unsettle()
    screen.viewport.settle()
    assert screen.viewport.times_settled == times + 1
