"""The model's view of a draft, drawn by the canvas: underlines, heat, bars and the map next to the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.style import Style

from editor.document.annotations import Layer
from editor.document.formatting.containers import VERBATIM
from editor.flags.heat import Heat, heat_marks
from editor.flags.known_flags import is_shown
from editor.flags.surprisal import SurprisalMap
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.row_rendering import Mark
from editor.view.canvas.underline import Shape, with_underline

_SHAPES: dict[str, Shape] = {
    "flag.grammar": "straight",
    "flag.word_choice": "dotted",
    "flag.wordiness": "double",
    "flag.rule": "straight",
    "flag.surprising": "dashed",
}  # all others, spelling among them, are curly
"""Shapes of underlines, if the terminal can draw them, so that kinds don't differ by colour alone."""

_TINTS = 4  # steps of likelihood that the eye can distinguish
_FAINTEST = 0.5  # share of the underline's colour at the threshold
_LEAST_NATS, _NATS_A_STEP = 3.0, 0.75  # per word, of flowing prose; and from one thickness of the bar to the next
_THICKEST = 7  # eighths of a cell


class FlagMarks:
    """Underlines the shown flags of a draft, if they are in prose.

    Args:
        canvas: draws them.
        flags: a layer of spans, each kind a name in the theme.
        tint: returns the depth of an underline's colour, from 0 to 1, for the strength of a span.

    Attributes:
        is_drawn: whether any are drawn. Refresh the canvas after changing it.
    """

    def __init__(
        self, canvas: Canvas, flags: Layer, tint: Callable[[float], float] = lambda strength: strength
    ) -> None:
        self._canvas = canvas
        self._flags = flags
        self._tint = tint
        self.is_drawn = True

    def marks(self, index: int, start: int, end: int) -> list[Mark]:
        """Return the underlines on [start, end) of a block."""
        if not self.is_drawn:
            return []
        takes_flags = self._canvas.markdown.takes_flags
        return [
            Mark(span.start, span.end, self.style(span.kind, self._tint(span.strength)))
            for span in self._flags.overlapping(self._canvas.document.blocks[index], start, end)
            if is_shown(span) and takes_flags(index, span.start, span.end)
        ]

    def style(self, kind: str, strength: float) -> Style:
        """Return the style of a span of a strength from 0 to 1."""
        step = round(min(max(0.0, strength), 1.0) * (_TINTS - 1)) / (_TINTS - 1)
        depth = _FAINTEST + (1 - _FAINTEST) * step
        canvas, shape = self._canvas, _SHAPES.get(kind, "curly")
        return with_underline(canvas.theme, kind, curly=canvas.has_curly_underlines, depth=depth, shape=shape)


class HeatMarks:
    """Colours every word of prose by its surprisal or its entropy.

    Attributes:
        heat: which of the two; None: neither. Refresh the canvas after changing it.
    """

    def __init__(self, canvas: Canvas, surprisal: SurprisalMap) -> None:
        self._canvas = canvas
        self._surprisal = surprisal
        self.heat: Heat | None = None

    def marks(self, index: int, start: int, end: int) -> list[Mark]:
        """Return the colours on [start, end) of a block."""
        if self.heat is None:
            return []
        is_prose = self._canvas.markdown.is_prose
        words = self._surprisal.words_between(index, start, end)
        of_prose = [word for word in words if is_prose(index, word.start, word.end)]
        return list(heat_marks(of_prose, self._canvas.theme, self.heat))


class FlagGutter:
    """Shows how surprising each paragraph is (the bars), and where in the draft words are flagged (the map)."""

    def __init__(self, canvas: Canvas, flags: Layer, surprisal: SurprisalMap) -> None:
        self._canvas = canvas
        self._flags = flags
        self._surprisal = surprisal

    def bar(self, index: int) -> int | None:
        """Return the thickness for a block's mean surprisal; None if nothing is known or it isn't prose."""
        if self._canvas.markdown.lines.of(index).kind in VERBATIM:
            return None
        mean = self._surprisal.mean(self._canvas.document.blocks[index])
        if mean is None:
            return None
        return min(max(0, round((mean - _LEAST_NATS) / _NATS_A_STEP)), _THICKEST - 1) + 1

    def counts(self) -> Iterator[tuple[int, int]]:
        """Yield the index of each block with flags, and how many of them are not switched off."""
        switches = self._canvas.markdown.switches
        for index, spans in self._flags.by_block():
            if not self._is_verbatim(index):
                yield index, sum(is_shown(span) and not switches.is_off(index, span.start) for span in spans)

    def _is_verbatim(self, index: int) -> bool:
        """Return True if a line is known to be code or the like: lines below an edit are read bit by bit."""
        state = self._canvas.markdown.lines.last_read(index)
        return state is not None and state.kind in VERBATIM
