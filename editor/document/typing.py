"""What a typed character becomes: pairs of brackets and quotes, typographic quotes, dashes and ellipses.

Only the line is looked at, as far as `_REACH` on either side. All positions are code points.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from editor.document.caret_edits import CaretEdit
from editor.document.document import Document
from editor.document.selections import Selection

PAIRS = {"(": ")", "[": "]", "{": "}", '"': '"', "`": "`", "“": "”", "‘": "’", "„": "“", "«": "»"}
"""What closes what; an apostrophe is no quote."""

_WRAPPING = PAIRS | {"*": "*", "_": "_"}
_BRACKETS = "([{"
_EMPHASIS = "*_~"
_CLOSING = frozenset(")]}”’»›\"'`.,;:!?…")  # what may stand behind a pair, and what no quote opens behind
_DASHES = "-–—"
_REACH = 1000

_MARKUP = re.compile(r"\]\([^)]*$ | <[A-Za-z/!][^>]*$", re.VERBOSE)  # within a link's destination, a tag, a comment
_RULE = re.compile(r"[\s>|:-]*")  # a thematic break, front matter's fence, the rule of a table
_RUNS = {"--": "–", "---": "—", "...": "…"}


@dataclass(frozen=True, slots=True)
class Typing:
    """How typing goes.

    Attributes:
        auto_pairs: a bracket or a quote brings the one that closes it.
        smart_typography: straight quotes become typographic ones, hyphens dashes, three dots an ellipsis. The keys
            of the straight quotes make no pairs then: what stands before them says which way they turn.
    """

    auto_pairs: bool = True
    smart_typography: bool = False

    def typed(self, document: Document, selection: Selection, character: str) -> CaretEdit:
        """What typing `character` does at a selection, before `substituted`.

        - A selection is put between what opens and what closes, and stays selected; `*` and `_` do that too.
        - What closes is passed over where it stands behind the caret already, has its opening before the caret, and
          once more of it would be one too many in the line.
        - What opens brings what closes it, if the line ends behind the caret or a space or closing punctuation
          stands there. Not behind a backslash; a quote not behind letters, digits and closing punctuation, nor
          within the same straight quotes.
        """
        start, end = selection.start, selection.end
        plain = CaretEdit(start, end, character)
        if not selection.is_empty:
            return self._wrapped(document, selection, character) or plain
        before, behind = _around(document, start, end)
        if self.auto_pairs and not (self.smart_typography and character == '"'):
            if _closes_here(character, before, behind):
                return CaretEdit(start, start, "", head=len(character))
            if _pairs_here(character, before, behind):
                return CaretEdit(start, start, character + PAIRS[character], head=len(character))
        if self.smart_typography and character == "-" and before.endswith("–") and not _is_code(before):
            return CaretEdit(start - 1, start, "---")  # so that this is what taking back the long dash gives
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
        """What the text before `caret` becomes now that `character` has been typed there; None: it stays."""
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
        elif character == "." or (character == "-" and not _RULE.fullmatch(before)):
            literal = before[len(before.rstrip(character)) :]
            substitute = _RUNS.get(literal)
        return None if substitute is None else CaretEdit(caret.head - len(literal), caret.head, substitute)

    def empty_pair(self, document: Document, caret: Selection) -> CaretEdit | None:
        """Deletes the two that `caret` stands right between; None where there is no such pair."""
        before, behind = _around(document, caret.head, caret.head)
        closing = PAIRS.get(before[-1:])
        if not self.auto_pairs or closing is None or not behind.startswith(closing):
            return None
        if closing == before[-1] and not _is_open(closing, before):  # between two quotations
            return None
        return CaretEdit(caret.head - 1, caret.head + 1, "")


def _around(document: Document, start: int, end: int) -> tuple[str, str]:
    """The text of the line before `start`, and of the line behind `end`."""
    first, last = document.block_index(start), document.block_index(end)
    column, end_column = start - document.block_start(first), end - document.block_start(last)
    before = document.blocks[first].text[max(0, column - _REACH) : column]
    return before, document.blocks[last].text[end_column : end_column + _REACH]


def _closes_here(character: str, before: str, behind: str) -> bool:
    """Whether `character` closes a pair and stands behind the caret for that already."""
    if not behind.startswith(character):
        return False
    for opening, closing in PAIRS.items():
        if closing != character:
            continue
        opened, closed = before.count(opening), before.count(closing)
        if opening == closing:
            if _is_open(closing, before):
                return True
        elif opened > closed and closed + behind.count(closing) >= opened + behind.count(opening):
            return True
    return False


def _pairs_here(character: str, before: str, behind: str) -> bool:
    """Whether `character` opens a pair here."""
    follower = behind.lstrip(_EMPHASIS)[:1]
    if character not in PAIRS or before.endswith("\\"):
        return False
    if follower and not follower.isspace() and follower not in _CLOSING:
        return False
    if PAIRS.get(follower) == follower and not _is_open(follower, before):  # that one opens
        return False
    if character in _BRACKETS:
        return True
    is_within = PAIRS[character] == character and _is_open(character, before)
    return not is_within and not _is_word_or_closing(before)


def _is_open(sign: str, before: str) -> bool:
    """Whether `sign`, which opens as well as closes, has opened something that goes on behind `before`."""
    return before.count(sign) % 2 == 1


def _is_word_or_closing(before: str) -> bool:
    """Whether a letter, a digit or closing punctuation comes last, signs of emphasis aside."""
    last = before.rstrip(_EMPHASIS)[-1:]
    return bool(last) and (unicodedata.category(last)[0] in "LNM" or last in _CLOSING)


def _opens(before: str) -> bool:
    """Whether a quote behind `before` is an opening one. Behind a dash it closes what is open: “But I—”."""
    if before.endswith(tuple(_DASHES)) and before.count("“") > before.count("”"):
        return False
    return not _is_word_or_closing(before)


def _is_code(before: str) -> bool:
    """Whether what is typed behind `before` is code or markup, and no prose."""
    return _is_open("`", before) or _MARKUP.search(before) is not None
