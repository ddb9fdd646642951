"""The excerpt shown for a passage: the sentence that answers, and some of the text around it."""

from __future__ import annotations

from typing import NamedTuple

from editor.asking.pieces import Piece

_AROUND, _MOST = 160, 600
"""Code points of the text before and after the sentence that answers, and of this sentence."""


class Excerpt(NamedTuple):
    """The sentence that answers, and some of the passage before and after it; "" where there is nothing."""

    before: str
    answer: str
    after: str

    @property
    def marked(self) -> str:
        """All of it, the answer between » and «."""
        return " ".join(part for part in (self.before, f"»{self.answer}«", self.after) if part)


def excerpt(piece: Piece, sentence: int, around: int = _AROUND) -> Excerpt:
    """Return the sentence that answers, and `around` code points each of the passage before and after it.

    FTS5's own excerpts end after 64 tokens, and would tear apart a sentence, or show none of a Japanese one.
    """
    before = " ".join([one.text for one in piece.sentences[:sentence]])
    after = " ".join([one.text for one in piece.sentences[sentence + 1 :]])
    answer = piece.sentences[sentence].text
    if len(before) > around:
        before = f"… {_from_word(before[-around:])}"
    if len(after) > around:
        after = f"{_to_word(after[:around])} …"
    if len(answer) > _MOST:
        answer = f"{_to_word(answer[:_MOST])} …"
    return Excerpt(before, answer, after)


def _from_word(text: str) -> str:
    return text.partition(" ")[2] or text


def _to_word(text: str) -> str:
    return text.rpartition(" ")[0] or text
