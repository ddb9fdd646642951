"""Ranks synonyms of a word by their gain and by how close they are in sense."""

from __future__ import annotations

import math

import numpy as np

from scoring.edits.search import EditSearch
from scoring.edits.trials import Gain
from scoring.language.synonyms import synonyms
from scoring.language.words import bare

_CLOSE = 1.5
"""The weight of closeness in sense relative to the model's gain (chosen on a dozen sentences): e times closer is worth
this many nats."""


def best_synonyms(search: EditSearch, text: str, start: int, word: str) -> list[tuple[Gain, float]]:
    """Return synonyms of the word that starts at the code point `start` of a passage, with the same inflection, best
    first, each with its gain and its probability among them."""
    close = synonyms(bare(word), search.lexicon)
    found = search.reword(text, start, close)
    worth = np.array([gain.nats + _CLOSE * math.log(close[other]) for other, gain in found])
    order = np.argsort(-worth, kind="stable")
    likelihoods = np.exp(worth - worth.max(initial=-math.inf))
    return [(found[index][1], float(likelihoods[index] / likelihoods.sum())) for index in order]
