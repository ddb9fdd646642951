"""Moving the caret and selecting: each motion exists twice, plain and with Shift."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.commands.registry import command
from editor.document.positions import next_grapheme, next_word_end, previous_grapheme, previous_word_start

if TYPE_CHECKING:
    from editor.document import Document
    from editor.view.canvas import Canvas


def _place(document: Document, position: int) -> tuple[int, int, str]:
    """The block a position lies in: its index, its start and its text."""
    index = document.block_index(position)
    return index, document.block_start(index), document.blocks[index].text


def _block_end(document: Document, index: int) -> int:
    return document.block_start(index) + len(document.blocks[index].text)


def grapheme_left(document: Document, position: int) -> int:
    """The caret position before `position`; a line end counts as one."""
    index, start, text = _place(document, position)
    if position > start:
        return start + previous_grapheme(text, min(position - start, len(text)))
    return _block_end(document, index - 1) if index else 0


def grapheme_right(document: Document, position: int) -> int:
    """The caret position behind `position`; a line end counts as one."""
    index, start, text = _place(document, position)
    if position - start < len(text):
        return start + next_grapheme(text, position - start)
    return document.block_start(index + 1)


def word_left(document: Document, position: int) -> int:
    """The start of the word before `position`; from the start of a block, of the last word in the block before."""
    index, start, text = _place(document, position)
    if position == start and index:
        index, start, text = _place(document, _block_end(document, index - 1))
        position = start + len(text)
    return start + previous_word_start(text, position - start)


def word_right(document: Document, position: int) -> int:
    """The end of the word behind `position`; from the end of a block, of the first word in the next block."""
    index, start, text = _place(document, position)
    if position - start >= len(text) and index + 1 < len(document.blocks):
        index, start, text = _place(document, document.block_start(index + 1))
        position = start
    return start + next_word_end(text, position - start)


def paragraph_up(document: Document, position: int) -> int:
    """The start of the block, or, from there, of the nearest block above that is not empty."""
    index, start, _ = _place(document, position)
    if position > start:
        return start
    index -= 1
    while index > 0 and not document.blocks[index].text.strip():
        index -= 1
    return document.block_start(max(0, index))


def paragraph_down(document: Document, position: int) -> int:
    """The start of the nearest block below that is not empty, else the document's end."""
    index, _, _ = _place(document, position)
    index += 1
    while index < len(document.blocks) and not document.blocks[index].text.strip():
        index += 1
    return document.block_start(index)


def row_start(canvas: Canvas) -> int:
    """Where Home goes: the row's start, behind its indentation; from there on to the block's start."""
    document, head = canvas.document, canvas.selection.head
    index, start, text = _place(document, head)
    row = canvas.locate_position(head)[1]
    target = start + canvas.flow.block(index).starts[row]
    if row > 0 and head > target:
        return target
    indented = start + len(text) - len(text.lstrip())
    return indented if head > indented or head == start else start


def row_end(canvas: Canvas) -> int:
    """Where End goes: the last place on the row; from there on to the block's end."""
    head = canvas.selection.head
    index, row, _ = canvas.locate_position(head)
    target = canvas.document.block_start(index) + canvas.flow.block(index).last_stop(row)
    return target if head < target else _block_end(canvas.document, index)


def _move_to(canvas: Canvas, target: int, extend: bool) -> None:
    canvas.select(canvas.selection.anchor if extend else target, target)


def move_rows(canvas: Canvas, rows: int, *, extend: bool) -> None:
    """Move the caret by rows of the screen, as near as can be to the cell it began in."""
    flow, document = canvas.flow, canvas.document
    index, row, x = canvas.locate_position(canvas.selection.head)
    goal = x if canvas.goal_x is None else canvas.goal_x
    row += rows
    while row < 0 and index > 0:
        index -= 1
        row += flow.block(index).height
    while row >= flow.block(index).height and index + 1 < len(document.blocks):
        row -= flow.block(index).height
        index += 1
    if row < 0:
        target = 0
    elif row >= flow.block(index).height:
        target = len(document)
    else:
        target = document.block_start(index) + flow.block(index).offset_at(row, goal)
    _move_to(canvas, target, extend)
    canvas.goal_x = goal


def move_page(canvas: Canvas, direction: int, *, extend: bool) -> None:
    """Scroll by a screen less one row, and move the caret with it."""
    rows = direction * max(1, canvas.page_rows - 1)
    canvas.scroll_rows(rows)
    move_rows(canvas, rows, extend=extend)


def _left(canvas: Canvas, extend: bool) -> None:
    selection = canvas.selection
    collapses = not extend and not selection.is_empty
    _move_to(canvas, selection.start if collapses else grapheme_left(canvas.document, selection.head), extend)


def _right(canvas: Canvas, extend: bool) -> None:
    selection = canvas.selection
    collapses = not extend and not selection.is_empty
    _move_to(canvas, selection.end if collapses else grapheme_right(canvas.document, selection.head), extend)


def _to(target: Callable[[Document, int], int]) -> Callable[[Canvas, bool], None]:
    return lambda canvas, extend: _move_to(canvas, target(canvas.document, canvas.selection.head), extend)


_MOTIONS: tuple[tuple[str, str, tuple[str, ...], Callable[[Canvas, bool], None]], ...] = (
    ("left", "one character to the left", ("left",), _left),
    ("right", "one character to the right", ("right",), _right),
    ("up", "one row up", ("up",), lambda canvas, extend: move_rows(canvas, -1, extend=extend)),
    ("down", "one row down", ("down",), lambda canvas, extend: move_rows(canvas, 1, extend=extend)),
    ("word-left", "to the start of the word", ("ctrl+left",), _to(word_left)),
    ("word-right", "to the end of the word", ("ctrl+right",), _to(word_right)),
    ("paragraph-up", "to the start of the paragraph", ("ctrl+up",), _to(paragraph_up)),
    ("paragraph-down", "to the next paragraph", ("ctrl+down",), _to(paragraph_down)),
    (
        "line-start",
        "to the start of the line",
        ("home",),
        lambda canvas, extend: _move_to(canvas, row_start(canvas), extend),
    ),
    ("line-end", "to the end of the line", ("end",), lambda canvas, extend: _move_to(canvas, row_end(canvas), extend)),
    ("page-up", "one page up", ("pageup",), lambda canvas, extend: move_page(canvas, -1, extend=extend)),
    ("page-down", "one page down", ("pagedown",), lambda canvas, extend: move_page(canvas, 1, extend=extend)),
    ("document-start", "to the start of the draft", ("ctrl+home",), _to(lambda document, head: 0)),
    ("document-end", "to the end of the draft", ("ctrl+end",), _to(lambda document, head: len(document))),
)


def _with_shift(key: str) -> str:
    modifiers, _, name = key.rpartition("+")
    return f"{modifiers}+shift+{name}" if modifiers else f"shift+{name}"


def _register(name: str, help: str, keys: tuple[str, ...], motion: Callable[[Canvas, bool], None]) -> None:
    move = name if name.startswith("page") else f"move-{name}"
    command(move, f"Move {help}", keys=keys, group="Move")(lambda canvas: motion(canvas, False))
    shifted = tuple(_with_shift(key) for key in keys)
    command(f"select-{name}", f"Select {help}", keys=shifted, group="Select")(lambda canvas: motion(canvas, True))


for _motion in _MOTIONS:
    _register(*_motion)


@command("select-all", "Select the whole draft", keys=("ctrl+a",), group="Select")
def select_all(canvas: Canvas) -> None:
    """Select everything; the screen stays where it is."""
    canvas.select(0, len(canvas.document), scroll=False)
