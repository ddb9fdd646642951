"""Words that the model expects in place of a word or before it, near synonyms, and words with the same stem."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scoring.edits.kinds import EditKind
from scoring.edits.place import Change, Place
from scoring.language.lexicon import Lexicon
from scoring.language.words import bare
from scoring.model.vocabulary import Vocabulary

_EXPECTED, _EXPECTED_ASKED = 10, 40
"""The number of words tried because the model expects them: usually, and where a writer asks for all edits."""
_RELATED = 10
"""The number of words with the same stem that are tried."""


def related(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the adverb for the adjective, other words with the same stem, and near synonyms."""
    plain = place.plain
    if not lexicon.is_word(plain):
        return
    for other in lexicon.adverbs(plain):
        if lexicon.is_word(other):
            yield Change(0, 1, other, EditKind.DERIVED)
    stems = sorted(lexicon.inflections(plain), key=lambda other: (-lexicon.frequency(other), other))
    for other in stems[:_RELATED]:
        yield Change(0, 1, other, EditKind.DERIVED, 1.5)
    for other in lexicon.collocated(plain):
        yield Change(0, 1, other, EditKind.COLLOCATE, 2.0)


def expected(place: Place, lexicon: Lexicon, vocabulary: Vocabulary, *, all_edits: bool) -> Iterator[Change]:
    """Yield the most probable one-token words in place of this one; for `all_edits`, more of them and words that could
    come before it."""
    wanted = _EXPECTED_ASKED if all_edits else _EXPECTED
    lead = place.word.lead
    row = place.at(place.word.first)
    masked = np.where(vocabulary.begins_word(lead), row, -np.inf)
    unknown = float(np.median(row))  # an engine doesn't report most tokens, which then all have the same value
    best = np.argpartition(-masked, 4 * wanted)[: 4 * wanted]
    seen = {place.plain}
    for token in best[np.argsort(-masked[best])]:
        if masked[token] <= unknown:
            return
        text = bare(vocabulary.bytes_of(int(token)).decode("utf-8", "replace")[len(lead) :])
        if lexicon.is_word(text) and text not in seen:
            seen.add(text)
            name = lexicon.capitalised(text, "")
            unknown_name = place.word.is_name and not lexicon.is_word(place.plain)
            yield Change(0, 1, name or text, EditKind.RENAME if unknown_name else EditKind.REWORD, 4.0)
            if all_edits:
                means = not lexicon.is_function_word(text)
                yield Change(0, 0, name or text, EditKind.ADD_CONTENT if means else EditKind.ADD, 4.0)
        if len(seen) > wanted:
            return
