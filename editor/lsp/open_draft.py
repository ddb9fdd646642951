"""A text open in the client: its document, the scorer's results, and the ignored words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from lsprotocol.types import Position, Range, TextDocumentContentChangeEvent, TextDocumentContentChangePartial

from editor.document import Document
from editor.document.annotations import Span
from editor.document.difference import difference
from editor.document.formats.kinds import Kind
from editor.document.formats.reading import found_reader
from editor.document.formats.verbatim import Verbatim
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.reader import Reader
from editor.document.transaction import Change, Transaction
from editor.document.units import sentence_at
from editor.flags.kept_ignores import KeptIgnores
from editor.flags.known_flags import KnownFlags, flag_of, known_flag
from editor.flags.shown_flags import may_become_prose
from editor.flags.surprisal import SurprisalMap
from editor.headless.drafts import front_matter
from editor.headless.prose import Prose
from editor.lsp.positions import Encoding, Positions
from editor.lsp.written import Written
from editor.scorer.listener import ScoredRange
from editor.scorer.scored_document import ScoredDocument
from editor.settings.settings import Settings
from scoring import protocol

_Answer = TypeVar("_Answer")

_GROUP = "client"  # for all its edits: they are never undone here, so let them take little room
_LONG = 64  # code points; where more are replaced by more, only the differences are


class OpenDraft:
    """A text that the client has open.

    Args:
        uri: the client's name for it.
        path: its file; None where it has none.
        version: the client's number for the text as it is.
        kind: the kind of its text.
        encoding: the unit of the client's columns.
        news: called when the flags of the draft may have changed.

    Attributes:
        version: the newest one received.
        is_in_step: whether the text is the same as the client's. If a change was lost, the text isn't checked until the
            client sends all of it.
        settings: those in force; call `read` after a change.
        unread: why none of the text is prose; "" if some is.
        verbatim: the stretches that the worker must not search; None: it finds them itself.
        prose: which parts of the text are prose.
        scored: the text at the scorer; None if the settings switch the model off.
        flags: all flags, each with the reason why it is hidden, if it is.
        surprisal: how much each word surprised the model, where that is known.
        ignoring: the ignored words and places. Call `review` after a change.
        written: the model's continuation where it was last requested, as long as the text allows it.
        questions: how often the client asked for an inline completion.
    """

    def __init__(
        self,
        uri: str,
        path: Path | None,
        version: int,
        text: str,
        kind: Kind,
        encoding: Encoding,
        news: Callable[[OpenDraft], None],
    ) -> None:
        self.uri = uri
        self.version = version
        self.document = Document(text)
        self.document.path = path
        self.is_in_step = True
        self.settings = Settings()
        self.kind = kind
        self.unread = ""
        self.verbatim: Verbatim | None = None
        self._has_comments: bool | None = None  # whether the comments of a source file are read, once it has been read
        self.markdown = Markdown(self.document, None if kind.reading == "markdown" else Reader())
        self.prose = Prose(self.document, self.markdown)
        self.scored: ScoredDocument | None = None
        self.flags = KnownFlags(self.document, self.prose.holds)
        self.surprisal = SurprisalMap(self.document)
        self.ignoring = KeptIgnores(self.document)
        self.flags.rules.is_ignored = self.ignoring.covers
        self._positions = Positions(self.document, encoding)
        self._news = news
        self._front_matter = front_matter(self.document, self.markdown)
        self._edited = 0  # where the last edit ended
        self._typed: int | None = None  # where the last edit ended, until the writer pauses
        self._asked: asyncio.Future[protocol.Alternatives | None] | None = None
        self._asked_tokens: asyncio.Future[protocol.Tokens | None] | None = None
        self._asked_continuation: asyncio.Future[protocol.Continuations | None] | None = None
        self.written: Written | None = None
        self.questions = 0

    @property
    def name(self) -> str:
        """Its name, for messages."""
        return self.document.name if self.document.path is not None else self.uri

    def read(self) -> None:
        """Read the text according to its kind and the settings."""
        wanted = self.settings.scoring.comments
        if self.kind.reading == "markdown" or wanted == self._has_comments:
            return
        self._has_comments = wanted
        reader, self.unread = found_reader(self.document, self.kind, with_comments=wanted)
        self.markdown.read_by(reader)
        self.verbatim = Verbatim(self.document, self.markdown)

    # -- positions -----------------------------------------------------------------------------------------------------

    def to_offset(self, position: Position) -> int:
        """Return the code point at a position."""
        return self._positions.to_offset(position)

    def to_range(self, start: int, end: int) -> Range:
        """Return the range of [start, end), in code points."""
        return self._positions.to_range(start, end)

    # -- flags ---------------------------------------------------------------------------------------------------------

    def shown_flags(self, start: int = 0, end: int | None = None) -> list[protocol.Flag]:
        """Return the flags in [start, end) that the editor and `check` would show, in the order of the text."""
        if not self.is_in_step:
            return []
        self.markdown.settle()
        shown = self.flags.shown_in(start, len(self.document) if end is None else end)
        return [flag_of(self.document, span) for span in shown if self.prose.takes_flags(span.start, span.end)]

    def ignored_flags(self, start: int, end: int) -> list[Span]:
        """Return the flags in [start, end) that are hidden because the writer ignores them."""
        found = self.flags.layer.in_range(start, end) if self.is_in_step else ()
        return [span for span in found if known_flag(span).hidden_because == "ignored"]

    def review(self) -> None:
        """Decide again which flags are shown, because of other settings or ignored words."""
        self.flags.review()
        self._news(self)

    @property
    def can_answer(self) -> bool:
        """Whether there is a model to ask."""
        return self.scored is not None and self.scored.can_answer

    async def ask_alternatives(
        self, start: int, end: int, count: int, *, synonyms: bool = False
    ) -> protocol.Alternatives | None:
        """Ask the model for words to replace [start, end), see `ScoredDocument.ask_alternatives`.

        Returns None if there is no model, the text there changes, or something else is asked meanwhile.
        """
        _end(self._asked)
        if self.scored is None or self.scored.ask_alternatives(start, end, count, synonyms=synonyms) is None:
            return None
        self._asked = asyncio.get_running_loop().create_future()
        return await self._asked

    async def ask_tokens(self, start: int, end: int) -> protocol.Tokens | None:
        """Ask for the scores of the tokens at [start, end), see `ScoredDocument.ask_tokens`; returns None as
        `ask_alternatives`."""
        _end(self._asked_tokens)
        if self.scored is None or self.scored.ask_tokens(start, end) is None:
            return None
        self._asked_tokens = asyncio.get_running_loop().create_future()
        return await self._asked_tokens

    async def ask_continuation(self, position: int, manner: protocol.Manner) -> None:
        """Have the model continue at a position, see `ScoredDocument.ask_continuation`; the result is in `written`.

        There is none if there is no model, or if the text changes, something else is asked or the request is cancelled
        meanwhile.
        """
        _end(self._asked_continuation)
        if self.scored is None or self.scored.ask_continuation(position, position, manner) is None:
            return
        asked = self._asked_continuation = asyncio.get_running_loop().create_future()
        try:
            found = await asked
        except asyncio.CancelledError:
            if asked is self._asked_continuation and self.scored is not None:
                self.scored.stop_continuation()
            raise
        if found is not None:
            self.written = Written(position, found.found)

    # -- the client's edits --------------------------------------------------------------------------------------------

    def change(self, changes: Sequence[TextDocumentContentChangeEvent]) -> None:
        """Apply the client's changes, each to the text left by the one before."""
        for change in changes:
            if isinstance(change, TextDocumentContentChangePartial):
                start = self.to_offset(change.range.start)
                end = self.to_offset(change.range.end)
                self._replace(min(start, end), max(start, end), change.text)
            else:
                self.take_over(change.text)

    def matches(self, text: str) -> bool:
        """Return True if `text` is the draft's."""
        return self.is_in_step and len(text) == len(self.document) and text == self.document.text

    def take_over(self, text: str) -> None:
        """Make `text` the draft's text, by edits where they differ."""
        self._make(difference(self.document.text, text))
        self.is_in_step = True

    def _replace(self, start: int, end: int, text: str) -> None:
        if end - start > _LONG and len(text) > _LONG:
            found = difference(self.document.slice(start, end), text).changes
            self._make(Transaction(tuple(Change(start + one.start, start + one.end, one.text) for one in found)))
        elif text or end > start:
            self._make(Transaction((Change(start, end, text),)))

    def _make(self, transaction: Transaction) -> None:
        if transaction.changes:
            self.document.apply(transaction, group=_GROUP)
            self._typed = self._edited = transaction.changes[-1].end + transaction.delta
            self.written = None if self.written is None else self.written.after(transaction)
            self.leave_unanswered()

    @property
    def edited_line(self) -> int:
        """The id of the block that was edited last."""
        return self.document.blocks[self.document.block_index(self._edited)].id

    def focus(self) -> None:
        """Have the last edited sentence scored before everything else."""
        if self.scored is not None:
            place = min(self._edited, len(self.document))
            self.scored.focus(*(sentence_at(self.document, place) or (place, place)))

    def front_matter_changed(self) -> bool:
        """Return True if the front matter has changed since the last call; it may hold settings."""
        before, self._front_matter = self._front_matter, front_matter(self.document, self.markdown)
        return self._front_matter != before

    def rested(self) -> None:
        """Show the flag of the word that was typed last, because the writer has stopped typing."""
        self._typed = None
        if self.flags.words_left(self._is_typed):
            self._news(self)

    def _is_typed(self, start: int, end: int) -> bool:
        """Return True if the word at [start, end) is being typed: half a word is always improbable."""
        return self._typed is not None and start < self._typed <= end

    # -- what the scorer says ------------------------------------------------------------------------------------------

    def hear(self, found: ScoredRange) -> None:
        """Keep the flags and the surprisal of a range."""
        flags = [flag for flag in found.flags if self._may_be_prose(flag)]
        changed = self.flags.replace(found.start, found.end, flags, self._is_typed)
        self.surprisal.replace(found.start, found.end, [word for word in found.words if self._may_be_prose(word)])
        if changed:
            self._news(self)

    def answer(self, found: protocol.Alternatives | protocol.Tokens | protocol.Continuations) -> None:
        """Answer the last question of that kind."""
        if isinstance(found, protocol.Alternatives):
            _end(self._asked, found)
        elif isinstance(found, protocol.Continuations):
            if found.is_final:
                _end(self._asked_continuation, found)
        else:
            _end(self._asked_tokens, found)

    def continuation_failed(self) -> None:
        """There is no answer to the last `ask_continuation`."""
        _end(self._asked_continuation)

    def leave_unanswered(self) -> None:
        """Answer all questions with None."""
        _end(self._asked)
        _end(self._asked_tokens)
        _end(self._asked_continuation)

    def forget(self) -> None:
        """Forget all flags, because nothing is scored any more."""
        self.leave_unanswered()
        if self.flags.clear():
            self._news(self)

    def _may_be_prose(self, word: protocol.Flag | protocol.WordScore) -> bool:
        """Return True if a result is kept: in prose, and in text that may become prose."""
        may_become = may_become_prose(self.document, self.markdown, word.start)
        return may_become or self.prose.holds(word.start, word.end)


def _end(asked: asyncio.Future[_Answer | None] | None, found: _Answer | None = None) -> None:
    if asked is not None and not asked.done():
        asked.set_result(found)
