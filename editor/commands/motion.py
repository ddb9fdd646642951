"""Moving the carets: each motion exists twice, once moving and once selecting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.document import units
from editor.document.formatting import cell_motion
from editor.document.selections import Selection
from editor.keys.registry import command
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.notice import Notice

if TYPE_CHECKING:
    from editor.document import Document
    from editor.document.markdown.lines import LineStates

_PAGE_OVERLAP = 2  # rows of the old page that stay on the screen

Target = Callable[[Canvas, int], int]
"""Returns the position that a caret moves to from a position."""


def _block_end(document: Document, index: int) -> int:
    return document.block_start(index) + len(document.blocks[index].text)


def row_start(canvas: Canvas, position: int) -> int:
    """Return the row's start, after its indentation; from there the line's start, and back."""
    document = canvas.document
    index, row, _ = canvas.viewport.locate_position(position)
    start, text = document.block_start(index), document.blocks[index].text
    target = start + canvas.document_layout.block(index).starts[row]
    if row > 0 and position > target:
        return target
    indented = start + len(text) - len(text.lstrip())
    return indented if position > indented or position == start else start


def row_end(canvas: Canvas, position: int) -> int:
    """Return the last position on the row; from there the line's end."""
    index, row, _ = canvas.viewport.locate_position(position)
    target = canvas.document.block_start(index) + canvas.document_layout.block(index).last_stop(row)
    return target if position < target else _block_end(canvas.document, index)


def line_start(canvas: Canvas, position: int) -> int:
    """Return the start of the line, however many rows it wraps to."""
    return units.line_at(canvas.document, position)[0]


def line_end(canvas: Canvas, position: int) -> int:
    """Return the end of the line, before its line ending."""
    return _block_end(canvas.document, canvas.document.block_index(position))


def moved_by_rows(canvas: Canvas, selection: Selection, rows: int, *, extend: bool) -> Selection:
    """Return a selection with its caret moved by screen rows, as close as possible to its original cell."""
    layout, document = canvas.document_layout, canvas.document
    index, row, x = canvas.viewport.locate_position(selection.head)
    goal = x if selection.goal_x is None else selection.goal_x
    row += rows
    while row < 0 and index > 0:
        index -= 1
        row += layout.exact_height(index)
    while row >= layout.exact_height(index) and index + 1 < len(document.blocks):
        row -= layout.exact_height(index)
        index += 1
    if canvas.mode != "source" and canvas.markdown.lines.of(index).kind == "table.rule":
        beyond = index + (1 if rows > 0 else -1)  # the rule below a table's header isn't a row
        if beyond < len(document.blocks):
            index, row = beyond, 0
    if row < 0:
        target = 0
    elif row >= layout.exact_height(index):
        target = len(document)
    else:
        target = document.block_start(index) + layout.block(index).offset_at(row, goal)
    return Selection(selection.anchor if extend else target, target, goal)


def _move_rows(canvas: Canvas, rows: int, extend: bool) -> None:
    canvas.move_each(lambda selection: moved_by_rows(canvas, selection, rows, extend=extend))


def _move_page(canvas: Canvas, direction: int, extend: bool) -> None:
    """Scroll by a screen minus the overlap, and move the carets with it."""
    rows = direction * max(1, canvas.viewport.page_rows - _PAGE_OVERLAP)
    canvas.scroll_rows(rows)
    _move_rows(canvas, rows, extend)


def _move_to(canvas: Canvas, target: Target, extend: bool) -> None:
    def moved(selection: Selection) -> Selection:
        head = target(canvas, selection.head)
        return Selection(selection.anchor if extend else head, head)

    canvas.move_each(moved)


def _step(canvas: Canvas, extend: bool, target: Target, edge: Callable[[Selection], int]) -> None:
    """Move one character; a selection collapses to its edge."""
    if extend:
        _move_to(canvas, target, extend=True)
        return

    def moved(selection: Selection) -> Selection:
        head = target(canvas, selection.head) if selection.is_empty else edge(selection)
        return Selection(head, head)

    canvas.move_each(moved)


def in_document(target: Callable[[Document, int], int]) -> Target:
    """Turn a motion that needs no screen into a `Target`."""
    return lambda canvas, position: target(canvas.document, position)


TARGETS: tuple[tuple[str, str, tuple[str, ...], Target], ...] = (
    # Option+Left and Option+Right of a Macintosh arrive as Alt+b and Alt+f.
    ("word-left", "to start of word", ("ctrl+left", "alt+left", "alt+b"), in_document(units.word_left)),
    ("word-right", "to end of word", ("ctrl+right", "alt+right", "alt+f"), in_document(units.word_right)),
    ("line-start", "to start of row, then line", ("home",), row_start),
    ("line-end", "to end of row, then line", ("end",), row_end),
    ("whole-line-start", "to start of line", ("alt+home",), line_start),
    ("whole-line-end", "to end of line", ("alt+end",), line_end),
    ("sentence-left", "to start of sentence", ("alt+a",), in_document(units.sentence_left)),
    ("sentence-right", "to next sentence", ("alt+e",), in_document(units.sentence_right)),
    ("paragraph-up", "to start of paragraph", ("ctrl+up",), in_document(units.paragraph_up)),
    ("paragraph-down", "to next paragraph", ("ctrl+down",), in_document(units.paragraph_down)),
    ("document-start", "to start of draft", ("ctrl+home",), lambda canvas, position: 0),
    ("document-end", "to end of draft", ("ctrl+end",), lambda canvas, position: len(canvas.document)),
)
"""Name, title, keys and target of the motions by units of text; the deletions use them too."""


def _by_character(
    in_text: Callable[[Document, int], int], in_table: Callable[[Document, LineStates, int], int | None]
) -> Target:
    """Return the motion by a character, which goes from cell to cell where a table's borders are drawn."""

    def target(canvas: Canvas, position: int) -> int:
        found = None if canvas.mode == "source" else in_table(canvas.document, canvas.markdown.lines, position)
        return in_text(canvas.document, position) if found is None else found

    return target


_LEFT = _by_character(units.grapheme_left, cell_motion.left)
_RIGHT = _by_character(units.grapheme_right, cell_motion.right)
_STEPS: tuple[tuple[str, str, tuple[str, ...], Callable[[Canvas, bool], None]], ...] = (
    (
        "left",
        "one character left",
        ("left",),
        lambda canvas, extend: _step(canvas, extend, _LEFT, lambda selection: selection.start),
    ),
    (
        "right",
        "one character right",
        ("right",),
        lambda canvas, extend: _step(canvas, extend, _RIGHT, lambda selection: selection.end),
    ),
    ("up", "one row up", ("up",), lambda canvas, extend: _move_rows(canvas, -1, extend)),
    ("down", "one row down", ("down",), lambda canvas, extend: _move_rows(canvas, 1, extend)),
    ("page-up", "one page up", ("pageup",), lambda canvas, extend: _move_page(canvas, -1, extend)),
    ("page-down", "one page down", ("pagedown",), lambda canvas, extend: _move_page(canvas, 1, extend)),
)


def _with_shift(key: str) -> str:
    modifiers, _, name = key.rpartition("+")
    return f"{modifiers}+shift+{name}" if modifiers else f"shift+{name}"


def _register(name: str, help: str, keys: tuple[str, ...], motion: Callable[[Canvas, bool], None]) -> None:
    command(f"move-{name}", f"Move {help}", keys=keys, group="Move", target=Canvas)(
        lambda canvas: motion(canvas, canvas.is_marking)
    )
    shifted = tuple(_with_shift(key) for key in keys)
    command(f"select-{name}", f"Select {help}", keys=shifted, group="Select", target=Canvas)(
        lambda canvas: motion(canvas, True)
    )


def _register_target(name: str, help: str, keys: tuple[str, ...], target: Target) -> None:
    _register(name, help, keys, lambda canvas, extend: _move_to(canvas, target, extend))


for _entry in _STEPS:
    _register(*_entry)
for _target in TARGETS:
    _register_target(*_target)


@command("mark", "Toggle selecting with arrow keys", keys=("alt+m",), group="Select", target=Canvas)
def mark(canvas: Canvas) -> None:
    """Start a selection that every motion extends, for terminals that keep Shift with arrow keys for themselves."""
    canvas.is_marking = not canvas.is_marking
    canvas.post_message(Notice("selecting: arrow keys extend, Esc ends" if canvas.is_marking else "selected"))
