"""The model's view of one draft, as the writer sees it: underlines, surprisal of words, the status line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from textual.timer import Timer

from editor.document import Document
from editor.document.annotations import Span
from editor.document.document import DocumentChange, Phase
from editor.document.formats.verbatim import Verbatim
from editor.document.units import word_at
from editor.flags.known_flags import KnownFlags, is_shown, note_of
from editor.flags.marks import FlagGutter, FlagMarks, HeatMarks
from editor.flags.shown_flags import may_become_prose
from editor.flags.suggestion_list import SuggestionList
from editor.flags.suggestions import SuggestionController
from editor.flags.surprisal import SurprisalMap
from editor.scorer.client import ScorerClient
from editor.scorer.listener import ScoredRange, ScorerListener
from editor.scorer.recall import EarlierText, Recalled
from editor.scorer.scored_document import ScoredDocument
from editor.text.printable import printable
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.status import StatusLine
from scoring import protocol

ModelView = Literal["flags", "surprisal", "entropy", "off"]

_NO_ANSWER = "no answer"  # of an engine
_LATE_S = 0.5  # after an edit; a healthy worker has answered by then


class DraftFlags(ScorerListener):
    """The flags of one draft, as reported by the scorer.

    Half a word is always improbable, so the flag of a word that is being typed stays hidden until the caret leaves it.
    While another draft is shown, this one stays silent and keeps its news for later.

    Args:
        document, canvas: the draft.
        status, alternatives: where the results go; all drafts share them.
        threshold: the probability that a flag needs; the colour of an underline starts there.
        count: how many alternatives to ask for.
        say: shows a message.
        writing: returns the listener for continuations.

    Attributes:
        flags: all flags. Those of words outside prose are kept, but never drawn or visited.
        surprisal: how much each word surprised the model, where that is known.
        suggesting: offers edits at a word.
    """

    def __init__(
        self,
        document: Document,
        canvas: Canvas,
        status: StatusLine,
        alternatives: SuggestionList,
        *,
        threshold: float,
        count: int,
        say: Callable[[str, bool], None],
        writing: Callable[[], ScorerListener],
    ) -> None:
        self._document = document
        self._canvas = canvas
        self._status = status
        self._alternatives = alternatives
        self._say = say
        self._writing = writing
        self._scored: ScoredDocument | None = None
        self._conventions = protocol.Conventions(0)
        self._earlier: EarlierText | None = None
        self._kept: tuple[str, int] | None = None
        self._is_shown = False
        self._model = ""
        self._busy = ""
        self._done = self._total = 0  # bytes of the model, or tokens of the document
        self._late: Timer | None = None  # runs since an edit to a checked text
        self._typing: int | None = None  # the caret, while it is at the word edited last
        self.flags = KnownFlags(document, self._is_prose)
        self.flags.rules.least = threshold
        self.surprisal = SurprisalMap(document)
        self._heat_marks = HeatMarks(canvas, self.surprisal)
        canvas.add_marks(self._heat_marks)  # drawn below all others
        document.subscribe(self._changed, Phase.VIEW)
        self._flag_marks = FlagMarks(canvas, self.flags.layer, self._tint)
        canvas.add_marks(self._flag_marks)
        self.suggesting = SuggestionController(
            document, canvas, alternatives, count=count, flag_at=self.flag_at, go_on=self.go_on, say=say
        )
        canvas.side.source = FlagGutter(canvas, self.flags.layer, self.surprisal)

    def attach(self, client: ScorerClient, verbatim: Verbatim | None = None) -> None:
        """Have the draft scored; `verbatim` are its non-prose stretches, None: the text itself shows them."""
        self.close()
        scored = client.attach(self._document, self, self._conventions, self._earlier, verbatim)
        self._scored = self.suggesting.scored = scored
        if self._kept is not None:
            self._scored.keep(*self._kept)

    def recall(self, found: Recalled) -> None:
        """Show the results from the last time the draft was scored."""
        self._earlier = found.earlier
        if found.earlier.revision == self._document.revision:
            self.scored(ScoredRange(0, len(self._document), found.flags, found.words, 0, 0))

    def keep(self, place: str, revision: int) -> None:
        """Have the results for a revision of the draft kept at a place, see `scoring.kept.store`."""
        self._kept = place, revision
        if self._scored is not None:
            self._scored.keep(place, revision)

    @property
    def is_attached(self) -> bool:
        """Whether the draft is being scored, or will be as soon as there is a worker."""
        return self._scored is not None

    @property
    def verbatim(self) -> Verbatim | None:
        """The draft's non-prose stretches, for the worker; None: it finds them itself."""
        return None if self._scored is None else self._scored.verbatim

    @property
    def scored_document(self) -> ScoredDocument | None:
        """The draft at the scorer; None: it isn't being scored."""
        return self._scored

    def follow(self, conventions: protocol.Conventions) -> None:
        """Change the draft's dialect and rules."""
        self._conventions = conventions
        if self._scored is not None:
            self._scored.follow(conventions)

    def set_limits(self, threshold: float, count: int) -> None:
        """Change the threshold and the number of alternatives, see the class."""
        self.suggesting.count = count
        if threshold != self.flags.rules.least:
            self.flags.rules.least = threshold
            self.review_flags()
            self._canvas.refresh()

    @property
    def view(self) -> ModelView:
        """The draft's display: flagged words, a heat map of all words, or nothing."""
        return self._heat_marks.heat or ("flags" if self._flag_marks.is_drawn else "off")

    @view.setter
    def view(self, view: ModelView) -> None:
        self._heat_marks.heat = view if view == "surprisal" or view == "entropy" else None
        self._flag_marks.is_drawn = view == "flags"
        self._canvas.refresh()
        self.show_note()

    def _tint(self, strength: float) -> float:
        """Return the depth of an underline's colour, from 0 to 1."""
        least = self.flags.rules.least
        return (protocol.probability(strength) - least) / max(1.0 - least, 1e-9)

    def stop(self, why: str = "") -> None:
        """Stop having the draft scored, and forget its results; the status line says why."""
        self.close()
        self._canvas.redraw.blocks(self.flags.clear())
        self._model, self._busy, self._done, self._total = why, "", 0, 0
        self._show_progress()

    def close(self) -> None:
        """Stop having the draft scored."""
        if self._scored is not None:
            self._scored.close()
            self._scored = self.suggesting.scored = None

    def show(self) -> None:
        """The draft has come on the screen: update the status line."""
        self._is_shown = True
        self._show_progress()
        self.show_note()
        self.send_focus()

    def hide(self) -> None:
        """Another draft is coming on the screen."""
        self._alternatives.close()
        self._is_shown = False

    def send_focus(self) -> None:
        """Tell the scorer which part the writer is looking at."""
        if self._scored is not None:
            self._scored.focus(*self._canvas.viewport.visible_range())

    # -- flags ---------------------------------------------------------------------------------------------------------

    def review_flags(self, start: int = 0, end: int | None = None) -> None:
        """Decide again which flags of [start, end) are shown, because other words are ignored now."""
        self._canvas.redraw.blocks(self.flags.review(start, end))
        self._canvas.update_map()
        self.show_note()

    def all_flags(self) -> list[Span]:
        """Return all flags that the writer can see, in the order of the text."""
        return [span for span in self.flags.shown_in(0, len(self._document)) if self._takes_flags(span)]

    def flag_at(self, position: int) -> Span | None:
        """Return the flagged word that the caret is in or next to."""
        found = self.flags.shown_in(max(0, position - 1), min(len(self._document), position + 1))
        return next((span for span in found if span.start <= position <= span.end and self._takes_flags(span)), None)

    def note_at(self, position: int) -> str | None:
        """Return why the word that the caret is in or next to is flagged; None if it isn't. The heat map has numbers
        instead, for every word."""
        flag = self.flag_at(position)
        if self._heat_marks.heat is None:
            return None if flag is None else note_of(flag)
        word = self.surprisal.word_at(position)
        numbers = [] if word is None else [f"surprisal {word.surprisal:.1f} nats", f"entropy {word.entropy:.1f} nats"]
        return " · ".join([*numbers, *([] if flag is None else [f"flag {flag.strength:.1f} nats"])]) or None

    def show_note(self) -> None:
        """Say in the status line why the word at the caret is flagged."""
        if self._is_shown:
            selection = self._canvas.selection
            self._status.show(note=(self.note_at(selection.head) or "") if selection.is_empty else "")

    def go_to_flag(self, *, forward: bool) -> None:
        """Put the caret at the next or previous flagged word, wrapping around at the ends."""
        if not self._go_from(self._canvas.selection.head, forward=forward):
            self._say("nothing is underlined", False)

    def go_on(self, position: int) -> bool:
        """Put the caret at the next flagged word after a position; return False if there is none at all."""
        return self._go_from(position, forward=True)

    def _go_from(self, position: int, *, forward: bool) -> bool:
        find = self._flag_after if forward else self._flag_before
        flag = find(position) or find(-1 if forward else len(self._document) + 1)
        if flag is not None:
            self._canvas.select(flag.start, flag.start)
        return flag is not None

    def _flag_after(self, position: int) -> Span | None:
        found = self.flags.shown_in(position, len(self._document))
        return next((span for span in found if span.start > position and self._takes_flags(span)), None)

    def _flag_before(self, position: int) -> Span | None:
        while (span := self.flags.layer.previous_before(position)) is not None:
            if is_shown(span) and self._takes_flags(span):
                break
            position = span.start
        return span

    def _takes_flags(self, word: Span) -> bool:
        """Return True if a word is prose, not code, an address or the like, and flags are on there."""
        index = self._document.block_index(word.start)
        start = self._document.block_start(index)
        return self._canvas.markdown.takes_flags(index, word.start - start, word.end - start)

    def _is_prose(self, start: int, end: int) -> bool:
        """Return True if a word is prose, not code, an address or the like."""
        index = self._document.block_index(start)
        block_start = self._document.block_start(index)
        return self._canvas.markdown.is_prose(index, start - block_start, end - block_start)

    def _may_be_prose(self, word: protocol.Flag | protocol.WordScore) -> bool:
        """Return True if a result is kept: in prose, and in text that may become prose."""
        may_become = may_become_prose(self._document, self._canvas.markdown, word.start)
        return may_become or self._is_prose(word.start, word.end)

    def caret_moved(self, position: int) -> None:
        """Show the flag of a typed word once the caret has left it."""
        if self._typing is not None:
            word = word_at(self._document, self._typing)
            self._typing = position if word is not None and word == word_at(self._document, position) else None
        self._canvas.redraw.blocks(self.flags.words_left(self._is_typed))

    def _changed(self, change: DocumentChange) -> None:
        last = change.transaction.changes[-1]
        self._typing = last.end + change.transaction.delta
        if self._late is None and self._is_checked and self._scored is not None and self._canvas.is_attached:
            self._late = self._canvas.set_timer(_LATE_S, self._look_if_late)

    @property
    def _is_checked(self) -> bool:
        """Whether the status line says that everything is checked."""
        return not self._busy and 0 < self._total <= self._done

    def _look_if_late(self) -> None:
        """Stop saying that everything is checked if the worker hasn't seen the newest text yet."""
        self._late = None
        if self._is_checked and self._scored is not None and self._scored.is_behind:
            self._done = self._total - 1
            self._show_progress()

    def _is_typed(self, start: int, end: int) -> bool:
        """Return True if the word at [start, end) is being typed."""
        return self._typing is not None and start < self._typing <= end

    # -- from the scorer -----------------------------------------------------------------------------------------------

    def model_changed(self, state: protocol.ModelState) -> None:
        """Show the state of the model."""
        self._done = self._total = 0
        was = self._model
        self._busy, self._model = "", state.message
        if state.stage == "failed":
            self._model = "no model"
            self._warn(f"no annotations: {state.message}")
        elif state.stage == "unreachable":
            self._model = _NO_ANSWER
            if was != _NO_ANSWER:  # said only once, however often it is tried
                self._warn(f"{state.message}; trying again")
        elif state.stage != "ready":
            self._busy, self._model = f"{state.stage} the model", ""
            self._done, self._total = state.done, state.total
        self._show_progress()

    def scored(self, found: ScoredRange) -> None:
        """Keep the flags and the surprisal of a range, and draw those in prose."""
        if self._model != _NO_ANSWER:  # the rules continue without it, but that isn't the model's progress
            self._done, self._total = found.settled, found.total
            self._show_progress()
        flags = [flag for flag in found.flags if self._may_be_prose(flag)]
        of_prose = [word for word in found.words if self._may_be_prose(word)]
        changed = self.flags.replace(found.start, found.end, flags, self._is_typed)
        changed |= self.surprisal.replace(found.start, found.end, of_prose)
        self._canvas.redraw.blocks(changed)
        self._canvas.update_map()
        self.show_note()

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        """Show the words in the list."""
        if self._is_shown:
            self.suggesting.found(found)

    def effect_found(self, effect: protocol.Effect) -> None:
        """Show in the list how an edit affects the rest of the sentence."""
        if self._is_shown:
            self.suggesting.effect_found(effect)

    def continuation_found(self, found: protocol.Continuations) -> None:
        """Pass a continuation on to whoever asked."""
        if not self.suggesting.rephrased(found):
            self._writing().continuation_found(found)

    def continuation_failed(self, failure: protocol.Failure) -> None:
        """Report to whoever asked that there is no answer."""
        if not self.suggesting.rephrasing_failed(failure):
            self._writing().continuation_failed(failure)

    def request_failed(self, failure: protocol.Failure) -> None:
        """Say why the last request has no answer."""
        self._warn(failure.message)

    def complained(self, message: str) -> None:
        """Report something that can't be used."""
        if self._is_shown:
            self._say(printable(message), True)

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        """Report it; the flags stay on the screen."""
        self._busy, self._done, self._total = "", 0, 0
        self._model = "no model: “Restart model”" if stays_off else "no model"
        self._show_progress()
        self._warn(message)

    def _show_progress(self) -> None:
        if self._is_shown:
            self._status.show(busy=self._busy, done=self._done, total=self._total, model=self._model)

    def _warn(self, message: str) -> None:
        if self._is_shown:
            self._alternatives.close()
            self._say(message, True)
