"""The marks of a search's matches on a canvas: only those near the screen, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor.document.annotations import Layer, Span
from editor.find.search import Matches
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.layer_marks import LayerMarks

_PAGES = 2  # also marked before and after the screen, so that scrolling shows no bare matches


class MatchMarks:
    """Marks the matches, the current one differently, and the searched range if it isn't the whole draft."""

    def __init__(self, canvas: Canvas) -> None:
        self._layers: dict[Canvas, tuple[Layer, Layer, Layer]] = {}
        self._matches: Matches | None = None
        self._current: tuple[int, int] | None = None
        self._within: tuple[int, int] | None = None
        self._marked = (0, 0)
        self.attach(canvas)

    def attach(self, canvas: Canvas) -> None:
        """Mark in this canvas from now on."""
        if canvas not in self._layers:
            within, others, current = layers = [Layer(canvas.document) for _ in range(3)]
            self._layers[canvas] = within, others, current
            for layer in layers:
                # The current match is selected too, which must not hide it.
                canvas.add_marks(LayerMarks(canvas, layer), over_selections=layer is current)
        self.canvas = canvas
        self._range_layer, self._layer, self._current_layer = self._layers[canvas]

    def forget(self, canvas: Canvas) -> None:
        """Drop the layers of a canvas that is gone."""
        self._layers.pop(canvas, None)

    def show(
        self, matches: Matches | None, current: tuple[int, int] | None = None, within: tuple[int, int] | None = None
    ) -> None:
        """Mark these matches; None: nothing."""
        is_same = matches is not None and (matches, within) == (self._matches, self._within)
        self._matches, self._current, self._within = matches, current, within
        if is_same:
            self._mark()
        else:
            self._mark_anew()

    def text_changed(self) -> None:
        """Stop marking more: the matches are an older text's. The existing marks move with the edits."""
        self._matches = None

    def view_changed(self) -> None:
        """Mark the matches of the part now on the screen."""
        start, end = self.canvas.viewport.visible_range()
        if self._matches is not None and not self._marked[0] <= start <= end <= self._marked[1]:
            self._mark_anew()

    def _mark_anew(self) -> None:
        """Mark only the matches near the screen now."""
        canvas = self.canvas
        if any(map(len, self._layers[canvas])):
            for layer in self._layers[canvas]:
                layer.clear()
            canvas.refresh()
        if self._matches is not None:
            start, end = canvas.viewport.visible_range()
            margin = _PAGES * (end - start)
            self._marked = max(0, start - margin), min(len(canvas.document), end + margin)
            self._mark()

    def _mark(self) -> None:
        """Mark the stretch that was last near the screen."""
        assert self._matches is not None
        near = list(self._matches.between(*self._marked))
        changed = self._layer.replace(*self._marked, self._spans(near))
        now = [Span(*match, "match.current", 1.0) for match in near if match == self._current]
        changed |= self._current_layer.replace(*self._marked, now)
        if self._within is not None:
            changed |= self._range_layer.replace(*self._marked, [Span(*self._within, "match.range", 1.0)])
        self.canvas.redraw.blocks(changed)

    def _spans(self, matches: Iterable[tuple[int, int]]) -> Iterator[Span]:
        """Yield the matches' spans; adjacent ones are joined, which looks the same and is drawn faster."""
        first, last = -1, -1
        for start, end in matches:
            if (start, end) == self._current:
                continue
            if start != last:
                if first < last:
                    yield Span(first, last, "match", 1.0)
                first = start
            last = end
        if first < last:
            yield Span(first, last, "match", 1.0)
