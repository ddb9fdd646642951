"""Edits of words and characters in place: upper and lower case, and swaps.

Each function returns one transaction and the selections after it. All positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from editor.document import units
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.document import Document
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.text import words
from editor.text.graphemes import next_grapheme, previous_grapheme

Span = tuple[int, int]
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
    document: Document, selections: Selections, change_case: Callable[[str], str]
) -> tuple[Transaction, Selections]:
    """Apply `change_case` to each selection, or to the word at each caret; selections stay."""
    changes: list[Change] = []
    spans: list[Span | None] = []  # the span changed at each selection
    reached = -1
    last = None
    for selection in selections:
        span = units.word_at(document, selection.head) if selection.is_empty else selection.span
        if span != last and span is not None and span[0] < reached:
            span = None  # a caret in a word that is partly selected
        if span is not None and span != last:
            old = document.slice(*span)
            new = change_case(old)
            if new != old:
                changes.append(Change(*span, new))
            last, reached = span, span[1]
        spans.append(span)
    transaction = Transaction(tuple(changes))

    def placed(selection: Selection, span: Span | None) -> Selection:
        if span is None:
            return selection.map(transaction)
        old_start, new_start = span[0], transaction.map_position(span[0], -1)
        anchor, head = (
            new_start + len(change_case(document.slice(old_start, position)))
            for position in (selection.anchor, selection.head)
        )
        return Selection(anchor, head)

    after = [placed(selection, span) for selection, span in zip(selections, spans, strict=True)]
    return transaction, Selections.of(after, after[selections.main_index])


def transpose_characters(document: Document, selections: Selections) -> tuple[Transaction, Selections]:
    """Swap the graphemes before and after each caret; at a line's end, the last two (like readline)."""
    return _transpose(document, selections, _characters_around)


def transpose_words(document: Document, selections: Selections) -> tuple[Transaction, Selections]:
    """Swap the word at or after each caret with the one before; at a line's end, the last two (like readline)."""
    return _transpose(document, selections, _words_around)


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
    document: Document, selections: Selections, around: Callable[[str, int], tuple[Span, Span] | None]
) -> tuple[Transaction, Selections]:
    """Swap the two spans that `around` finds in each caret's line; the caret goes after them."""
    edits: list[CaretEdit | None] = []
    reached = -1
    for selection in selections:
        index = document.block_index(selection.head)
        start, text = document.block_start(index), document.blocks[index].text
        spans = around(text, selection.head - start) if selection.is_empty else None
        if spans is None or start + spans[0][0] < reached:  # an earlier caret has already moved it
            edits.append(None)
            continue
        first, second = spans
        swapped = text[slice(*second)] + text[first[1] : second[0]] + text[slice(*first)]
        reached = start + second[1]
        edits.append(CaretEdit(start + first[0], reached, swapped))
    return edit_all(selections, edits)
