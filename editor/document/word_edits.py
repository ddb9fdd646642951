"""Edits of words and characters in place: upper and lower case, and swaps.

Only text changes, not marks, addresses or code, see `unread`. Each function returns one transaction and
the selections after it. All positions are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from editor.document import units
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.unread import Unread, unread
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.text import words
from editor.text.graphemes import next_grapheme, previous_grapheme

Span = tuple[int, int]
Edited = tuple[Transaction, Selections]

_GAP = "\ufffc"
_NO_SPACE = re.compile(r"\S+")


def title_case(text: str) -> str:
    """Capitalise the first letter of every word and no other: don't → Don't."""
    return _NO_SPACE.sub(lambda run: _capitalised(run[0]), text)


def _capitalised(run: str) -> str:
    """Return the title case of a run without spaces, which no word extends beyond."""
    if run.isascii() and run.isalpha():
        return run.capitalize()
    parts: list[str] = []
    reached = end = 0
    while end < len(run):
        end = words.next_word_end(run, end)
        word = words.word_at(run, end - 1)
        if word is not None and word[0] >= reached:
            first = next_grapheme(run, word[0])
            parts += [run[reached : word[0]], run[word[0] : first].title(), run[first : word[1]].lower()]
            reached = word[1]
    return "".join([*parts, run[reached:]])


def recase(
    document: Document, markdown: Markdown, selections: Selections, change_case: Callable[[str], str]
) -> Edited | None:
    """Apply `change_case` to each selection, or the word at each caret; selections stay. None if all of it is code."""
    pieces: list[tuple[int, int, str]] = []  # stretches of text, and their replacements
    reached, last = -1, None
    has_words = False
    for selection in selections:
        span = units.word_at(document, selection.head) if selection.is_empty else selection.span
        if span is None or span == last or span[0] < reached:  # or a caret in a word that is partly selected
            continue
        has_words |= bool(document.slice(*span).strip())
        pieces += _recased(document, markdown, span, change_case)
        last, reached = span, span[1]
    if has_words and not pieces:
        return None
    changes = [Change(start, end, new) for start, end, new in pieces if new != document.slice(start, end)]
    transaction = Transaction(tuple(changes))
    starts = [change.start for change in changes]

    def placed(position: int) -> int:
        place = bisect_right(starts, position) - 1
        if place < 0 or position >= changes[place].end:
            return transaction.map_position(position, -1)
        start = changes[place].start
        return transaction.map_position(start, -1) + len(change_case(document.slice(start, position)))

    after = [Selection(placed(selection.anchor), placed(selection.head)) for selection in selections]
    return transaction, Selections.of(after, after[selections.main_index])


def _recased(
    document: Document, markdown: Markdown, span: Span, change_case: Callable[[str], str]
) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of text in [start, end), and the result of `change_case` for each."""
    for index in range(document.block_index(span[0]), document.block_index(span[1]) + 1):
        start, text = document.block_start(index), document.blocks[index].text
        seen = _Seen(text, unread(document, markdown, index), max(0, span[0] - start), span[1] - start)
        new = change_case(seen.text)
        for first, last, from_, to in seen.stretches():
            piece = new[from_:to] if len(new) == len(seen.text) else change_case(text[first:last])
            yield start + first, start + last, piece


class _Seen:
    """The text read in [start, end) of a line; `_GAP` stands for anything that separates words."""

    def __init__(self, line: str, hidden: Sequence[Unread], start: int = 0, end: int | None = None) -> None:
        self.places: list[int] = []  # offset in the line of each character
        signs: list[str] = []
        place = start
        end = len(line) if end is None else min(end, len(line))
        for one in [*hidden, Unread(end, end, False)]:
            if one.end < place or place > end:
                continue
            stop = min(max(one.start, place), end)
            signs.append(line[place:stop])
            self.places += range(place, stop)
            if one.parts and one.start < end:
                signs.append(_GAP)
                self.places.append(one.start)
            place = max(place, one.end)
        self.text = "".join(signs)

    def stretches(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield the stretches [first, last) of the line without gaps, each with its [start, end) in `text`."""
        start = 0
        for at in range(1, len(self.text) + 1):
            is_end = at == len(self.text) or self.places[at] != self.places[at - 1] + 1
            if is_end or _GAP in (self.text[at], self.text[at - 1]):
                if self.text[start:at] != _GAP:
                    yield self.places[start], self.places[at - 1] + 1, start, at
                start = at


def transpose_characters(document: Document, markdown: Markdown, selections: Selections) -> Edited:
    """Swap the graphemes before and after each caret; at a line's end, the last two (like readline)."""
    return _transpose(document, markdown, selections, _characters_around)


def transpose_words(document: Document, markdown: Markdown, selections: Selections) -> Edited:
    """Swap the word at or after each caret with the one before; at a line's end, the last two (like readline)."""
    return _transpose(document, markdown, selections, _words_around)


def _characters_around(text: str, offset: int) -> tuple[Span, Span] | None:
    if offset == len(text):
        offset = previous_grapheme(text, offset)
    if not offset:
        return None
    return (previous_grapheme(text, offset), offset), (offset, next_grapheme(text, offset))


def _words_around(text: str, offset: int) -> tuple[Span, Span] | None:
    second = _word_after(text, offset) or _word_before(text, len(text))
    first = second and _word_before(text, second[0])
    return (first, second) if first and second else None


def _word_after(text: str, offset: int) -> Span | None:
    """Return the first word that ends after `offset`."""
    end = offset
    while end < len(text):
        end = words.next_word_end(text, end)
        word = words.word_at(text, end - 1)
        if word is not None and word[1] > offset:
            return word
    return None


def _word_before(text: str, offset: int) -> Span | None:
    """Return the last word that begins before `offset`."""
    start = offset
    while start > 0:
        start = words.previous_word_start(text, start)
        word = words.word_at(text, start)
        if word is not None and word[0] < offset:
            return word
    return None


def _transpose(
    document: Document,
    markdown: Markdown,
    selections: Selections,
    around: Callable[[str, int], tuple[Span, Span] | None],
) -> Edited:
    """Swap the two spans that `around` finds in each caret's line; the caret goes after them."""
    edits: list[CaretEdit | None] = []
    reached = -1
    for selection in selections:
        index = document.block_index(selection.head)
        start, text = document.block_start(index), document.blocks[index].text
        spans = None
        if selection.is_empty:
            spans = _spans_in_text(text, unread(document, markdown, index), selection.head - start, around)
        if spans is None or start + spans[0][0] < reached:  # an earlier caret has already moved it
            edits.append(None)
            continue
        first, second = spans
        swapped = text[slice(*second)] + text[first[1] : second[0]] + text[slice(*first)]
        reached = start + second[1]
        edits.append(CaretEdit(start + first[0], reached, swapped))
    return edit_all(selections, edits)


def _spans_in_text(
    line: str, hidden: Sequence[Unread], offset: int, around: Callable[[str, int], tuple[Span, Span] | None]
) -> tuple[Span, Span] | None:
    """Return the spans that `around` finds in the line's text; None if a mark or a gap is in one of the two."""
    if any(one.start < offset < one.end for one in hidden):
        return None
    if not hidden:
        return around(line, offset)
    seen = _Seen(line, hidden)
    found = around(seen.text, bisect_left(seen.places, offset))
    spans: list[Span] = []
    for start, end in found or ():
        first, last = seen.places[start], seen.places[end - 1] + 1
        if last - first != end - start or _GAP in seen.text[start:end]:
            return None
        spans.append((first, last))
    return (spans[0], spans[1]) if spans else None
