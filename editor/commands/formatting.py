"""Commands that format as Markdown: marks, links, headings, lists, quotes, code, tables and footnotes."""

from __future__ import annotations

from functools import partial
from typing import Literal

from editor.commands.markup_keys import Formatting, apply_formatting, write_formatting
from editor.document.formatting import (
    code_blocks,
    emphasis,
    footnotes,
    headings,
    links,
    lists,
    nesting,
    quotes,
    table_edits,
)
from editor.document.formatting.marks import MarkKind
from editor.document.formatting.tables import Alignment
from editor.keys.registry import command
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.notice import Notice

# Marks. Ctrl+I is Tab in a terminal, so italic is on Ctrl+E, for emphasis.

_MARKS: tuple[tuple[str, str, tuple[str, ...], tuple[MarkKind, ...]], ...] = (
    ("bold", "Toggle bold", ("ctrl+b",), ("strong",)),
    ("italic", "Toggle italic", ("ctrl+e",), ("emphasis",)),
    ("bold-italic", "Toggle bold italic", (), ("strong", "emphasis")),
    ("strikethrough", "Toggle strikethrough", ("alt+shift+s",), ("strikethrough",)),
    ("code", "Toggle inline code", ("alt+shift+c",), ("code",)),
)


def _register_marks(name: str, help: str, keys: tuple[str, ...], kinds: tuple[MarkKind, ...]) -> None:
    @command(name, help, keys=keys, group="Format", target=Canvas)
    def toggle_marks(canvas: Canvas) -> None:
        """Toggle marks around the selections, the words at the carets, or the text typed next."""
        write_formatting(
            canvas, lambda document, lines, selections: emphasis.toggle(document, lines, selections, *kinds)
        )


for _mark in _MARKS:
    _register_marks(*_mark)


@command("link", "Insert, edit or remove link", keys=("alt+w",), group="Format", target=Canvas)
def link(canvas: Canvas) -> None:
    """Insert a link; inside one, select its target, then remove the link."""
    write_formatting(canvas, links.toggle_link)


@command("image", "Insert, edit or remove image", keys=("alt+g",), group="Format", target=Canvas)
def image(canvas: Canvas) -> None:
    """Insert an image; inside one, select its target, then remove the image."""
    write_formatting(canvas, links.toggle_image)


@command("footnote", "Insert footnote / return to text", keys=("alt+r",), group="Format", target=Canvas)
def footnote(canvas: Canvas) -> None:
    """Insert a footnote, or jump between a reference and its note."""
    if not apply_formatting(canvas, footnotes.toggle):
        canvas.post_message(Notice("a footnote needs text: not code, HTML or front matter"))


# Headings


def _register_level(level: int) -> None:
    @command(f"heading-{level}", f"Toggle heading {level}", group="Format", target=Canvas)
    def heading(canvas: Canvas) -> None:
        """Make the selected lines headings of one level, or plain text again."""
        apply_formatting(
            canvas, lambda document, lines, selections: headings.set_level(document, lines, selections, level)
        )


def _register_shift(name: str, help: str, key: str, by: Literal[-1, 1]) -> None:
    @command(name, help, keys=(key,), group="Format", target=Canvas)
    def shift(canvas: Canvas) -> None:
        """Raise or lower the level of the selected lines."""
        apply_formatting(canvas, lambda document, lines, selections: headings.shift(document, lines, selections, by))


_register_shift("heading-up", "Promote heading", "alt+shift+h", -1)
_register_shift("heading-down", "Demote heading", "alt+shift+j", 1)
for _level in range(1, 7):
    _register_level(_level)


@command("plain-paragraph", "Remove heading", group="Format", target=Canvas)
def plain_paragraph(canvas: Canvas) -> None:
    """Turn headings into plain text."""
    apply_formatting(canvas, lambda document, lines, selections: headings.set_level(document, lines, selections, 0))


# Lists, quotes, code

_LISTS: tuple[tuple[str, str, str, lists.ListKind], ...] = (
    ("bullet-list", "Toggle bulleted list", "alt+minus", "bullet"),
    ("numbered-list", "Toggle numbered list", "alt+0", "number"),
    ("task-list", "Toggle task list", "alt+shift+t", "task"),
)


def _register_list(name: str, help: str, key: str, kind: lists.ListKind) -> None:
    @command(name, help, keys=(key,), group="Format", target=Canvas)
    def toggle_list(canvas: Canvas) -> None:
        """Make the selected lines list items, or plain text again."""
        apply_formatting(canvas, lambda document, lines, selections: lists.toggle(document, lines, selections, kind))


for _list in _LISTS:
    _register_list(*_list)


@command("toggle-task", "Tick or untick task", keys=("alt+x",), group="Format", target=Canvas)
def toggle_task(canvas: Canvas) -> None:
    """Tick the selected tasks, or untick them if all are ticked."""
    if not apply_formatting(canvas, lists.toggle_tasks):
        canvas.post_message(Notice("no task here: “Toggle task list” makes one"))


_LINE_FORMATS: tuple[tuple[str, str, tuple[str, ...], Formatting], ...] = (
    ("nest-item", "Indent list item", (), nesting.nest),
    ("unnest-item", "Outdent list item", (), nesting.unnest),
    ("quote", "Toggle block quote", ("alt+shift+q",), quotes.toggle_quote),
    ("quote-deeper", "Add quote level", (), quotes.quote),
    ("unquote", "Remove quote level", (), quotes.unquote),
    ("code-block", "Toggle code block", ("alt+shift+v",), code_blocks.toggle),
    ("table", "Insert table", ("alt+shift+r",), table_edits.insert),
    ("table-realign", "Align table columns", (), table_edits.realign),
    ("table-row-below", "Insert table row below", (), table_edits.add_row),
    (
        "table-row-above",
        "Insert table row above",
        (),
        lambda document, lines, selections: table_edits.add_row(document, lines, selections, above=True),
    ),
    ("table-remove-row", "Delete table row", (), table_edits.remove_row),
    ("table-column-right", "Insert table column right", (), table_edits.add_column),
    (
        "table-column-left",
        "Insert table column left",
        (),
        lambda document, lines, selections: table_edits.add_column(document, lines, selections, left=True),
    ),
    ("table-remove-column", "Delete table column", (), table_edits.remove_column),
    ("table-move-row-up", "Move table row up", (), partial(table_edits.move_row, direction=-1)),
    ("table-move-row-down", "Move table row down", (), partial(table_edits.move_row, direction=1)),
    ("table-move-column-left", "Move table column left", (), partial(table_edits.move_column, direction=-1)),
    ("table-move-column-right", "Move table column right", (), partial(table_edits.move_column, direction=1)),
    ("table-sort", "Sort table rows by column", (), table_edits.sort_rows),
    (
        "table-sort-descending",
        "Sort table rows by column, descending",
        (),
        partial(table_edits.sort_rows, descending=True),
    ),
)


def _register(name: str, help: str, keys: tuple[str, ...], formatting: Formatting) -> None:
    @command(name, help, keys=keys, group="Format", target=Canvas)
    def run(canvas: Canvas) -> None:
        """Format the selection."""
        apply_formatting(canvas, formatting)


for _entry in _LINE_FORMATS:
    _register(*_entry)


def _register_alignment(alignment: Alignment, help: str) -> None:
    @command(f"table-align-{alignment}", help, group="Format", target=Canvas)
    def align(canvas: Canvas) -> None:
        """Align a table column."""
        apply_formatting(
            canvas, lambda document, lines, selections: table_edits.align_column(document, lines, selections, alignment)
        )


_register_alignment("left", "Align table column left")
_register_alignment("centre", "Centre table column")
_register_alignment("right", "Align table column right")
