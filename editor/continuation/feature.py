"""Asks the model to continue at the caret, shows its text as ghost text, and inserts accepted text into the draft."""

from __future__ import annotations

import math

from textual import events
from textual.timer import Timer

from editor.continuation.own_words import begun_word, rest_of_word, rest_only
from editor.continuation.standing import Piece, Standing
from editor.document.units import rest_of_line
from editor.feature import Feature
from editor.scorer.listener import ScorerListener
from editor.text.printable import printable
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft
from scoring import protocol

_PIECES: dict[str, Piece] = {
    "tab": "all",
    "ctrl+right": "word",
    "alt+right": "word",
    "alt+f": "word",
    "end": "sentence",
}
"""What each key accepts while ghost text is shown; otherwise these keys keep their usual meaning."""

_OWN_COMMANDS = frozenset(("continue", "next-continuation", "previous-continuation"))
_STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')
_WORD_PAUSE_S = 0.15  # after a letter, before the rest of its word is shown
_LONG_S = 3.0  # after which the writer is told what we are waiting for


class _Listener(ScorerListener):
    """Passes on continuations of one draft."""

    def __init__(self, feature: ContinuationFeature, draft: Draft) -> None:
        self._feature = feature
        self._draft = draft

    def continuation_found(self, found: protocol.Continuations) -> None:
        self._feature.found(self._draft, found)

    def continuation_failed(self, failure: protocol.Failure) -> None:
        self._feature.failed(self._draft, failure)


class ContinuationFeature(Feature):
    """Shows continuations in the shown draft, one at a time. They aren't part of the text until accepted."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._standing: Standing | None = None
        self._late: Timer | None = None
        self._pauses: list[Timer] = []  # before a continuation comes unasked

    # -- asking --------------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for continuations at the caret; if one is shown, show the next."""
        draft = self._bench.workspace.shown
        canvas = draft.canvas
        if self._standing is not None and not self._standing.is_unasked:
            self.turn(1)
            return
        self._dismiss()  # an unasked one stands alone and passed a stricter test than requested ones
        if len(canvas.selections) > 1 or not canvas.selection.is_empty:
            self._bench.show_message("to continue, use one caret and no selection")
        elif canvas.mode == "reading":
            self._bench.show_message("the reading view can't be continued")
        elif not self._ask(draft, self._bench.settings.of(draft).continuation.candidates):
            self._bench.show_message("no continuation: there is no model")
        else:
            canvas.scroll_to_position(canvas.selection.head)
            self._late = self._bench.textual.set_timer(_LONG_S, self._say_late)
            if draft.scored_document is not None and not draft.scored_document.can_answer:
                self._bench.show_message("waiting for the model to load; Esc cancels")

    def _ask(self, draft: Draft, count: int, *, is_unasked: bool = False, is_for_word: bool = False) -> bool:
        """Ask for continuations at the caret; return False if there is no model."""
        length = 1 if is_for_word else None  # an unfinished word is finished
        request = self._request(draft, count, length, waits_for_model=not is_unasked)
        if request is not None:
            self._standing = Standing(draft, request, is_unasked=is_unasked, is_for_word=is_for_word)
        return request is not None

    def _request(
        self, draft: Draft, count: int, length: int | None = None, *, waits_for_model: bool = False
    ) -> int | None:
        """Send a request; return its number, or None if there is no model."""
        wanted, head = self._bench.settings.of(draft).continuation, draft.canvas.selection.head
        manner = protocol.Manner(length or wanted.length, wanted.temperature, wanted.top_p, count, wanted.seed)
        scored = draft.scored_document
        if scored is None:
            return None
        return scored.ask_continuation(head, head, manner, waits_for_model=waits_for_model)

    def _ask_unasked(self) -> None:
        """Ask at the place where the writer has paused, if nothing follows there."""
        draft = self._bench.workspace.shown
        if self._standing is None and _has_one_caret(draft) and _is_at_end(draft):
            self._ask(draft, 1, is_unasked=True)

    def _complete_word(self) -> None:
        """Show the rest of the word that is being typed: of the draft's own words, else of the model's."""
        draft = self._bench.workspace.shown
        head = draft.canvas.selection.head
        begun = begun_word(draft.document, head) if _has_one_caret(draft) else ""
        if self._standing is not None or not begun:
            return
        rest = rest_of_word(draft.document, head, begun)
        if rest:
            self._standing = Standing(draft, None, is_unasked=True)
            self._standing.heard([rest], is_done=True)
            self._show(self._standing)
        else:
            self._ask(draft, 1, is_unasked=True, is_for_word=True)

    def _say_late(self) -> None:
        if self._standing is not None and not self._standing.text:
            self._bench.show_message("still waiting for a continuation; Esc cancels")

    def found(self, draft: Draft, found: protocol.Continuations) -> None:
        """Show the text decoded so far; if it comes unasked, only when it is complete and the model is sure enough."""
        standing = self._standing_for(draft, found.request)
        if standing is None or (standing.is_unasked and not found.is_final):
            return
        least = self._bench.settings.of(draft).continuation.confidence if standing.is_unasked else -math.inf
        sure = [one.text for one in found.found if one.confidence >= least]
        standing.heard([rest_only(text) for text in sure] if standing.is_for_word else sure, is_done=found.is_final)
        if standing.text:
            self._show(standing)
        elif standing.is_done:
            self._dismiss()
            if not standing.is_unasked:
                self._bench.show_message("the model has nothing to add here")

    def failed(self, draft: Draft, failure: protocol.Failure) -> None:
        """Tell a writer who asked for a continuation why there is none."""
        standing = self._standing_for(draft, failure.request)
        if standing is not None:
            self._dismiss()
            if not standing.is_unasked:
                self._bench.show_message(printable(failure.message), True)

    def _standing_for(self, draft: Draft, request: int) -> Standing | None:
        standing = self._standing
        return standing if standing is not None and (standing.draft, standing.request) == (draft, request) else None

    def turn(self, step: int) -> None:
        """Show the next continuation, or with -1 the one before."""
        standing = self._standing
        if standing is None:
            self._bench.show_message("no continuation here yet; ask for one first")
        elif standing.turn(step):
            self._show(standing)
        elif standing.is_done:
            self._bench.show_message("no other continuation here")

    # -- taking --------------------------------------------------------------------------------------------------------

    def take_key(self, event: events.Key | events.Paste) -> bool:
        if self._standing is None:
            return False
        if isinstance(event, events.Key):
            if event.key == "escape":
                self._dismiss()
                return True
            command = self._bench.settings.keymap.lookup(*event.aliases)
            if command is not None and command.name in _OWN_COMMANDS:
                return False
            if self._standing.holds() and self._standing.text and self._take(self._standing, event):
                return True
        self._dismiss()
        return False

    def _take(self, standing: Standing, event: events.Key) -> bool:
        """Accept the part of the ghost text that a key stands for; return False if the key isn't for the ghost text."""
        canvas = standing.draft.canvas
        kind = _PIECES.get(event.key, "sentence" if event.key == "right" and _is_at_end(standing.draft) else None)
        if kind is not None:
            piece, head = standing.piece(kind, canvas.ghost.seen(event.time)), canvas.selection.head
            if not piece:
                return False
            if standing.is_writers_own:
                canvas.edit(head, head, piece)
            else:
                _accept(standing.draft, head, piece)
            self._go_on(standing, piece, needs_more=True)
        elif event.is_printable and event.character and _same_signs(event.character, standing.text[:1]):
            canvas.type_text(event.character, is_alone=True)  # the closing sign comes with the ghost, too
            self._go_on(standing, standing.text[:1])
        else:
            return False
        return True

    def _go_on(self, standing: Standing, piece: str, *, needs_more: bool = False) -> None:
        """Move the ghost past a piece that was accepted, if the text now has that piece.

        Args:
            standing: the ghost text shown.
            piece: the piece.
            needs_more: whether to request more if the edit has stopped the decoding; always done if nothing is left.
        """
        document, selection = standing.draft.document, standing.draft.canvas.selection
        start, end = selection.head - len(piece), selection.head
        if start < 0 or not selection.is_empty or not _same_signs(document.slice(start, end), piece):
            self._dismiss()
            return
        standing.take(piece)
        if not standing.is_done and (needs_more or not standing.text):
            candidates = self._bench.settings.of(standing.draft).continuation.candidates
            standing.goes_on_as(self._request(standing.draft, candidates))
        if standing.is_done and not standing.text:
            self._dismiss()
        else:
            self._show(standing)

    # -- standing ------------------------------------------------------------------------------------------------------

    def _show(self, standing: Standing) -> None:
        standing.draft.canvas.show_ghost(standing.text)

    def _dismiss(self) -> None:
        """Remove the ghost text, and cancel the request."""
        if self._late is not None:
            self._late.stop()
            self._late = None
        standing, self._standing = self._standing, None
        if standing is not None:
            standing.draft.canvas.show_ghost("")
            if standing.draft.scored_document is not None:
                standing.draft.scored_document.stop_continuation()

    def _let_go(self) -> None:
        """Remove the ghost text if the text or a caret has changed other than by accepting it."""
        if self._standing is not None and not self._standing.holds():
            self._dismiss()

    def draft_opened(self, draft: Draft) -> None:
        draft.writing = _Listener(self, draft)

    def edited(self, draft: Draft) -> None:
        self._let_go()
        self._stop_pauses()
        wanted, timer = self._bench.settings.of(draft).continuation, self._bench.textual.set_timer
        if self._standing is None and wanted.complete_words:
            self._pauses.append(timer(_WORD_PAUSE_S, self._complete_word))
        if self._standing is None and wanted.automatic:
            self._pauses.append(timer(wanted.pause / 1000, self._ask_unasked))

    def _stop_pauses(self) -> None:
        while self._pauses:
            self._pauses.pop().stop()

    def selection_changed(self, draft: Draft) -> None:
        self._let_go()

    def pressed(self, draft: Draft) -> None:
        self._dismiss()  # also at the caret, where nothing moves

    def draft_hidden(self, draft: Draft) -> None:
        self._stop_pauses()
        self._dismiss()


def _has_one_caret(draft: Draft) -> bool:
    """Return True if there is one caret, and nothing is selected."""
    canvas = draft.canvas
    return len(canvas.selections) == 1 and canvas.selection.is_empty and canvas.mode != "reading"


def _same_signs(text: str, other: str) -> bool:
    """Return True if texts differ at most in the kind of their quotes, which smart typography may change."""
    return text.translate(_STRAIGHT) == other.translate(_STRAIGHT)


def _accept(draft: Draft, head: int, piece: str) -> None:
    """Insert a piece into the text, and note its author; in a table's cell its pipes are escaped, for the author
    too."""
    document, revision = draft.document, draft.document.revision
    draft.canvas.edit(head, head, piece)
    if document.revision != revision:
        for change in document.steps[0][-1].inverse.changes:
            if change.start <= head < change.end:
                document.authorship.note(head, change.end)


def _is_at_end(draft: Draft) -> bool:
    """Return True if nothing follows the main caret in its line."""
    return not rest_of_line(draft.document, draft.canvas.selection.head).strip()
