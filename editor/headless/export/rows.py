"""A draft as rows of a terminal, drawn as in the reading view: without markup, and with coloured code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.selections import Selections
from editor.headless.export.annotations import LEGEND_TITLE, Annotation, legend
from editor.view.canvas.row_rendering import Mark, around_of, draw_row
from editor.view.canvas.underline import underlined
from editor.view.layout.block_layout import BlockLayout
from editor.view.layout.live_preview import LivePreview
from editor.view.theme.theme import Theme


class Place(NamedTuple):
    """The cells of an annotated word or a part of one: `width` cells of `row`, starting at `x`."""

    row: int
    x: int
    width: int
    annotation: Annotation


class Ink:
    """The styles of a theme.

    Args:
        theme: the colours.
        curly: whether coloured underlines are curly; None: they are drawn by other means.
    """

    def __init__(self, theme: Theme, *, curly: bool | None) -> None:
        self.theme = theme
        self.base = theme.style("text")
        self._curly = curly

    def style(self, name: str) -> Style:
        """Return the style that a theme's name adds to the text's."""
        colour = self.theme.underline(name)
        style = self.theme.overlay(name)
        return style if colour is None or self._curly is None else style + underlined(colour, curly=self._curly)


def draw_draft(
    document: Document, markdown: Markdown, annotations: Sequence[Annotation], ink: Ink, width: int
) -> tuple[list[Strip], list[Place]]:
    """Return the rows of a draft, `width` cells each, and the places of the annotations on them.

    `annotations` are in order, without overlaps. Rows of tables are cut at the last column.
    """
    markdown.settle_code()
    nothing = Selections.single(0, 0)
    preview = LivePreview(
        document, markdown, selections=lambda: nothing, width=lambda: width, suffix=lambda index: "", mode="reading"
    )
    strips: list[Strip] = []
    places: list[Place] = []
    next_annotation = 0
    for index, block in enumerate(document.blocks):
        start = document.block_start(index)
        of_block = []
        while next_annotation < len(annotations) and annotations[next_annotation].start <= start + len(block.text):
            of_block.append(annotations[next_annotation])
            next_annotation += 1
        layout = BlockLayout.of(block.text, width, preview.form(index))
        around = around_of(layout.form, ink.theme)
        for row, marks in _marks_by_row(layout, _marks(markdown, index, of_block, start, ink)):
            strip = draw_row(layout, row, marks, base=ink.base, after=None, left=0, width=width, around=around)
            strips.append(strip.crop(0, width))
        first_row = len(strips) - layout.height
        places += [
            place._replace(row=first_row + place.row) for item in of_block for place in _places(layout, item, start)
        ]
    return strips, places


def draw_text(text: str, ink: Ink, width: int) -> list[Strip]:
    """Return the rows of a line of text."""
    layout = BlockLayout.of(text, width)
    return [draw_row(layout, row, [], base=ink.base, after=None, left=0, width=width) for row in range(layout.height)]


def draw_legend(ink: Ink, width: int) -> list[Strip]:
    """Return rows that explain the colours of the heat map."""
    strips = [*draw_text("", ink, width), *draw_text(LEGEND_TITLE, ink, width)]
    row: list[Segment] = []
    used = 0
    for name, text in legend():
        text = f" {text} "
        if row and used + len(text) > width:
            strips.append(Strip([*row, Segment(" " * (width - used), ink.base)], width))
            row, used = [], 0
        row.append(Segment(text, ink.base + ink.style(name)))
        used += len(text)
    strips.append(Strip([*row, Segment(" " * max(0, width - used), ink.base)], max(used, width)))
    return strips


def _marks(markdown: Markdown, index: int, annotations: Sequence[Annotation], start: int, ink: Ink) -> list[Mark]:
    """Return the marks of a block by their starts; at the same place, later ones are drawn on top."""
    marks = [Mark(span.start, span.end, ink.style(span.kind)) for span in markdown.spans(index)]
    marks += [Mark(item.start - start, item.end - start, ink.style(item.name)) for item in annotations]
    return sorted(marks, key=lambda mark: mark.start)


def _marks_by_row(layout: BlockLayout, marks: Sequence[Mark]) -> Iterator[tuple[int, list[Mark]]]:
    """Yield each row and the marks on it, without searching all marks for every row."""
    reaching: list[Mark] = []
    position = 0
    for row in range(layout.height):
        start, end = layout.row_span(row)
        reaching = [mark for mark in reaching if mark.end > start]
        while position < len(marks) and marks[position].start < end:
            reaching.append(marks[position])
            position += 1
        yield row, reaching


def _places(layout: BlockLayout, annotation: Annotation, block_start: int) -> Iterator[Place]:
    start, end = annotation.start - block_start, annotation.end - block_start
    for row in range(layout.row_of(start), layout.row_of(end - 1) + 1):
        row_start, row_end = layout.row_span(row)
        x = layout.x_in_row(row, max(start, row_start))
        yield Place(row, x, layout.x_in_row(row, min(end, row_end)) - x, annotation)
