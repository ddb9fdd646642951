"""All flags of one draft, each with the reason why it is hidden, if it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec

from editor.document.annotations import Layer, Span
from editor.document.document import Document, DocumentChange, Phase
from editor.flags.kinds import style_name
from editor.flags.shown_flags import FlagRules, Hidden, counted
from editor.flags.suggested_edit import SuggestedEdit, edits_of
from editor.flags.used_names import is_used_name
from editor.flags.wording import likelihood, message
from scoring import protocol


class KnownFlag(msgspec.Struct, frozen=True, gc=False):
    """Everything known about a flagged word; the `data` of its span.

    Attributes:
        kind: see `scoring.protocol.Flag`.
        reason: why it is flagged, in words.
        edits: edits that would improve it, best first.
        hidden_because: why it is hidden; None: it is shown.
        more: how many flags of its paragraph are hidden because there are too many.
    """

    kind: str
    reason: str
    edits: tuple[SuggestedEdit, ...] = ()
    hidden_because: Hidden | None = None
    more: int = 0


def known_flag(span: Span) -> KnownFlag:
    """Return the data of a span from `KnownFlags`."""
    assert isinstance(span.data, KnownFlag)
    return span.data


def note_of(span: Span) -> str:
    """Return the text about a flag for the writer: its message, how likely it is right, and how many flags its
    paragraph hides."""
    flag = known_flag(span)
    likely = likelihood(flag.kind, protocol.probability(span.strength))
    return counted(f"{message(flag.kind, flag.reason)} · {likely}", flag.more)


def flag_of(document: Document, span: Span) -> protocol.Flag:
    """Return the flag that a span from `KnownFlags` shows, where it is now: its reason counts the flags that its
    paragraph hides, and the suggestions whose text has changed are left out."""
    known = known_flag(span)
    suggestions = tuple(
        protocol.Suggestion(change.start, change.end, change.text, edit.gain, edit.kind, edit.probability)
        for edit in known.edits
        if (change := edit.change_at(span.start, document)) is not None
    )
    reason = counted(known.reason, known.more)
    return protocol.Flag(span.start, span.end, span.strength, known.kind, reason, suggestions)


def is_shown(span: Span) -> bool:
    """Return True if a flag isn't hidden; spans without such data are shown."""
    return not isinstance(span.data, KnownFlag) or span.data.hidden_because is None


def is_known_name(document: Document, flag: protocol.Flag) -> bool:
    """Return True if a flag is meaningless: a name is only surprising the first time."""
    return flag.kind == "surprising" and is_used_name(document, flag.start, flag.end)


class _Flagged(NamedTuple):
    """A span as the rules read it: its `kind` is that of the flag, not the theme's name."""

    start: int
    end: int
    strength: float
    kind: str


class KnownFlags:
    """Keeps the flags of a draft, and decides which of them are shown.

    Args:
        document: the draft.
        is_prose: see `FlagRules`.

    Attributes:
        layer: all flags. The data of each span is a `KnownFlag`, its kind a name in the theme.
        rules: decide which are shown. Call `review` after changing them.
    """

    def __init__(self, document: Document, is_prose: Callable[[int, int], bool]) -> None:
        self._document = document
        self.layer = Layer(document)
        self.rules = FlagRules(document, is_prose)
        self._typed: list[int] = []  # where flags start that are hidden because of typing
        document.subscribe(self._follow, Phase.MODEL)

    def shown_in(self, start: int, end: int) -> Iterator[Span]:
        """Yield the flags shown that overlap [start, end), in the order of the text."""
        return filter(is_shown, self.layer.in_range(start, end))

    def replace(
        self,
        start: int,
        end: int,
        flags: Iterable[protocol.Flag],
        is_typed: Callable[[int, int], bool] = lambda start, end: False,
    ) -> set[int]:
        """Replace all flags that overlap [start, end).

        Args:
            start, end: code points of the document.
            flags: the new ones.
            is_typed: whether the word at [start, end) is being typed; its flag stays hidden until `words_left`.

        Returns:
            The indices of the blocks whose flags have changed, or are shown differently.
        """
        low, high = self.rules.paragraphs(start, end)
        spans = [span for span in self.layer.in_range(low, high) if not (start < span.end and span.start < end)]
        for flag in flags:
            first, last = max(flag.start, start), min(flag.end, end)
            if first >= last or is_known_name(self._document, flag):
                continue
            hidden: Hidden | None = "typing" if is_typed(flag.start, flag.end) else None
            if hidden and first not in self._typed:
                self._typed.append(first)
            data = KnownFlag(flag.kind, flag.reason, edits_of(self._document, flag), hidden)
            spans.append(Span(first, last, style_name(flag.kind), flag.strength, data))
        return self._put(low, high, spans)

    def review(self, start: int = 0, end: int | None = None) -> set[int]:
        """Decide again which flags of the paragraphs of [start, end) are shown; returns as `replace`."""
        low, high = self.rules.paragraphs(start, len(self._document) if end is None else end)
        return self._put(low, high, list(self.layer.in_range(low, high)))

    def words_left(self, is_typed: Callable[[int, int], bool]) -> set[int]:
        """Show the flags of words again once they are no longer being typed; returns what `replace` returns."""
        changed: set[int] = set()
        starts, self._typed = self._typed, []
        for start in starts:
            for span in list(self.layer.in_range(start, start + 1)):
                if known_flag(span).hidden_because != "typing":
                    continue
                if is_typed(span.start, span.end):
                    self._typed.append(span.start)
                else:
                    self.layer.replace(span.start, span.end, [_with(span, None, 0)])
                    changed |= self.review(span.start, span.end) | {self._document.block_index(span.start)}
        return changed

    def clear(self) -> set[int]:
        """Forget all flags; returns as `replace`."""
        self._typed = []
        return self.layer.replace(0, len(self._document), [])

    def _follow(self, change: DocumentChange) -> None:
        if self._typed:
            self._typed = change.transaction.map_positions(self._typed)

    def _put(self, low: int, high: int, spans: list[Span]) -> set[int]:
        """Decide about all flags of the paragraphs of [low, high), and keep them."""
        if not spans:
            return self.layer.replace(low, high, [])
        spans.sort(key=lambda span: (span.start, span.end))
        open_ = [span for span in spans if known_flag(span).hidden_because != "typing"]
        decided: list[Span] = [span for span in spans if known_flag(span).hidden_because == "typing"]
        flagged = [_Flagged(span.start, span.end, span.strength, known_flag(span).kind) for span in open_]
        for span, decision in zip(open_, self.rules.decide(flagged), strict=True):
            decided.append(_with(span, *decision))
        # A flag that reaches across an end isn't cut.
        return self.layer.replace(min(low, spans[0].start), max(high, *(span.end for span in spans)), decided)


def _with(span: Span, hidden_because: Hidden | None, more: int) -> Span:
    data = known_flag(span)
    if (data.hidden_because, data.more) == (hidden_because, more):
        return span
    data = msgspec.structs.replace(data, hidden_because=hidden_because, more=more)
    return msgspec.structs.replace(span, data=data)
