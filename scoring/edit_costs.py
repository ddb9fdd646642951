"""What an edit must gain, in nats, before it counts for anything.

The prices for underlining were fitted by logistic regression on the development sets, in the manner of
`benchmarks/fit_prices.py`, and rounded; the
gain itself weighs 1.
"""

from __future__ import annotations

import math

from scoring.edits import Edit, EditKind, Word

PRICE: dict[EditKind, float] = {
    EditKind.RESPELL: -3.7,
    EditKind.RESPELL_FAR: 2.0,
    EditKind.SPLIT: 0.5,
    EditKind.SPLIT_KNOWN: 1.0,
    EditKind.INFLECT: 2.0,
    EditKind.CONFUSED: -2.3,
    EditKind.COLLOCATE: 4.0,
    EditKind.RESEMBLE: -0.2,
    EditKind.RESEMBLE_FAR: 3.0,
    EditKind.ARTICLE: 1.1,
    EditKind.JOIN: 0.9,
    EditKind.INSERT: -0.3,
    EditKind.SWAP_FUNCTION: 4.0,
    EditKind.FROM_FUNCTION: 5.6,
    EditKind.DROP_FUNCTION: 3.4,
    EditKind.DROP_REPEATED: -2.1,
    EditKind.ORDER: 4.5,
    EditKind.REWORD: math.inf,
    EditKind.DROP: math.inf,
    EditKind.RENAME: math.inf,
}
"""Of an edit of a kind; infinite: a word is never underlined for it alone."""
_OPENING = 3.9
"""More, where a sentence begins: the model knows least there."""
_OPENING_ADDED = 1.4
"""More still, where a word is added or dropped there."""
_NAME = 2.6
"""More, where a capital letter in mid-sentence says that it is a name."""
_SHORT = 1.8
"""More, where a word of at most four letters is spelled otherwise: it has many neighbours."""
_NEXT = 0.11
"""More, for each nat of surprisal, up to 15, in the next word: what is wrong with it makes this one look wrong."""

_SPELLED_OTHERWISE = {EditKind.RESPELL, EditKind.RESPELL_FAR, EditKind.RESEMBLE, EditKind.RESEMBLE_FAR}


def price(word: Word, edit: Edit, next_surprisal: float) -> float:
    """What an edit must gain before it speaks for an underline, in nats.

    Args:
        word: the one that it is an edit of.
        edit: the edit.
        next_surprisal: nats, of the word behind.
    """
    total = PRICE[edit.kind] + _NEXT * min(next_surprisal, 15.0)
    if word.opens:
        total += _OPENING + (_OPENING_ADDED if edit.kind in (EditKind.INSERT, EditKind.DROP_FUNCTION) else 0.0)
    if word.is_name:
        total += _NAME
    if edit.kind in _SPELLED_OTHERWISE and len(word.text) <= 4:
        total += _SHORT
    return total


ORDER: dict[EditKind, float] = {
    EditKind.RESPELL: -8.0,
    EditKind.RESPELL_FAR: -4.0,
    EditKind.SPLIT: -4.0,
    EditKind.SPLIT_KNOWN: -2.0,
    EditKind.INFLECT: -4.0,
    EditKind.CONFUSED: -6.0,
    EditKind.COLLOCATE: 2.0,
    EditKind.RESEMBLE: -2.0,
    EditKind.RESEMBLE_FAR: 0.0,
    EditKind.ARTICLE: -4.0,
    EditKind.JOIN: -2.0,
    EditKind.INSERT: -3.0,
    EditKind.SWAP_FUNCTION: 2.0,
    EditKind.FROM_FUNCTION: 2.0,
    EditKind.DROP_FUNCTION: 0.0,
    EditKind.DROP_REPEATED: -6.0,
    EditKind.ORDER: 5.0,
    EditKind.REWORD: 10.0,
    EditKind.DROP: 5.0,
    EditKind.RENAME: 2.0,
}
"""What is taken off an edit's gain, in nats, where suggestions are put in order; fitted as well."""
