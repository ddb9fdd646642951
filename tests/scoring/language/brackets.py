"""Example texts in which the words that aren't judged are in brackets: ⟦like this⟧."""

from __future__ import annotations

from scoring.language.english import english
from scoring.language.passages import Passages
from scoring.language.prose import ProseWord, prose_words
from scoring.language.words import words

OPEN, CLOSE = "⟦", "⟧"


def marked(text: str) -> tuple[str, list[str]]:
    """Return the text without brackets, and the words outside them."""
    plain, kept, depth = "", [], []
    for character in text:
        if character in (OPEN, CLOSE):
            depth.append(len(plain))
        else:
            plain += character
    hidden = list(zip(depth[::2], depth[1::2], strict=True))
    for start, end in words(plain, 0, len(plain)):
        if not any(low <= start < high for low, high in hidden):
            kept.append(plain[start:end])
    return plain, kept


def judged_words(text: str, start: int = 0) -> list[ProseWord]:
    """Return the words of a passage that are judged, the text before `start` being its context."""
    return [word for word in prose_words(text, start, english()) if word.is_judged]


def judged_in_document(text: str) -> list[str]:
    """Return the words of a document that are judged, passage by passage."""
    return [
        text[passage.context + word.start : passage.context + word.end]
        for passage in Passages(text)
        for word in judged_words(text[passage.context : passage.end], passage.start - passage.context)
    ]
