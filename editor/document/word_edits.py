"""Edits of words and characters where they stand: upper and lower case, and two that change places.

Each function gives one transaction and where the selections are after it. All positions are code points.
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
    """Every word with one capital, its first letter: don't → Don't."""
    return _NO_SPACE.sub(lambda run: _capitalised(run[0]), text)


def _capitalised(run: str) -> str:
    """Title case of a run without spaces, which no word goes beyond."""
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
    """Put each selection, or the word at each caret, through `change_case`; it stays selected."""
    changes: list[Change] = []
    spans: list[Span | None] = []  # what was done at each selection
    reached = -1
    last = None
    for selection in selections:
        span = units.word_at(document, selection.head) if selection.is_empty else selection.span
        if span != last and span is not None and span[0] < reached:
            span = None  # a caret in a word of which a part is selected
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
    """At each caret the grapheme before it and the one behind it, at a line's end the two before it (as readline)."""
    return _transpose(document, selections, _characters_around)


def transpose_words(document: Document, selections: Selections) -> tuple[Transaction, Selections]:
    """At each caret the word it is in or before and the one before that; at a line's end the last two (as readline)."""
    return _transpose(document, selections, _words_around)


def _characters_around(text: str, offset: int) -> tuple[Span, Span] | None:
    if offset == len(text):
        offset = previous_grapheme(text, offset)
    if not offset:
        return None
    return (previous_grapheme(text, offset), offset), (offset, next_grapheme(text, offset))


def _words_around(text: str, offset: int) -> tuple[Span, Span] | None:
    second = _word_behind(text, offset) or _word_before(text, len(text))
    first = second and _word_before(text, second[0])
    return (first, second) if first and second else None


def _word_behind(text: str, offset: int) -> Span | None:
    """The first word that ends behind `offset`."""
    end = offset
    while end < len(text):
        end = words.next_word_end(text, end)
        word = words.word_at(text, end - 1)
        if word is not None and word[1] > offset:
            return word
    return None


def _word_before(text: str, offset: int) -> Span | None:
    """The last word that begins before `offset`."""
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
    """Let the two spans that `around` finds in the line of each caret change places; the caret goes behind them."""
    edits: list[CaretEdit | None] = []
    reached = -1
    for selection in selections:
        index = document.block_index(selection.head)
        start, text = document.block_start(index), document.blocks[index].text
        spans = around(text, selection.head - start) if selection.is_empty else None
        if spans is None or start + spans[0][0] < reached:  # another caret has moved it
            edits.append(None)
            continue
        first, second = spans
        swapped = text[slice(*second)] + text[first[1] : second[0]] + text[slice(*first)]
        reached = start + second[1]
        edits.append(CaretEdit(start + first[0], reached, swapped))
    return edit_all(selections, edits)
