"""The words and places that the writer ignores in one document.

Places move with the text, and are found again when the document is next opened.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence

import msgspec

from editor.document.annotations import Layer, Span
from editor.document.document import Document

REACH = 24
"""Code points stored on either side of an ignored place, to find it again."""

MOST_PLACES, MOST_WORDS = 300, 500
"""How many of a document's ignored places and words are stored, the newest ones."""

_WHOLE_SIDE = 12  # code points; enough if one whole side is known and at least so long
_MOST_CANDIDATES = 2_000  # positions tried for one place


class IgnoredPlace(msgspec.Struct, frozen=True):
    """An ignored place, as its word and the text around it.

    Attributes:
        word: the word there.
        before, behind: up to REACH code points on either side.
        line: its line at the time, counted from 0.
    """

    word: str
    before: str
    behind: str
    line: int


def plain(word: str) -> str:
    """Return a word as word lists spell it: composed, with a straight apostrophe; words across a line's end are
    separated by one space."""
    return " ".join(unicodedata.normalize("NFC", word).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def is_listed(word: str, listed: Collection[str]) -> bool:
    """Return True if a word, with or without a genitive `'s`, is on a list; lower case there covers any case."""
    return bool(listed) and any(form in listed for form in listed_forms(word))


def listed_forms(word: str) -> tuple[str, ...]:
    """Return the entries of a list that cover a word."""
    word = plain(word)
    stem = word[:-2] if word[-2:].lower() == "'s" else word
    return word, word.lower(), stem, stem.lower()


class Ignored:
    """The ignored words and places of a document.

    A place is forgotten when its word changes, see `Layer`; other edits move it.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places = Layer(document)  # the data of each span is its number, in the order of arrival
        self._next = 0
        self._words: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self._places) + len(self._words)

    @property
    def words(self) -> tuple[str, ...]:
        """The ignored words, the newest last."""
        return tuple(self._words)

    def covers(self, start: int, end: int) -> bool:
        """Return True if [start, end) overlaps an ignored place or is an ignored word."""
        if not len(self._places) and not self._words:
            return False
        is_place = next(self._places.in_range(start, end), None) is not None
        return is_place or is_listed(self._document.slice(start, end), self._words)

    def add_place(self, start: int, end: int) -> int:
        """Ignore [start, end), which must be in one line. Returns its number, for forgetting it."""
        self._next += 1
        self._places.replace(start, end, [Span(start, end, "ignored", 1.0, self._next)])
        return self._next

    def add_word(self, word: str) -> None:
        """Ignore a word everywhere in the document."""
        self._words.pop(plain(word), None)
        self._words[plain(word)] = None

    def forget_place(self, number: int | None = None) -> str | None:
        """Forget a place, by default the newest; returns its word, None if there is no such place."""
        spans = self._ordered()
        span = next((span for span in reversed(spans) if number is None or span.data == number), None)
        if span is None:
            return None
        self._places.replace(span.start, span.end, [])
        return self._document.slice(span.start, span.end)

    def forget_word(self, word: str | None = None) -> str | None:
        """Forget a word, by default the newest; returns it, None if it isn't ignored."""
        if word is None:
            return self._words.popitem()[0] if self._words else None
        known = plain(word) in self._words
        self._words.pop(plain(word), None)
        return word if known else None

    def places(self) -> list[IgnoredPlace]:
        """Return the newest MOST_PLACES places with the text around them, the newest last."""
        document = self._document
        kept = [
            IgnoredPlace(
                document.slice(span.start, span.end),
                document.slice(max(0, span.start - REACH), span.start),
                document.slice(span.end, min(len(document), span.end + REACH)),
                document.block_index(span.start),
            )
            for span in self._ordered()[-MOST_PLACES:]
        ]
        return [place for place in kept if _is_utf_8(place.before + place.word + place.behind)]

    def restore(self, words: Iterable[str], places: Iterable[tuple[int, int]]) -> None:
        """Add words and places from an earlier session, older than all of this one."""
        self._words = dict.fromkeys([*words, *self._words])
        older = [place for place in places if next(self._places.in_range(*place), None) is None]
        for number, (start, end) in enumerate(older, -len(older)):  # those of this session count from 1
            self._places.replace(start, end, [Span(start, end, "ignored", 1.0, number)])

    def follow(self, before: Collection[str], now: Collection[str]) -> bool:
        """Adopt words that others have stored or removed, given those stored before and now. Returns whether there
        were any."""
        added, removed = [word for word in now if word not in before], set(before) - set(now)
        self._words = {word: None for word in (*added, *self._words) if word not in removed}
        return bool(added or removed)

    def follow_places(self, removed: Iterable[tuple[int, int]], added: Iterable[tuple[int, int]]) -> bool:
        """Adopt places that others have removed or stored. Returns whether there were any."""
        gone, new = list(removed), list(added)
        for start, end in gone:
            self._places.replace(start, end, [])
        self.restore((), new)
        return bool(gone or new)

    def _ordered(self) -> list[Span]:
        spans = self._places.in_range(0, len(self._document))
        return sorted(spans, key=_number)


def _number(span: Span) -> int:
    assert isinstance(span.data, int)
    return span.data


def find_places(text: str, places: Sequence[IgnoredPlace]) -> list[tuple[int, int]]:
    """Find places in a text; returns the [start, end) of each one that is still there.

    A place is found where its word is, with at least half of the text that was around it, or all of one side. The best
    match wins; of equal ones, the nearest to the old line.
    """
    found: dict[int, int] = {}
    for place in places:
        if not place.word:
            continue
        start = _find(text, place, found)
        if start is not None:
            found[start] = start + len(place.word)
    return list(found.items())


def _find(text: str, place: IgnoredPlace, taken: Collection[int]) -> int | None:
    """Return the start of a place, not one of `taken`."""
    known = f"{place.before}{place.word}{place.behind}"
    at = text.find(known)
    if at >= 0 and text.find(known, at + 1) < 0:
        at += len(place.before)
        if at not in taken and _is_whole(text, at, at + len(place.word)):
            return at
    word, best, looked_at = place.word, (-1, 0), 0
    best_start: int | None = None
    line = counted = 0
    start = text.find(word)
    while start >= 0 and looked_at < _MOST_CANDIDATES:
        end = start + len(word)
        if start not in taken and _is_whole(text, start, end):
            looked_at += 1
            line, counted = line + text.count("\n", counted, start), start
            before = _alike(place.before[::-1], text[max(0, start - REACH) : start][::-1])
            behind = _alike(place.behind, text[end : end + REACH])
            likeness = before + behind, -abs(line - place.line)
            if likeness > best and _is_enough(place, before, behind):
                best, best_start = likeness, start
        start = text.find(word, end)
    return best_start


def _is_enough(place: IgnoredPlace, before: int, behind: int) -> bool:
    """Return True if a place can be where so many code points around it are the same."""
    has_side = before == len(place.before) >= _WHOLE_SIDE or behind == len(place.behind) >= _WHOLE_SIDE
    return has_side or 2 * (before + behind) >= len(place.before) + len(place.behind)


def _alike(one: str, other: str) -> int:
    """Return how many code points two texts share at their starts."""
    for index, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return index
    return min(len(one), len(other))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return True if no letter or digit is right before or after [start, end)."""
    return not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum()


def _is_utf_8(text: str) -> bool:
    """Return True if JSON can hold a text."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
