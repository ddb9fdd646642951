"""The list of what could stand at a word: opened, shown in the text line by line, and one of it chosen."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Offset
from textual.timer import Timer

from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.selections import Selections
from editor.document.transaction import Change
from editor.document.units import word_at
from editor.flags.suggestion_list import SuggestionList, SuggestionRow, offers_of_flag
from editor.scorer.scored_document import ScoredDocument
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.layer_marks import LayerMarks
from scoring import protocol

_PAUSE_S = 0.15  # on a line of the list, until the worker is asked what it does to the rest of the sentence


class SuggestionController:
    """Offers edits at a word of one draft. A flag brings its edits along; only elsewhere the worker is asked.

    Args:
        document, canvas: the draft.
        alternatives: the list; all drafts share it.
        flag_at: gives the flag at a position.
        go_on: puts the caret at the next flag behind a position.
        say: shows a message.

    Attributes:
        scored: has the draft scored; None: nobody does.
        count: how many words to ask for.
    """

    def __init__(
        self,
        document: Document,
        canvas: Canvas,
        alternatives: SuggestionList,
        *,
        count: int,
        flag_at: Callable[[int], Span | None],
        go_on: Callable[[int], bool],
        say: Callable[[str, bool], None],
    ) -> None:
        self._document = document
        self._canvas = canvas
        self._alternatives = alternatives
        self._flag_at = flag_at
        self._go_on = go_on
        self._say = say
        self.scored: ScoredDocument | None = None
        self.count = count
        self._target = Layer(document)  # the word that the list is about
        self._is_from_flag = False  # whether that word is flagged
        self._request: int | None = None  # for words that could stand there, as long as the list waits for them
        self._opened: tuple[int, Selections] | None = None  # the document's revision and the carets at that time
        self._effects: dict[SuggestionRow, protocol.Effect] = {}  # as far as they are known
        self._asked: tuple[int, SuggestionRow] | None = None  # the number of the last request, and what it was about
        self._timer: Timer | None = None
        canvas.add_marks(LayerMarks(canvas, self._target))

    # -- the list ------------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the list at the flag under the caret, or else at the word there."""
        head = self._canvas.selection.head
        flag = self._flag_at(head)
        self._is_from_flag = flag is not None
        edits = [edit for edit in flag.edits if edit.fits(self._document, flag.start)] if flag is not None else []
        if flag is not None and edits:
            self._open_at(flag.start, flag.end)
            word = self._document.slice(flag.start, flag.end)
            kind = flag.kind.removeprefix("flag.").replace("_", " ")
            self._alternatives.show_edits(word, kind, offers_of_flag(edits))
            return
        place = word_at(self._document, head)
        if place is None:
            self._say("no word here: put the caret on one", False)
            return
        request = self.scored.ask_alternatives(*place, self.count) if self.scored is not None else None
        if request is None:
            self._say("no alternatives: the model is not ready", False)
        else:
            self._open_at(*place)
            self._request = request

    def _open_at(self, start: int, end: int) -> None:
        self._canvas.scroll_to_position(start)
        self._opened = self._document.revision, self._canvas.selections
        self._effects = {}
        self._request = None
        self.mark_target((start, end))
        self._alternatives.wait_at(self._below(start), self._document.slice(start, end))

    def found(self, found: protocol.Alternatives) -> None:
        """Show what was asked for in the list, if it is still open for that."""
        if self._alternatives.display and found.request == self._request:
            self._alternatives.show_found(found)

    def draft_changed(self) -> None:
        """The text or a caret was changed; close the list if it was opened before that."""
        if self._opened != (self._document.revision, self._canvas.selections):
            self._alternatives.close()

    def view_changed(self) -> None:
        """Another part of the draft is on the screen: the list stays at its word."""
        target = self._target.next_after(-1)
        if target is not None:
            self._alternatives.absolute_offset = self._below(target.start)

    def chosen(self, offer: SuggestionRow) -> None:
        """Make the chosen edit, unless the word was changed meanwhile, and go on to the next flag from one."""
        edit = self._edit(offer)
        self._canvas.show_edit(None)
        if edit is not None:
            self._canvas.edit(edit.start, edit.end, edit.text)
            if self._is_from_flag:
                self._go_on(self._canvas.selection.head)

    def closed(self) -> None:
        """The list is open no longer."""
        self._stop_asking()
        self._canvas.show_edit(None)
        self.mark_target(None)

    def mark_target(self, word: tuple[int, int] | None) -> None:
        """Mark a word in the draft as the one that a list is about, or none any more."""
        spans = [Span(*word, "target", 1.0)] if word is not None else []
        self._canvas.repaint_blocks(self._target.replace(0, len(self._document), spans))

    def _below(self, position: int) -> Offset:
        """The cell of the screen under a document position, its list's margin to the left of it."""
        x, line = self._canvas.cell_of(position)
        return self._canvas.content_region.offset + Offset(max(0, x - 3), line + 1)

    def _edit(self, offer: SuggestionRow) -> Change | None:
        """What an offer does to the text as it is now; None where its word was changed."""
        target = self._target.next_after(-1)
        if target is None:
            return None
        return Change(target.start + offer.start, target.start + offer.end, offer.replacement)

    # -- the line that is highlighted ----------------------------------------------------------------------------------

    def highlighted(self, offer: SuggestionRow | None) -> None:
        """Show in the text what an offer would make of it, and soon what it does to the rest of the sentence."""
        edit = self._edit(offer) if offer is not None else None
        self._canvas.show_edit(edit)
        self._stay_below()
        self._stop_asking()
        if offer is None or edit is None:
            return
        known = self._effects.get(offer)
        self._alternatives.show_rest(known)
        if known is None:
            self._timer = self._canvas.set_timer(_PAUSE_S, lambda: self._ask(offer))

    def _stay_below(self) -> None:
        """Have the list stand below its word where that is in another row by what is shown."""
        target = self._target.next_after(-1)
        if target is not None:
            place = self._below(target.start)
            if self._alternatives.absolute_offset is None or place.y != self._alternatives.absolute_offset.y:
                self._alternatives.absolute_offset = place

    def _stop_asking(self) -> None:
        self._asked = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _ask(self, offer: SuggestionRow) -> None:
        edit = self._edit(offer)
        if self.scored is not None and edit is not None:
            request = self.scored.ask_effect(edit.start, edit.end, edit.text)
            self._asked = (request, offer) if request is not None else None

    def effect_found(self, effect: protocol.Effect) -> None:
        """Show what the highlighted offer does to the rest of the sentence, if it is that which was asked about."""
        if self._asked is not None and self._asked[0] == effect.request:
            self._effects[self._asked[1]] = effect
            self._alternatives.show_rest(effect)
