"""Several carets, and selecting by units of text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.commands.motion import moved_by_rows
from editor.document import units
from editor.document.selections import Selection, Selections
from editor.keys.registry import command
from editor.view.canvas.canvas import Canvas

if TYPE_CHECKING:
    from editor.document import Document

Span = tuple[int, int]


@command("single-caret", "Single caret / clear selection", keys=("escape",), group="Select", target=Canvas)
def single_caret(canvas: Canvas) -> None:
    """Keep only the main selection; if it is already the only one, clear it and keep its caret."""
    canvas.is_marking = False
    main = canvas.selection
    anchor = main.anchor if len(canvas.selections) > 1 else main.head
    canvas.select(anchor, main.head, scroll=False)


def _add_caret(canvas: Canvas, rows: int) -> None:
    """Add a caret above the topmost or below the lowest one, at the horizontal cell of the main caret."""
    outermost = canvas.selections.ranges[0 if rows < 0 else -1]
    goal = canvas.selection.goal_x
    if goal is None:
        goal = canvas.viewport.locate_position(canvas.selection.head)[2]
    start = Selection(outermost.head, outermost.head, goal)
    caret = moved_by_rows(canvas, start, rows, extend=False)
    if caret.head != outermost.head:
        canvas.set_selections(Selections.of([*canvas.selections, caret], caret))


@command("caret-above", "Add caret above", keys=("alt+shift+up", "ctrl+alt+up"), group="Select", target=Canvas)
def caret_above(canvas: Canvas) -> None:
    """Add a caret in the row above the topmost one."""
    _add_caret(canvas, -1)


@command("caret-below", "Add caret below", keys=("alt+shift+down", "ctrl+alt+down"), group="Select", target=Canvas)
def caret_below(canvas: Canvas) -> None:
    """Add a caret in the row below the lowest one."""
    _add_caret(canvas, 1)


@command("caret-at-line-ends", "Add carets at line ends", keys=("alt+i", "alt+shift+i"), group="Select", target=Canvas)
def caret_at_line_ends(canvas: Canvas) -> None:
    """Split each selection into carets at the ends of its lines."""
    document = canvas.document
    carets = []
    for selection in canvas.selections:
        first, last = document.block_index(selection.start), document.block_index(selection.end)
        for index in range(first, last + 1):
            end = min(document.block_start(index) + len(document.blocks[index].text), selection.end)
            carets.append(Selection(end, end))
    canvas.set_selections(Selections.of(carets, carets[-1]))


def _sought(canvas: Canvas) -> tuple[re.Pattern[str], bool]:
    """Return the pattern to look for, and whether the carets were only in words, which are selected first."""
    document, main = canvas.document, canvas.selection
    if not main.is_empty:
        return re.compile(re.escape(document.slice(main.start, main.end))), False
    word = units.word_at(document, main.head)
    if word is None:
        return re.compile("(?!)"), True
    return re.compile(rf"\b{re.escape(document.slice(*word))}\b"), True


@command("add-next-occurrence", "Select word, then next occurrence", keys=("ctrl+d",), group="Select", target=Canvas)
def add_next_occurrence(canvas: Canvas) -> None:
    """Select the words at the carets; if there is a selection, add the next occurrence of its text."""
    pattern, selects_words = _sought(canvas)
    if selects_words:
        _grow_to(canvas, units.word_at)
        return
    text, selections, main = canvas.document.text, canvas.selections, canvas.selection
    taken = {selection.start for selection in selections}
    found = next((match for match in pattern.finditer(text, main.end) if match.start() not in taken), None)
    found = found or next((match for match in pattern.finditer(text, 0, main.end) if match.start() not in taken), None)
    if found is not None:
        added = Selection(*found.span())
        canvas.set_selections(Selections.of([*selections, added], added))


@command(
    "select-all-occurrences", "Select all occurrences", keys=("ctrl+shift+l", "alt+l"), group="Select", target=Canvas
)
def select_all_occurrences(canvas: Canvas) -> None:
    """Select every occurrence of the selected text, or of the word at the caret."""
    pattern, _ = _sought(canvas)
    main = canvas.selection
    found = [Selection(*match.span()) for match in pattern.finditer(canvas.document.text)]
    if found:
        nearest = min(found, key=lambda selection: abs(selection.start - main.start))
        canvas.set_selections(Selections.of(found, nearest), scroll=False)


def _grow_to(canvas: Canvas, unit: Callable[[Document, int], Span | None]) -> None:
    """Select the unit around each caret."""

    def grown(selection: Selection) -> Selection:
        span = unit(canvas.document, selection.head)
        return selection if span is None else Selection(*span)

    canvas.move_each(grown, scroll=False)


@command("select-word", "Select word", group="Select", target=Canvas)
def select_word(canvas: Canvas) -> None:
    """Select the word at each caret."""
    _grow_to(canvas, units.word_at)


@command("select-sentence", "Select sentence", group="Select", target=Canvas)
def select_sentence(canvas: Canvas) -> None:
    """Select the sentence at each caret, without the space after it."""
    _grow_to(canvas, units.sentence_at)


@command("select-line", "Select line", keys=("ctrl+l",), group="Select", target=Canvas)
def select_line(canvas: Canvas) -> None:
    """Select the line at each caret with its line ending; repeat to add the next line."""

    def grown(selection: Selection) -> Selection:
        start, _ = units.line_at(canvas.document, selection.start)
        _, end = canvas.folding.line_at(selection.end)
        if (start, end) == selection.span:  # a folded heading, twice: the hidden lines are next
            _, end = units.line_at(canvas.document, selection.end)
        return Selection(start, end)

    canvas.move_each(grown)


@command("select-paragraph", "Select paragraph", group="Select", target=Canvas)
def select_paragraph(canvas: Canvas) -> None:
    """Select the paragraph at each caret."""
    _grow_to(canvas, units.paragraph_at)


def _larger(document: Document, selection: Selection) -> Selection:
    """Return the smallest unit that contains a selection and is larger than it."""
    for unit in (units.word_at, units.sentence_at, units.paragraph_at):
        span = unit(document, selection.start)
        if span is not None and span[0] <= selection.start and selection.end <= span[1] and span != selection.span:
            return Selection(*span)
    return Selection(0, len(document))


@command("grow-selection", "Expand selection", keys=("alt+o",), group="Select", target=Canvas)
def grow_selection(canvas: Canvas) -> None:
    """Expand each selection to the next larger unit: word, sentence, paragraph, everything."""
    before = canvas.selections
    if canvas.expanded and canvas.expanded[-1][1] != before:
        canvas.expanded.clear()
    canvas.move_each(lambda selection: _larger(canvas.document, selection), scroll=False)
    if canvas.selections != before:
        canvas.expanded.append((before, canvas.selections))


@command("shrink-selection", "Shrink selection", keys=("alt+shift+o", "alt+p"), group="Select", target=Canvas)
def shrink_selection(canvas: Canvas) -> None:
    """Undo the last expansion, unless the selection has changed since."""
    before, after = canvas.expanded.pop() if canvas.expanded else (None, None)
    if before is not None and after == canvas.selections:
        canvas.set_selections(before, scroll=False)
    else:
        canvas.expanded.clear()


@command("select-all", "Select all", keys=("ctrl+a",), group="Select", target=Canvas)
def select_all(canvas: Canvas) -> None:
    """Select everything without scrolling."""
    canvas.select(0, len(canvas.document), scroll=False)
