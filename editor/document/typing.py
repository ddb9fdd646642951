"""What a typed character turns into: pairs of brackets and quotes, typographic quotes, dashes and ellipses.

Only the current line is considered, up to `_REACH` on either side. All positions are code points.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from editor.document.caret_edits import CaretEdit
from editor.document.document import Document
from editor.document.selections import Selection

PAIRS = {"(": ")", "[": "]", "{": "}", '"': '"', "`": "`", "“": "”", "‘": "’", "„": "“", "«": "»"}
"""Opening → closing; an apostrophe isn't a quote."""

_WRAPPING = PAIRS | {"*": "*", "_": "_"}
_BRACKETS = "([{"
_EMPHASIS = "*_~"
_CLOSING = frozenset(")]}”’»›\"'`.,;:!?…")  # may follow a pair, and don't precede an opening quote
_DASHES = "-–—"
_REACH = 1000

_MARKUP = re.compile(r"\]\([^)]*$ | <[A-Za-z/!][^>]*$", re.VERBOSE)  # inside a link destination, tag or comment
_RULE = re.compile(r"[\s>|:-]*")  # a thematic break, front matter fence or table delimiter row
_NO_DASH = re.compile(rf"{_RULE.pattern}|.*\{{-+|.*\{{--(?:(?!--\}}).)*")  # nor a sign of CriticMarkup
_RUNS = {"--": "–", "---": "—", "...": "…"}


@dataclass(frozen=True, slots=True)
class Typing:
    """The rules of typing.

    Attributes:
        auto_pairs: an opening bracket or quote adds the closing one.
        smart_typography: straight quotes become typographic ones, hyphens dashes, three dots an ellipsis. The keys of
            the straight quotes then make no pairs: the text before them determines their direction.
    """

    auto_pairs: bool = True
    smart_typography: bool = False

    def typed(self, document: Document, selection: Selection, character: str) -> CaretEdit:
        """Return the edit of typing `character` at a selection, before `substituted`.

        - A selection is wrapped in the pair and stays selected; `*` and `_` do that too.
        - A closing character is skipped if it already follows the caret, was opened before the caret, and another one
          would be one too many in the line.
        - An opening character adds its closing one if the caret is at the end of the line or before a space or closing
          punctuation. It doesn't after a backslash; a quote doesn't after letters, digits and closing punctuation, nor
          inside the same straight quotes.
        """
        start, end = selection.start, selection.end
        plain = CaretEdit(start, end, character)
        if not selection.is_empty:
            return self._wrapped(document, selection, character) or plain
        before, after = _around(document, start, end)
        if self.auto_pairs and not (self.smart_typography and character == '"'):
            if _closes_here(character, before, after):
                return CaretEdit(start, start, "", head=len(character))
            if _pairs_here(character, before, after):
                return CaretEdit(start, start, character + PAIRS[character], head=len(character))
        if self.smart_typography and character == "-" and before.endswith("–") and not _is_code(before):
            return CaretEdit(start - 1, start, "---")  # so that undoing the long dash restores this
        return plain

    def _wrapped(self, document: Document, selection: Selection, character: str) -> CaretEdit | None:
        if not self.auto_pairs or character not in _WRAPPING:
            return None
        before, _ = _around(document, selection.start, selection.end)
        if self.smart_typography and character == '"' and not _is_code(before):
            character = "“"
        text = document.slice(selection.start, selection.end)
        anchor, head = (1 + position - selection.start for position in (selection.anchor, selection.head))
        return CaretEdit(selection.start, selection.end, character + text + _WRAPPING[character], anchor, head)

    def substituted(self, document: Document, caret: Selection, character: str) -> CaretEdit | None:
        """Return the substitution after `character` was typed before `caret`; None if there is none."""
        if not (self.smart_typography and caret.is_empty):
            return None
        before, _ = _around(document, caret.head, caret.head)
        if not before.endswith(character) or _is_code(before):
            return None
        literal, substitute = character, None
        if character == '"':
            substitute = "“" if _opens(before[:-1]) else "”"
        elif character == "'":
            substitute = "‘" if _opens(before[:-1]) else "’"
        elif character == "." or (character == "-" and not _NO_DASH.fullmatch(before)):
            literal = before[len(before.rstrip(character)) :]
            substitute = _RUNS.get(literal)
        return None if substitute is None else CaretEdit(caret.head - len(literal), caret.head, substitute)

    def empty_pair(self, document: Document, caret: Selection) -> CaretEdit | None:
        """Return the edit that deletes the empty pair around `caret`; None if there is none."""
        before, after = _around(document, caret.head, caret.head)
        closing = PAIRS.get(before[-1:])
        if not self.auto_pairs or closing is None or not after.startswith(closing):
            return None
        if closing == before[-1] and not _is_open(closing, before):  # between two quotations
            return None
        return CaretEdit(caret.head - 1, caret.head + 1, "")


def _around(document: Document, start: int, end: int) -> tuple[str, str]:
    """Return the text of the line before `start` and of the line after `end`."""
    first, last = document.block_index(start), document.block_index(end)
    column, end_column = start - document.block_start(first), end - document.block_start(last)
    before = document.blocks[first].text[max(0, column - _REACH) : column]
    return before, document.blocks[last].text[end_column : end_column + _REACH]


def _closes_here(character: str, before: str, after: str) -> bool:
    """Return True if `character` closes a pair and is already there after the caret."""
    if not after.startswith(character):
        return False
    for opening, closing in PAIRS.items():
        if closing != character:
            continue
        opened, closed = before.count(opening), before.count(closing)
        if opening == closing:
            if _is_open(closing, before):
                return True
        elif opened > closed and closed + after.count(closing) >= opened + after.count(opening):
            return True
    return False


def _pairs_here(character: str, before: str, after: str) -> bool:
    """Return True if `character` opens a pair here."""
    follower = after.lstrip(_EMPHASIS)[:1]
    if character not in PAIRS or before.endswith("\\"):
        return False
    if follower and not follower.isspace() and follower not in _CLOSING:
        return False
    if PAIRS.get(follower) == follower and not _is_open(follower, before):  # the follower is an opening quote
        return False
    if character in _BRACKETS:
        return True
    is_within = PAIRS[character] == character and _is_open(character, before)
    return not is_within and not _is_word_or_closing(before)


def _is_open(sign: str, before: str) -> bool:
    """Return True if `sign`, which both opens and closes, is open at the end of `before`."""
    return before.count(sign) % 2 == 1


def _is_word_or_closing(before: str) -> bool:
    """Return True if `before` ends in a letter, digit or closing punctuation, ignoring emphasis marks."""
    last = before.rstrip(_EMPHASIS)[-1:]
    return bool(last) and (unicodedata.category(last)[0] in "LNM" or last in _CLOSING)


def _opens(before: str) -> bool:
    """Return True if a quote after `before` opens. After a dash it closes an open one: “But I—”."""
    if before.endswith(tuple(_DASHES)) and before.count("“") > before.count("”"):
        return False
    return not _is_word_or_closing(before)


def _is_code(before: str) -> bool:
    """Return True if text typed after `before` is code or markup rather than prose."""
    return _is_open("`", before) or _MARKUP.search(before) is not None
