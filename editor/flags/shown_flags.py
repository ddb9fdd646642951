"""Which flags are shown: the rules, for the editor and for the verbs without a screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Literal, NamedTuple, Protocol

from editor.document.document import Document
from editor.document.formatting.containers import VERBATIM
from editor.document.markdown.markdown import Markdown
from editor.document.units import paragraph_at
from scoring.protocol import probability

Hidden = Literal["typing", "weak", "ignored", "many"]
"""Why a flag is hidden: its word is being typed, it is weak, the writer ignores it, or its paragraph has too many."""

_FEWEST_WORDS, _WORDS_A_FLAG = 10, 5  # a paragraph with at least so many words shows one flag per so many words
_PARAGRAPH_REACH = 10_000  # code points of its paragraph that count, on either side of a flag
_WORD = re.compile(r"\w+")


class Flagged(Protocol):
    """A flagged word: [start, end) in code points of the document, how strong the flag is, in nats, and its kind, see
    `scoring.protocol.Flag`."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def strength(self) -> float: ...

    @property
    def kind(self) -> str: ...


class Decision(NamedTuple):
    """Whether a flag is shown.

    Attributes:
        hidden_because: the reason if it is hidden; None: it is shown.
        more: how many flags of its paragraph are hidden because there are too many, if it is shown.
    """

    hidden_because: Hidden | None = None
    more: int = 0


_SHOWN, _MANY = Decision(), Decision("many")


def counted(reason: str, more: int) -> str:
    """Return a flag's reason, with the number of flags that its paragraph hides."""
    return f"{reason} … and {more} more in this paragraph".strip() if more else reason


def may_become_prose(document: Document, markdown: Markdown, position: int) -> bool:
    """Return True if an edit elsewhere can turn the text at a position into prose: its results are kept.

    An edit of a fence further up can turn a code block into prose again, and the scorer won't repeat its results. If
    a grammar decides which text is prose, it may not have read it yet.
    """
    return not markdown.is_markdown or markdown.lines.of(document.block_index(position)).kind in VERBATIM


class FlagRules:
    """Shows the flags that are strong enough and not ignored; in a crowded paragraph, only the strongest few and the
    misspellings: a word that isn't in the dictionary is wrong however many others are.

    Args:
        document: the document.
        is_prose: whether the word at [start, end) belongs to a language; other words don't make a paragraph longer.

    Attributes:
        least: the probability that a flag needs.
        is_ignored: whether the writer wants no flag at [start, end).
    """

    def __init__(self, document: Document, is_prose: Callable[[int, int], bool]) -> None:
        self._document = document
        self._is_prose = is_prose
        self.least = 0.0
        self.is_ignored: Callable[[int, int], bool] = lambda start, end: False

    def decide(self, flags: Sequence[Flagged]) -> list[Decision]:
        """Decide about all flags of some paragraphs, in the order of the text; returns one decision each."""
        decisions = [self._decision(flag) for flag in flags]
        wanted = [index for index, decision in enumerate(decisions) if decision is _SHOWN]
        first = 0
        while first < len(wanted):
            low, high = self._paragraph(flags[wanted[first]].start)
            last = first + 1
            while last < len(wanted) and flags[wanted[last]].start < high:
                last += 1
            self._thin_out(flags, wanted[first:last], decisions, self._most_shown(last - first, low, high))
            first = last
        return decisions

    def paragraphs(self, start: int, end: int) -> tuple[int, int]:
        """Return [start, end) extended to whole paragraphs: the range that decisions about its flags depend on."""
        return self._paragraph(start)[0], max(end, self._paragraph(max(start, end - 1))[1])

    def _decision(self, flag: Flagged) -> Decision:
        if not probability(flag.strength) >= self.least:  # not a number counts as weak
            return Decision("weak")
        return Decision("ignored") if self.is_ignored(flag.start, flag.end) else _SHOWN

    def _paragraph(self, position: int) -> tuple[int, int]:
        found = paragraph_at(self._document, position)
        if found is None:
            return position, position + 1
        return max(found[0], position - _PARAGRAPH_REACH), min(found[1], position + _PARAGRAPH_REACH)

    def _most_shown(self, count: int, start: int, end: int) -> int:
        """Return how many of the `count` flags of the paragraph at [start, end) may be shown."""
        if count * _WORDS_A_FLAG <= _FEWEST_WORDS:
            return count
        enough = max(_FEWEST_WORDS, _WORDS_A_FLAG * count)
        found = _WORD.finditer(self._document.slice(start, end))
        of_prose = (True for word in found if self._is_prose(start + word.start(), start + word.end()))
        words = sum(islice(of_prose, enough))
        return count if words < _FEWEST_WORDS else min(count, words // _WORDS_A_FLAG)

    @staticmethod
    def _thin_out(flags: Sequence[Flagged], wanted: Sequence[int], decisions: list[Decision], most: int) -> None:
        """Hide all but the `most` strongest of the wanted flags of a paragraph and the misspellings."""
        others = [index for index in wanted if flags[index].kind != "spelling"]
        if most < len(others):
            for index in wanted:
                decisions[index] = Decision(None, len(others) - most)
            for index in sorted(others, key=lambda index: -flags[index].strength)[most:]:
                decisions[index] = _MANY
