"""Searching a text: a query, all its matches, and their replacements.

The engine is the `regex` package: unlike `re` it can be given a time limit, lets other threads run while it searches,
and ignores the case by Unicode's simple folding, so that positions stay those of the text.
"""

from __future__ import annotations

import re
import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass
from threading import Thread

import regex

from editor.document.transaction import Change
from editor.find.folding import FoldedText, Forms, composed, typographic

TIME_LIMIT_S = 3.0
"""The time limit of a search: a pattern such as `(a|a)+$` would take years."""

_NOT_WITHIN_WORD = r"(?!(?<=\w)\w)"
_CHECKED_EVERY = 256  # matches; whether it takes too long or was cancelled

# As in VS Code and JavaScript.
_PLACEHOLDER = re.compile(r"\$(?:(?P<sign>[$&])|(?P<digits>\d\d?)|\{(?P<name>\w+)\})|\\(?P<escape>[nt\\])")


class PatternError(Exception):
    """A pattern that isn't a regular expression; the message says in one line what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Query:
    """A text or pattern to find. No match begins or ends within a grapheme.

    Attributes:
        whole_word: a match neither begins nor ends within a word.
        is_exact: signs and letters match only themselves; otherwise, straight quotes and hyphens also match their
            typographic forms, canonically equal texts match each other, soft hyphens are ignored, and without
            `match_case` ligatures and ß match the letters they represent.
    """

    text: str
    is_regex: bool = False
    match_case: bool = False
    whole_word: bool = False
    is_exact: bool = False

    @property
    def forms(self) -> Forms:
        """The forms it treats as equal."""
        if self.is_exact or self.is_regex:
            return "exact" if self.is_exact else "composed"
        if not self.text.replace("\u00ad", ""):
            return "composed"  # it looks for soft hyphens
        return "visible" if self.match_case else "letters"


def escaped(text: str) -> str:
    """Return the regular expression that finds exactly `text`."""
    return regex.escape(text)


class Matches:
    """Stretches [start, end) of a text, ascending and disjoint; empty ones too if the pattern matches them."""

    def __init__(self) -> None:
        self._starts = array("q")
        self._ends = array("q")

    def append(self, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: int) -> tuple[int, int]:
        return self._starts[index], self._ends[index]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._starts, self._ends, strict=True)

    def index_of(self, start: int, end: int) -> int | None:
        """Return the index of the match that is exactly [start, end), if any."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, start)
        return next((index for index in range(first, last) if self._ends[index] == end), None)

    def first_from(self, position: int) -> int | None:
        """Return the index of the first match that begins at or after `position`, if any."""
        index = bisect_left(self._starts, position)
        return index if index < len(self) else None

    def last_before(self, position: int) -> int | None:
        """Return the index of the last match that ends at or before `position`, if any."""
        index = bisect_right(self._ends, position) - 1
        return index if index >= 0 else None

    def between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Return the matches that overlap [start, end)."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return zip(self._starts[first:last], self._ends[first:last], strict=True)


class Search:
    """A compiled query. Raises PatternError."""

    def __init__(self, query: Query) -> None:
        self.query = query
        source = _source(query)
        flags = regex.MULTILINE | (0 if query.match_case else regex.IGNORECASE)
        try:
            self._pattern = regex.compile(source, flags)
            if query.whole_word:
                self._pattern = regex.compile(f"{_NOT_WITHIN_WORD}(?:{source}){_NOT_WITHIN_WORD}", flags)
        except (regex.error, ValueError) as error:
            raise PatternError(str(error)) from None
        except (RecursionError, OverflowError, MemoryError):
            raise PatternError("this pattern is too large") from None
        if self._pattern.flags & regex.REVERSE:
            raise PatternError("(?r) isn't supported: searches run forwards")

    def find_all(
        self,
        text: str,
        within: tuple[int, int] | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Matches:
        """Return all matches in `text`, or those that lie entirely within [start, end).

        Raises TimeoutError after TIME_LIMIT_S, and soon after `is_cancelled` says so.
        """
        folded = FoldedText(text, self.query.forms)
        matches = Matches()
        for start, end, _ in self._found(folded, within, is_cancelled):
            matches.append(*folded.originals(start, end))
        return matches

    def replacements(
        self, text: str, within: tuple[int, int] | None, template: str, newline: str
    ) -> tuple[Change, ...]:
        """Return the changes that replace all matches that `find_all` returns.

        In a regular expression's `template`, `$1` and `${name}` stand for the group's match, `$0` and `$&` for the
        whole match, `$$` for a dollar sign, `\\n` for `newline`, `\\t` for a tab and `\\\\` for a backslash; a name or
        number without a group in the pattern stays as written. Raises TimeoutError after TIME_LIMIT_S.
        """
        parts = self._parsed(template, newline) if self.query.is_regex else [template]
        folded = FoldedText(text, self.query.forms)
        changes = []
        for from_, to, match in self._found(folded, within):
            groups = [part if isinstance(part, str) else _original(text, folded, match.span(part)) for part in parts]
            changes.append(Change(*folded.originals(from_, to), "".join(groups)))
        return tuple(changes)

    def _found(
        self, folded: FoldedText, within: tuple[int, int] | None, is_cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[int, int, regex.Match[str]]]:
        """Yield the matches with their positions in `folded`."""
        text = folded.text
        start, end = (0, len(text)) if within is None else (folded.position(within[0]), folded.position(within[1]))
        # An empty match at the start of the line after the range isn't in it.
        last_start = end - 1 if within is not None and end > start and text[end - 1] == "\n" else end
        deadline = time.monotonic() + TIME_LIMIT_S
        reached = start
        for count, match in enumerate(self._whole(folded, start)):
            # The engine's own limit is for a single match.
            if count % _CHECKED_EVERY == 0 and (time.monotonic() > deadline or is_cancelled()):
                raise TimeoutError
            if match is None:
                continue
            first, last = match.span()
            if first > last_start:
                break
            if reached <= first <= last <= end:  # `\K` can begin anywhere
                reached = last
                yield first, last, match

    def _whole(self, folded: FoldedText, start: int) -> Iterator[regex.Match[str] | None]:
        """Yield the matches from `start` on; None for each that would split a grapheme."""
        resumed: int | None = start
        while resumed is not None:
            found = self._pattern.finditer(folded.text, pos=resumed, concurrent=True, timeout=TIME_LIMIT_S)
            resumed = None
            for match in found:
                first, last = match.span()
                if folded.splits(first) or folded.splits(last):
                    yield None
                    resumed = folded.next_boundary(first)
                    break
                yield match

    def _parsed(self, template: str, newline: str) -> list[str | int]:
        """Parse a template into texts and group numbers."""
        escapes = {"n": newline, "t": "\t", "\\": "\\"}
        parts: list[str | int] = []
        reached = 0
        for found in _PLACEHOLDER.finditer(template):
            parts.append(template[reached : found.start()])
            reached = found.end()
            if found["escape"]:
                parts.append(escapes[found["escape"]])
            elif found["sign"]:
                parts.append("$" if found["sign"] == "$" else 0)
            else:
                group, length = self._group(found["digits"] or "", found["name"] or "")
                if group is None:
                    parts.append(found[0])
                else:
                    parts.append(group)
                    reached -= len(found["digits"] or "") - length
        parts.append(template[reached:])
        return parts

    def _group(self, digits: str, name: str) -> tuple[int | None, int]:
        """Return the group that digits or a name mean, and the digits used: `$12` can be group 1 and a 2."""
        if name:
            number = int(name) if name.isdecimal() else self._pattern.groupindex.get(name)
            return (number if number is not None and number <= self._pattern.groups else None), 0
        for length in range(len(digits), 0, -1):
            if int(digits[:length]) <= self._pattern.groups:
                return int(digits[:length]), length
        return None, 0


def _source(query: Query) -> str:
    if query.is_exact:
        return query.text if query.is_regex else escaped(query.text)
    return composed(query.text) if query.is_regex else typographic(query.text, query.forms)


def _original(text: str, folded: FoldedText, span: tuple[int, int]) -> str:
    """Return a group's match, with its own line ends; empty if it took no part."""
    return "" if span[0] < 0 else text[slice(*folded.originals(*span))]


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search."""

    search: Search
    matches: Matches


def find_in_background(query: Query, text: str, within: tuple[int, int] | None = None) -> Future[Found]:
    """Search in a separate thread; cancelling the future stops it.

    The future raises PatternError, and TimeoutError as `Search.find_all`.
    """
    future: Future[Found] = Future()

    def run() -> None:
        try:
            try:
                search = Search(query)
                future.set_result(Found(search, search.find_all(text, within, future.cancelled)))
            except (PatternError, TimeoutError, MemoryError) as error:
                future.set_exception(error)
        except InvalidStateError:
            pass  # cancelled meanwhile

    # A daemon: a pattern that takes forever, even to compile, doesn't keep the program from ending.
    Thread(target=run, name="find", daemon=True).start()
    return future
