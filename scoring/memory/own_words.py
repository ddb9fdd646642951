"""The writer's own words: names and terms that aren't in the dictionary but occur often in the learnt texts."""

from __future__ import annotations

import re
from collections import Counter

from scoring.language.lexicon import Lexicon

OFTEN = 5
"""How often a word must occur in the texts to be the writer's own."""
_NEAR = 3.5
"""The least frequency, see `Lexicon.frequency`, of a neighbour that may be the intended word: once in 300,000 words."""
_LONG = 8
"""For words of at least this many letters, a word that differs by two letters is also a near neighbour."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def words_of(text: str) -> Counter[str]:
    """Count the words of a text, as written."""
    return Counter(match.group() for match in _WORD.finditer(text))


def is_own(word: str, times: Counter[str], lexicon: Lexicon) -> bool:
    """Return True if a word is the writer's own, given how often each was written.

    A writer's habitual mistakes are learnt too. So a lower-case word isn't the writer's own if a near neighbour is a
    common word; a capitalised one is if it is nearly always capitalised, since it is then a name.
    """
    plain = word.lower()
    if lexicon.is_word(plain):
        return False
    if word[:1].isupper():
        return times[word] >= OFTEN and 4 * times[plain] < times[word]
    if times[word] < OFTEN:
        return False
    reach = 1 if len(plain) < _LONG else 2
    near = [other for other, letters in lexicon.neighbours(plain).items() if letters <= reach]
    return not any(lexicon.frequency(other) >= _NEAR for other in near)
