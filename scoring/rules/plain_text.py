"""A passage as a rule engine reads it, with a map from its positions back to ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.language.markup import without_markup

_NO_LINE_END = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text in NFC without code and markup.

    Attributes:
        text: the text to check.
        origins: for each code point of `text`, and its end, the code point in the original text, shape (length + 1,).
        hidden: the code points [start, end) of the original that were replaced in `text`, in order.
    """

    text: str
    origins: list[int]
    hidden: list[tuple[int, int]]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where the code points [start, end) of `text` are in the original text."""
        return self.origins[start], self.origins[end]

    def shows(self, start: int, end: int) -> bool:
        """Return True if [start, end) of the original text was not replaced and isn't next to text that was."""
        return not any(low <= end + 1 and start - 1 <= high for low, high in self.hidden)


def plain_text(text: str) -> PlainText:
    """Return a text as a rule engine should read it.

    Code and the like become a word that is in no dictionary: a gap in the sentence would confuse rules.
    """
    shown = without_markup(text)
    hidden = list(_differing(text, shown))
    pieces, position = [], 0
    for start, end in hidden:
        has_word = any(map(str.isalnum, text[start:end]))
        pieces += [shown[position:start], _NO_LINE_END.sub("x", shown[start:end]) if has_word else shown[start:end]]
        position = end
    composed: list[str] = []
    origins: list[int] = []
    for start, cluster in _clusters("".join([*pieces, shown[position:]])):
        whole = unicodedata.normalize("NFC", cluster)
        composed.append(whole)
        origins += [start] * len(whole) if whole != cluster else range(start, start + len(whole))
    return PlainText("".join(composed), [*origins, len(text)], hidden)


def _differing(one: str, other: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which two texts of the same length differ; stretches separated only by blanks are
    joined."""
    start, end = 0, 0
    for index, (mine, theirs) in enumerate(zip(one, other, strict=True)):
        if mine != theirs:
            start = index if start == end else start
            end = index + 1
        elif start < end and not mine.isspace():
            yield start, end
            start = end = 0
    if start < end:
        yield start, end


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces of a text that can be normalised independently, each with its start."""
    if unicodedata.is_normalized("NFC", text):
        yield 0, text
        return
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or _stands_alone(text[start:index], text[index]):
            yield start, text[start:index]
            start = index


def _stands_alone(before: str, character: str) -> bool:
    """Return True if a character doesn't compose with the text before it."""
    if unicodedata.combining(character):
        return False
    composed = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", character)
    return composed == unicodedata.normalize("NFC", before + character)
