"""What the model reads into the draft: brings the scorer's results onto the canvas and into the status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.document import DocumentChange
from editor.document.positions import word_at
from editor.view.alternatives import AlternativesList
from editor.view.canvas import Canvas
from editor.view.status import StatusLine
from scoring import protocol

_STRONGEST = 12.0
"""Nats above the threshold at which an underline has its full colour."""


class Reading:
    """Listens to the scorer (it is a `ScorerListener`).

    A word that is being typed is improbable as long as it is half a word: its flag waits until the caret leaves it.
    Flags that wait lie in a layer that is not drawn.

    Args:
        document: the draft.
        canvas, status, alternatives: where the results go.
        threshold: nats from which on a word is flagged; the strength of an underline counts from there.
        say: shows a message.
    """

    def __init__(
        self,
        document: Document,
        canvas: Canvas,
        status: StatusLine,
        alternatives: AlternativesList,
        threshold: float,
        say: Callable[[str, bool], None],
    ) -> None:
        self._canvas = canvas
        self._status = status
        self._alternatives = alternatives
        self._threshold = threshold
        self._say = say
        self._document = document
        self.flags = Layer(document)
        self._waiting = Layer(document)
        self._typing: int | None = None  # the caret, as long as it is at the word that was edited last
        document.subscribe(self._changed)
        canvas.add_layer(self.flags)

    def flag_at(self, position: int) -> Span | None:
        """The flagged word that the caret is in or beside."""
        found = self.flags.in_range(max(0, position - 1), min(len(self._document), position + 1))
        return next((span for span in found if span.start <= position <= span.end), None)

    def caret_moved(self, position: int) -> None:
        """Let the flag of a word appear when the caret has left it."""
        if self._typing is not None:
            word = self._word_at(self._typing)
            self._typing = position if word is not None and word == self._word_at(position) else None
        for span in list(self._waiting.in_range(0, len(self._document))):
            if not self._is_typed(span.start, span.end):
                self._waiting.replace(span.start, span.end, [])
                self._canvas.repaint_blocks(self.flags.replace(span.start, span.end, [span]))

    def _changed(self, change: DocumentChange) -> None:
        last = change.transaction.changes[-1]
        self._typing = last.end + change.transaction.delta

    def _is_typed(self, start: int, end: int) -> bool:
        """Whether the word at [start, end) is the one that is being typed."""
        return self._typing is not None and start < self._typing <= end

    def _word_at(self, position: int) -> tuple[int, int] | None:
        """The word that `position` lies in or beside, in document positions."""
        index = self._document.block_index(position)
        start = self._document.block_start(index)
        word = word_at(self._document.blocks[index].text, position - start)
        return None if word is None else (start + word[0], start + word[1])

    # -- from the scorer -----------------------------------------------------------------------------------------------

    def model_changed(self, state: protocol.ModelState) -> None:
        """Show how far the model is."""
        if state.stage == "failed":
            self._status.show(busy="", done=0, total=0, model="no model")
            self._say(f"no annotations: {state.message}", True)
        elif state.stage == "ready":
            self._status.show(busy="", done=0, total=0, model=state.message)
        else:
            self._status.show(busy=f"{state.stage} the model", done=state.done, total=state.total, model="")

    def scored(self, start: int, end: int, flags: Sequence[protocol.Flag], settled: int, total: int) -> None:
        """Paint the flags of a range."""
        self._status.show(done=settled, total=total)
        spans: list[Span] = []
        waiting: list[Span] = []
        for flag in flags:
            strength = min(1.0, (flag.strength - self._threshold) / _STRONGEST)
            span = Span(flag.start, flag.end, f"flag.{flag.kind}", strength, flag.reason)
            (waiting if self._is_typed(flag.start, flag.end) else spans).append(span)
        self._canvas.repaint_blocks(self.flags.replace(start, end, spans))
        self._waiting.replace(start, end, waiting)

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        """Show the words in the list, if it is still open."""
        if self._alternatives.display:
            self._alternatives.show_found(found)

    def request_failed(self, failure: protocol.Failure) -> None:
        """Say that there is no answer to what was asked for last."""
        self._alternatives.close()
        self._say(failure.message, True)

    def worker_died(self, message: str) -> None:
        """Say so; what was known stays on the screen."""
        self._alternatives.close()
        self._status.show(busy="", done=0, total=0, model="no model")
        self._say(message, True)
