"""The price of an edit: the gain, in nats, from which it counts for anything.

The prices for underlining were fitted on the development sets by `benchmarks/fit_prices.py` and rounded; the gain
itself weighs 1. Those for apostrophes and for articles by their sound were not: such slips are certain, but rare there.
"""

from __future__ import annotations

import math

from scoring.edits.kinds import EditKind
from scoring.edits.place import Word
from scoring.edits.proposals import WordEdit

PRICE: dict[EditKind, float] = {
    EditKind.RESPELL: -4.7,
    EditKind.RESPELL_FAR: 4.4,
    EditKind.APOSTROPHE: -8.0,
    EditKind.CAPITAL: 1.0,
    EditKind.SPLIT: 0.0,
    EditKind.JOIN: -0.4,
    EditKind.AGREE: 0.6,
    EditKind.VERB_FORM: 1.1,
    EditKind.VERB_PATTERN: 3.6,
    EditKind.ARTICLE_SOUND: -4.0,
    EditKind.ARTICLE: 3.5,
    EditKind.ARTICLE_ADD: -0.1,
    EditKind.ARTICLE_DROP: 3.6,
    EditKind.PREPOSITION: 3.6,
    EditKind.PREPOSITION_ADD: -0.1,
    EditKind.PREPOSITION_DROP: 3.6,
    EditKind.NUMBER: 1.1,
    EditKind.UNCOUNTABLE: 0.5,
    EditKind.QUANTIFIER: 1.8,
    EditKind.CONFUSED: -0.4,
    EditKind.APOSTROPHE_KNOWN: 1.1,
    EditKind.SPLIT_KNOWN: 1.1,
    EditKind.DERIVED: 1.1,
    EditKind.SWAP_FUNCTION: 4.1,
    EditKind.RESEMBLE: 1.6,
    EditKind.ADD: 0.5,
    EditKind.DROP_REPEATED: -2.5,
    EditKind.DROP_FUNCTION: 3.6,
    EditKind.DROP: math.inf,
    EditKind.ORDER: 3.2,
    EditKind.COLLOCATE: 1.8,
    EditKind.RENAME: math.inf,
    EditKind.REWORD: math.inf,
}
"""The price by kind of edit; infinite where such an edit alone never earns an underline."""
OPENING = 5.4
"""Extra where a sentence begins: the model knows least there."""
OPENING_ADDED = 2.1
"""Extra on top where a word is added or dropped there."""
NAME = 3.8
"""Extra where a capital letter marks the word as a name: within a sentence, or possibly at the start of one."""
SHORT = 3.2
"""Extra where a word of at most four letters is respelled: it has many neighbours."""
NEXT = 0.1
"""Extra for each nat of surprisal, up to 15, in the next word: an error there makes this word look wrong."""

_SPELLED_FAR_OTHERWISE = {EditKind.RESPELL_FAR}
_SPELLED_OTHERWISE = _SPELLED_FAR_OTHERWISE | {EditKind.RESPELL, EditKind.RESEMBLE}
_ADDED_OR_DROPPED = {
    EditKind.ADD,
    EditKind.ARTICLE_ADD,
    EditKind.PREPOSITION_ADD,
    EditKind.DROP_FUNCTION,
    EditKind.ARTICLE_DROP,
    EditKind.PREPOSITION_DROP,
}

EXTRAS = (OPENING, OPENING_ADDED, NAME, SHORT, NEXT)
"""The extras, in nats, in the order of `circumstances`."""


def circumstances(word: Word, kind: EditKind, next_surprisal: float) -> tuple[float, ...]:
    """Return how far each of the `EXTRAS` applies to an edit, from 0 to 1; to `NEXT`, in nats."""
    may_be_name = word.opens and word.text[:1].isupper() and kind in _SPELLED_FAR_OTHERWISE
    return (
        float(word.opens),
        float(word.opens and kind in _ADDED_OR_DROPPED),
        float(word.is_name or may_be_name),
        float(kind in _SPELLED_OTHERWISE and len(word.text) <= 4),
        min(next_surprisal, 15.0),
    )


def price(word: Word, edit: WordEdit, next_surprisal: float) -> float:
    """Return what an edit must gain to count towards an underline, in nats.

    Args:
        word: the word that it edits.
        edit: the edit.
        next_surprisal: of the next word, in nats.
    """
    if edit.end < word.start or edit.start > word.end:
        return math.inf  # what is wrong is another word
    weighed = zip(EXTRAS, circumstances(word, edit.kind, next_surprisal), strict=True)
    return PRICE[edit.kind] + sum(extra * share for extra, share in weighed)


ORDER: dict[EditKind, float] = {
    EditKind.RESPELL: -8.0,
    EditKind.RESPELL_FAR: -4.0,
    EditKind.APOSTROPHE: -10.0,
    EditKind.CAPITAL: -4.0,
    EditKind.SPLIT: -4.0,
    EditKind.JOIN: -2.0,
    EditKind.AGREE: -5.0,
    EditKind.VERB_FORM: -4.0,
    EditKind.VERB_PATTERN: 0.0,
    EditKind.ARTICLE_SOUND: -8.0,
    EditKind.ARTICLE: 0.0,
    EditKind.ARTICLE_ADD: -3.0,
    EditKind.ARTICLE_DROP: 0.0,
    EditKind.PREPOSITION: 0.0,
    EditKind.PREPOSITION_ADD: -3.0,
    EditKind.PREPOSITION_DROP: 0.0,
    EditKind.NUMBER: -4.0,
    EditKind.UNCOUNTABLE: -4.0,
    EditKind.QUANTIFIER: -2.0,
    EditKind.CONFUSED: -6.0,
    EditKind.APOSTROPHE_KNOWN: -2.0,
    EditKind.SPLIT_KNOWN: -2.0,
    EditKind.DERIVED: -4.0,
    EditKind.SWAP_FUNCTION: 2.0,
    EditKind.RESEMBLE: -2.0,
    EditKind.ADD: -3.0,
    EditKind.DROP_REPEATED: -6.0,
    EditKind.DROP_FUNCTION: 0.0,
    EditKind.DROP: 4.0,
    EditKind.ORDER: 2.0,
    EditKind.COLLOCATE: 2.0,
    EditKind.RENAME: 2.0,
    EditKind.REWORD: 10.0,
}
"""The nats taken off an edit's gain when suggestions are ranked; fitted too."""
