"""Suggestions at a word: the list opens there, each row is previewed in the text, and one is applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from textual.timer import Timer

from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.paragraphs import line_marker, paragraph_lines
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.document.units import word_at
from editor.flags.kinds import kind_in_words
from editor.flags.known_flags import known_flag
from editor.flags.suggested_edit import SuggestedEdit, apply_suggestion, note_rephrasing, suggested_edit
from editor.flags.suggestion_list import SuggestionList, SuggestionRow, rows_of
from editor.scorer.scored_document import ScoredDocument
from editor.text.printable import printable
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.layer_marks import LayerMarks
from scoring import protocol

_LEAST_ROWS = 4  # for a list, above its word or below; if there are fewer, the draft is scrolled
_PAUSE_S = 0.15  # on a row, before the worker is asked for its effect on the rest of the sentence


@dataclass(slots=True)
class _Open:
    """The list while it is open.

    Attributes:
        moment: the document's revision and the carets when it opened.
        is_from_flag: whether its word is flagged.
        change: the change that is previewed.
        request: the request for alternatives whose answer it waits for.
        is_for_synonyms: whether only synonyms were asked for.
        rephrasing: the request for other wordings whose answer it waits for.
        effects: the rows' effects on the rest of the sentence, where known.
        asked: the last request for an effect, and the row it was about.
        timer: runs until the next such request.
    """

    moment: tuple[int, Selections]
    is_from_flag: bool
    change: Change | None = None
    request: int | None = None
    is_for_synonyms: bool = False
    rephrasing: int | None = None
    effects: dict[SuggestionRow, protocol.Effect] = field(default_factory=dict)
    asked: tuple[int, SuggestionRow] | None = None
    timer: Timer | None = None

    def stop_asking(self) -> None:
        self.asked = None
        if self.timer is not None:
            self.timer.stop()
            self.timer = None


class SuggestionController:
    """Offers edits at a word of one draft. A flag already has its edits; for other words the worker is asked.

    Listens to the list, as its `SuggestionListener`, while that is open for this draft.

    Args:
        document, canvas: the draft.
        listed: the list; all drafts share it.
        flag_at: returns the flag at a position.
        go_on: puts the caret at the next flag after a position.
        say: shows a message.

    Attributes:
        scored: the draft at the scorer; None: it isn't being scored.
        count: how many words to ask for.
    """

    def __init__(
        self,
        document: Document,
        canvas: Canvas,
        listed: SuggestionList,
        *,
        count: int,
        flag_at: Callable[[int], Span | None],
        go_on: Callable[[int], bool],
        say: Callable[[str, bool], None],
    ) -> None:
        self._document = document
        self._canvas = canvas
        self._list = listed
        self._flag_at = flag_at
        self._go_on = go_on
        self._say = say
        self.scored: ScoredDocument | None = None
        self.count = count
        self._target = Layer(document)  # the word at which a list is open
        self._open: _Open | None = None
        canvas.add_marks(LayerMarks(canvas, self._target))

    # -- the list ------------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the list at the flag under the caret, or else at the word there."""
        head = self._canvas.selection.head
        flag, rows = self._flag_at(head), self.rows_at_caret()
        if flag is not None and rows:
            self._open_at(flag.start, flag.end, is_from_flag=True)
            word = self._document.slice(flag.start, flag.end)
            self._list.show_edits(word, kind_in_words(known_flag(flag).kind), rows)
            return
        self._ask_words(is_from_flag=flag is not None)

    def open_synonyms(self) -> None:
        """Open the list of synonyms at the word under the caret."""
        self._ask_words(synonyms=True)

    def open_rephrasings(self, manner: protocol.Manner) -> None:
        """Open the list of other wordings of the selection, or of the word at the caret."""
        self._list.close()
        document, selection = self._document, self._canvas.selection
        place = word_at(document, selection.head) if selection.is_empty else _to_rephrase(document, selection)
        if place is None or place[0] >= place[1]:
            self._say("select the text to rephrase", False)
            return
        if not _is_in_one_paragraph(document, *place):
            self._say("to rephrase, select within one paragraph", False)
            return
        scored = self.scored
        request = None if scored is None else scored.ask_continuation(*place, manner, waits_for_model=True)
        if scored is None or request is None:
            self._say("no other wording: there is no model", False)
            return
        self._open_at(*place, is_from_flag=False).rephrasing = request
        if not scored.can_answer:
            self._say("waiting for the model to load; Esc cancels", False)

    def _ask_words(self, *, is_from_flag: bool = False, synonyms: bool = False) -> None:
        """Ask for words in place of the one at the caret, and open the list for them."""
        place = word_at(self._document, self._canvas.selection.head)
        if place is None:
            self._say("no word at the caret", False)
            return
        request = None
        if self.scored is not None:
            request = self.scored.ask_alternatives(*place, self.count, synonyms=synonyms)
        if request is None:
            self._say(f"no {'synonyms' if synonyms else 'alternatives'}: the model is not ready", False)
            return
        opened = self._open_at(*place, is_from_flag=is_from_flag)
        opened.request, opened.is_for_synonyms = request, synonyms

    def rows_at_caret(self) -> list[SuggestionRow]:
        """Return the edits of the flag at the caret that still fit the text."""
        flag = self._flag_at(self._canvas.selection.head)
        if flag is None:
            return []
        return rows_of(
            edit for edit in known_flag(flag).edits if edit.change_at(flag.start, self._document) is not None
        )

    def apply(self, row: SuggestionRow) -> None:
        """Apply an edit of the flag at the caret."""
        flag = self._flag_at(self._canvas.selection.head)
        if flag is not None:
            apply_suggestion(self._document, row.edit, flag.start, self._apply)

    def _open_at(self, start: int, end: int, *, is_from_flag: bool) -> _Open:
        self._canvas.scroll_to_position(start)
        self.mark_target((start, end))
        x, rows = self._place((start, end))
        if max(rows.start, self._canvas.screen.size.height - rows.stop) < _LEAST_ROWS:
            self._canvas.scroll_to_line(start, 0)
            x, rows = self._place((start, end))
        self._list.open_beside(x, rows, self._document.slice(start, end), self)
        self._open = _Open((self._document.revision, self._canvas.selections), is_from_flag)
        return self._open

    def found(self, found: protocol.Alternatives) -> None:
        """Show the answer in the list, if that is still open for it."""
        if self._open is None or found.request != self._open.request:
            return
        if not self._open.is_for_synonyms:
            self._list.show_found(self._document, found)
        elif found.suggestions:
            edits = [suggested_edit(self._document, edit, found.start) for edit in found.suggestions]
            self._list.show_edits(found.word, "synonyms", rows_of(edits))
        else:
            self._list.close()
            self._say(f"no synonyms known for {printable(found.word)}", False)

    def rephrased(self, found: protocol.Continuations) -> bool:
        """Show other wordings in the list; return False if they weren't requested here."""
        if self._open is None or found.request != self._open.rephrasing:
            return False
        if not found.is_final:
            return True
        old = self._document.slice(found.start, found.end)
        rows = [
            SuggestionRow(
                printable(one.text), f"{one.gain or 0.0:+.1f} nats", SuggestedEdit(0, len(old), old, one.text)
            )
            for one in found.found
            if one.text != old
        ]
        if rows:
            self._list.show_edits(old, "rephrase", rows)
        else:
            self._list.close()
            self._say("the model has no better wording", False)
        return True

    def rephrasing_failed(self, failure: protocol.Failure) -> bool:
        """Show why there are no other wordings; return False if they weren't requested here."""
        if self._open is None or failure.request != self._open.rephrasing:
            return False
        self._list.close()
        self._say(failure.message, True)
        return True

    def draft_changed(self) -> None:
        """The text or a caret changed: close the list if it was opened before that."""
        if self._open is not None and self._open.moment != (self._document.revision, self._canvas.selections):
            self._list.close()

    def view_changed(self) -> None:
        """Another part of the draft is on the screen: the list stays at its word."""
        self._stay_beside()

    def mark_target(self, word: tuple[int, int] | None) -> None:
        """Mark the word that a list is about; None: no word."""
        spans = [Span(*word, "target", 1.0)] if word is not None else []
        self._canvas.redraw.blocks(self._target.replace(0, len(self._document), spans))

    def _place(self, word: tuple[int, int], change: Change | None = None) -> tuple[int, range]:
        """Return the column for a list at a word, with room for the list's margin, and the rows of the screen with the
        word and with a previewed change of it."""
        first, last = word
        if change is not None:
            first, last = min(first, change.start), max(last, change.end + (change.start == change.end))
        viewport, region = self._canvas.viewport, self._canvas.content_region
        end = viewport.cell_of(min(last, len(self._document)))[1]
        x, start = viewport.cell_of(first)
        return region.x + max(0, x - 3), range(region.y + start, region.y + end + 1)

    def _change(self, row: SuggestionRow) -> Change | None:
        """Return a row's change to the text as it is now; None if the text there has changed."""
        target = self._target.next_after(-1)
        return None if target is None else row.edit.change_at(target.start, self._document)

    # -- from the list -------------------------------------------------------------------------------------------------

    def on_accept(self, row: SuggestionRow) -> None:
        """Apply the edit; from a flag, move on to the next."""
        target, is_from_flag = self._target.next_after(-1), self._open is not None and self._open.is_from_flag
        is_rephrasing = self._open is not None and self._open.rephrasing is not None
        self.on_close()
        if target is None:
            return
        before = self._document.authorship.between(target.start, target.end)
        made = apply_suggestion(self._document, row.edit, target.start, self._apply)
        if made is not None and is_rephrasing:
            note_rephrasing(self._document, made, row.edit.old, before)
        if made is not None and is_from_flag:
            self._go_on(self._canvas.selection.head)

    def _apply(self, transaction: Transaction) -> None:
        """Apply an edit, and put the caret after it."""
        change = transaction.changes[0]
        caret = change.start + len(change.text)
        self._canvas.write(transaction, Selections.single(caret, caret))

    def on_close(self) -> None:
        """Clear the preview and the mark."""
        if self._open is not None:
            self._open.stop_asking()
            if self._open.rephrasing is not None and self.scored is not None:
                self.scored.stop_continuation()
            self._open = None
        self._canvas.show_edit(None)
        self.mark_target(None)

    def on_highlight(self, row: SuggestionRow | None) -> None:
        """Preview a row in the text, and soon show its effect on the rest of the sentence."""
        change = self._change(row) if row is not None else None
        self._canvas.show_edit(change)
        if self._open is None:
            return
        self._open.change = change
        self._follow_word()
        self._stay_beside()
        self._open.stop_asking()
        if row is None or change is None:
            return
        known = self._open.effects.get(row)
        self._list.show_rest(known)
        if known is None:
            self._open.timer = self._canvas.set_timer(_PAUSE_S, lambda: self._ask(row))

    def _follow_word(self) -> None:
        """Scroll to the word if a preview has wrapped it into the row above the screen."""
        target = self._target.next_after(-1)
        if target is not None and self._canvas.viewport.cell_of(target.start)[1] < 0:
            self._canvas.scroll_to_line(target.start, 0)

    def _stay_beside(self) -> None:
        """Move the list next to its word if the preview of a change, or scrolling, has moved the word to other rows."""
        target = self._target.next_after(-1)
        if target is not None and self._open is not None:
            self._list.stay_beside(*self._place((target.start, target.end), self._open.change))

    def _ask(self, row: SuggestionRow) -> None:
        change = self._change(row)
        if self._open is not None and self.scored is not None and change is not None:
            request = self.scored.ask_effect(change.start, change.end, change.text)
            self._open.asked = (request, row) if request is not None else None

    def effect_found(self, effect: protocol.Effect) -> None:
        """Show the highlighted row's effect on the rest of the sentence, if the answer is about that row."""
        if self._open is not None and self._open.asked is not None and self._open.asked[0] == effect.request:
            self._open.effects[self._open.asked[1]] = effect
            self._list.show_rest(effect)


def _to_rephrase(document: Document, selection: Selection) -> tuple[int, int]:
    """Return the selected text without white space around it or the marker before it; empty if nothing else is."""
    start, end = selection.span
    text = document.slice(start, end)
    start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
    if start >= end:
        return start, start
    index = document.block_index(start)
    return max(start, document.block_start(index) + line_marker(document.blocks[index].text).end), end


def _is_in_one_paragraph(document: Document, start: int, end: int) -> bool:
    return document.block_index(end) in paragraph_lines(document.blocks, document.block_index(start))
