"""How likely an edit is to be the right one among all edits of a word, before it is tried."""

from __future__ import annotations

from scoring.edits.kinds import EditKind

_PRIOR: dict[EditKind, float] = {
    EditKind.RESPELL: 9.0,
    EditKind.RESPELL_FAR: 9.0,
    EditKind.APOSTROPHE: 9.0,
    EditKind.CAPITAL: 9.0,
    EditKind.SPLIT: 4.0,
    EditKind.JOIN: 6.0,
    EditKind.AGREE: 5.0,
    EditKind.VERB_FORM: 2.0,
    EditKind.VERB_PATTERN: 0.5,
    EditKind.ARTICLE_SOUND: 9.0,
    EditKind.ARTICLE: -2.5,
    EditKind.ARTICLE_ADD: 0.0,
    EditKind.ARTICLE_DROP: -2.5,
    EditKind.PREPOSITION: 0.0,
    EditKind.PREPOSITION_ADD: -2.0,
    EditKind.PREPOSITION_DROP: -1.0,
    EditKind.NUMBER: 1.5,
    EditKind.UNCOUNTABLE: 3.0,
    EditKind.QUANTIFIER: 0.5,
    EditKind.CONFUSED: 3.5,
    EditKind.APOSTROPHE_KNOWN: 4.0,
    EditKind.SPLIT_KNOWN: -1.0,
    EditKind.DERIVED: -0.5,
    EditKind.SWAP_FUNCTION: 1.0,
    EditKind.RESEMBLE: 3.5,
    EditKind.ADD: -2.5,
    EditKind.ADD_CONTENT: -5.5,
    EditKind.DROP_REPEATED: 9.0,
    EditKind.DROP_FUNCTION: -1.0,
    EditKind.DROP: -8.5,
    EditKind.ORDER: 0.5,
    EditKind.COLLOCATE: 0.0,
    EditKind.RENAME: -5.0,
    EditKind.REWORD: -9.0,
}
"""The prior of each kind of edit, in nats of promise. Fitted by `benchmarks/fit_priors`, but set by hand for kinds that
are rare there or right whenever they are proposed."""

_OF_TOKEN = -4.5
"""The same for each token of an edit after the first, whose probability is not known yet."""


def prior(kind: EditKind, unknown: int) -> float:
    """Return how likely an edit of a kind is to be the right one, in nats; the probability of `unknown` of its tokens
    is not known."""
    return _PRIOR[kind] + _OF_TOKEN * unknown
