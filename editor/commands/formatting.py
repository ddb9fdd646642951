"""Commands that format: marks, links, headings, lists, quotes, code, tables and footnotes, as Markdown has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from editor.commands.markup_keys import Formatting, apply_formatting
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

if TYPE_CHECKING:
    from editor.view.canvas.canvas import Canvas

# Marks. Ctrl+I is Tab in a terminal, so italic has Ctrl+E, for emphasis.

_MARKS: tuple[tuple[str, str, tuple[str, ...], tuple[MarkKind, ...]], ...] = (
    ("bold", "Bold, or no longer", ("ctrl+b",), ("strong",)),
    ("italic", "Italic, or no longer", ("ctrl+e",), ("emphasis",)),
    ("bold-italic", "Bold and italic, or neither", (), ("strong", "emphasis")),
    ("strikethrough", "Struck through, or no longer", ("alt+shift+s",), ("strikethrough",)),
    ("code", "Code, or no longer", ("alt+shift+c",), ("code",)),
)


def _register_marks(name: str, help: str, keys: tuple[str, ...], kinds: tuple[MarkKind, ...]) -> None:
    @command(name, help, keys=keys, group="Format")
    def toggle_marks(canvas: Canvas) -> None:
        """Toggle marks around the selections, the words at the carets, or what is going to be typed."""
        apply_formatting(
            canvas, lambda document, lines, selections: emphasis.toggle(document, lines, selections, *kinds)
        )


for _mark in _MARKS:
    _register_marks(*_mark)


@command("link", "Make a link; in one select its target, then unmake it", keys=("alt+w",), group="Format")
def link(canvas: Canvas) -> None:
    """Toggle a link."""
    apply_formatting(canvas, links.toggle_link)


@command("image", "Make an image; in one select its target, then unmake it", keys=("alt+g",), group="Format")
def image(canvas: Canvas) -> None:
    """Toggle an image."""
    apply_formatting(canvas, links.toggle_image)


@command("footnote", "Write a footnote; from a note go back", keys=("alt+r",), group="Format")
def footnote(canvas: Canvas) -> None:
    """Insert a footnote, or go between a reference and its note."""
    apply_formatting(canvas, footnotes.toggle)


# Headings


def _register_level(level: int) -> None:
    @command(f"heading-{level}", f"Heading of level {level}, or plain text", group="Format")
    def heading(canvas: Canvas) -> None:
        """Give the selected lines one level."""
        apply_formatting(
            canvas, lambda document, lines, selections: headings.set_level(document, lines, selections, level)
        )


def _register_shift(name: str, help: str, key: str, by: Literal[-1, 1]) -> None:
    @command(name, help, keys=(key,), group="Format")
    def shift(canvas: Canvas) -> None:
        """Give the selected lines another level."""
        apply_formatting(canvas, lambda document, lines, selections: headings.shift(document, lines, selections, by))


_register_shift("heading-up", "Heading one level up; plain text becomes one", "alt+shift+h", -1)
_register_shift("heading-down", "Heading one level down, at last plain text", "alt+shift+j", 1)
for _level in range(1, 7):
    _register_level(_level)


@command("plain-paragraph", "No heading", group="Format")
def plain_paragraph(canvas: Canvas) -> None:
    """Make plain text of headings."""
    apply_formatting(canvas, lambda document, lines, selections: headings.set_level(document, lines, selections, 0))


# Lists, quotes, code

_LISTS: tuple[tuple[str, str, str, lists.ListKind], ...] = (
    ("bullet-list", "List with bullets, or none", "alt+minus", "bullet"),
    ("numbered-list", "Numbered list, or none", "alt+0", "number"),
    ("task-list", "List of tasks, or none", "alt+shift+t", "task"),
)


def _register_list(name: str, help: str, key: str, kind: lists.ListKind) -> None:
    @command(name, help, keys=(key,), group="Format")
    def toggle_list(canvas: Canvas) -> None:
        """Make the selected lines items of a list, or plain text again."""
        apply_formatting(canvas, lambda document, lines, selections: lists.toggle(document, lines, selections, kind))


for _list in _LISTS:
    _register_list(*_list)


_LINE_FORMATS: tuple[tuple[str, str, tuple[str, ...], Formatting], ...] = (
    ("toggle-task", "Tick the task, or clear its box", ("alt+x",), lists.toggle_tasks),
    ("nest-item", "Item further in", (), nesting.nest),
    ("unnest-item", "Item further out", (), nesting.unnest),
    ("quote", "Quote, or no longer", ("alt+shift+q",), quotes.toggle_quote),
    ("quote-deeper", "Quote within the quote", (), quotes.quote),
    ("unquote", "Out of the innermost quote", (), quotes.unquote),
    ("code-block", "Code between fences, or no longer", ("alt+shift+v",), code_blocks.toggle),
    ("table", "Insert a table", ("alt+shift+r",), table_edits.insert),
    ("table-realign", "Put the columns of the table under each other", (), table_edits.realign),
    ("table-row-below", "Add a row below", (), table_edits.add_row),
    (
        "table-row-above",
        "Add a row above",
        (),
        lambda document, lines, selections: table_edits.add_row(document, lines, selections, above=True),
    ),
    ("table-remove-row", "Remove the row", (), table_edits.remove_row),
    ("table-column-right", "Add a column to the right", (), table_edits.add_column),
    (
        "table-column-left",
        "Add a column to the left",
        (),
        lambda document, lines, selections: table_edits.add_column(document, lines, selections, left=True),
    ),
    ("table-remove-column", "Remove the column", (), table_edits.remove_column),
)


def _register(name: str, help: str, keys: tuple[str, ...], formatting: Formatting) -> None:
    @command(name, help, keys=keys, group="Format")
    def run(canvas: Canvas) -> None:
        """Format what is selected."""
        apply_formatting(canvas, formatting)


for _entry in _LINE_FORMATS:
    _register(*_entry)


def _register_alignment(alignment: Alignment, help: str) -> None:
    @command(f"table-align-{alignment}", help, group="Format")
    def align(canvas: Canvas) -> None:
        """Align a column of a table."""
        apply_formatting(
            canvas, lambda document, lines, selections: table_edits.align_column(document, lines, selections, alignment)
        )


_register_alignment("left", "Align the column to the left")
_register_alignment("centre", "Centre the column")
_register_alignment("right", "Align the column to the right")
