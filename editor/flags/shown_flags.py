"""The flags of a document: all that there are, and those among them that are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from editor.document.annotations import Layer, Span
from editor.document.document import Document
from editor.document.units import paragraph_at
from editor.flags.used_names import is_used_name

_FEWEST_WORDS, _WORDS_A_FLAG = 10, 5  # a paragraph of so many words shows at most one flag to so many words
_PARAGRAPH_REACH = 10_000  # code points before and behind a flag that are looked at of its paragraph
_WORD = re.compile(r"\w+")


class Flags:
    """Chooses which flags are shown: those that are strong enough and not ignored and, of a paragraph with many, the
    strongest few.

    Args:
        document: the document.
        is_prose: whether a word at [start, end) is one of a language; only those are counted.

    Attributes:
        shown: these. Those of words in what is prose no longer are among them.
        least: strength from which on they are shown; call `review` when it is another.
        is_ignored: says of [start, end) whether the writer wants no flag there; call `review` when it says otherwise.
    """

    def __init__(self, document: Document, is_prose: Callable[[int, int], bool]) -> None:
        self._document = document
        self._is_prose = is_prose
        self._known = Layer(document)
        self.shown = Layer(document)
        self.least = 0.0
        self.is_ignored: Callable[[int, int], bool] = lambda start, end: False

    def replace(self, start: int, end: int, flags: Iterable[Span]) -> set[int]:
        """Put `flags` in place of all that overlap [start, end).

        Names that were used before are no surprise. Returns the indices of the blocks that show others than before.
        """
        self._known.replace(start, end, [flag for flag in flags if not self._is_used_name(flag)])
        return self.review(start, end)

    def review(self, start: int, end: int) -> set[int]:
        """Choose anew in the paragraphs of [start, end); returns as `replace`."""
        start, end = self._paragraph(start)[0], max(end, self._paragraph(max(start, end - 1))[1])
        strong = (span for span in self._known.in_range(start, end) if span.strength >= self.least)
        wanted = [span for span in strong if not self.is_ignored(span.start, span.end)]
        if wanted:  # one that lies across an end is not cut
            start, end = min(start, wanted[0].start), max(end, wanted[-1].end)
        shown: list[Span] = []
        first = 0
        while first < len(wanted):
            low, high = self._paragraph(wanted[first].start)
            last = first + 1
            while last < len(wanted) and wanted[last].start < high:
                last += 1
            shown += self._strongest(wanted[first:last], low, high)
            first = last
        return self.shown.replace(start, end, shown)

    def _is_used_name(self, flag: Span) -> bool:
        return flag.kind == "flag.surprising" and is_used_name(self._document, flag.start, flag.end)

    def _paragraph(self, position: int) -> tuple[int, int]:
        found = paragraph_at(self._document, position)
        if found is None:
            return position, position + 1
        return max(found[0], position - _PARAGRAPH_REACH), min(found[1], position + _PARAGRAPH_REACH)

    def _strongest(self, flags: Sequence[Span], start: int, end: int) -> Sequence[Span]:
        """As many of a paragraph's flags, the strongest, as it may show; each says how many it does not."""
        enough = max(_FEWEST_WORDS, _WORDS_A_FLAG * len(flags))
        if len(flags) * _WORDS_A_FLAG <= _FEWEST_WORDS:
            return flags
        found = _WORD.finditer(self._document.slice(start, end))
        of_prose = (True for word in found if self._is_prose(start + word.start(), start + word.end()))
        words = sum(islice(of_prose, enough))
        most = words // _WORDS_A_FLAG
        if words < _FEWEST_WORDS or len(flags) <= most:
            return flags
        by_strength = sorted(flags, key=lambda flag: -flag.strength)[:most]
        rest = f"… and {len(flags) - most} more in this paragraph"
        return [flag.with_note(f"{flag.note} {rest}".strip()) for flag in sorted(by_strength, key=lambda f: f.start)]
