"""What is shown of a passage: the sentence that answers, and some of what is around it."""

from __future__ import annotations

from editor.asking.pieces import Piece

_AROUND, _MOST = 160, 600
"""Code points of the text before and after the sentence that answers, and of this sentence."""


def excerpt(piece: Piece, sentence: int) -> str:
    """Return the sentence that answers between » and «, with some of the passage before and after it.

    FTS5's own excerpts end after 64 tokens, and would tear apart a sentence, or show none of a Japanese one.
    """
    before = " ".join([one.text for one in piece.sentences[:sentence]])
    after = " ".join([one.text for one in piece.sentences[sentence + 1 :]])
    answer = piece.sentences[sentence].text
    if len(before) > _AROUND:
        before = f"… {_from_word(before[-_AROUND:])}"
    if len(after) > _AROUND:
        after = f"{_to_word(after[:_AROUND])} …"
    if len(answer) > _MOST:
        answer = f"{_to_word(answer[:_MOST])} …"
    return " ".join(part for part in (before, f"»{answer}«", after) if part)


def _from_word(text: str) -> str:
    return text.partition(" ")[2] or text


def _to_word(text: str) -> str:
    return text.rpartition(" ")[0] or text
