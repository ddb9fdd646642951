"""The writer's own words: names and terms that no dictionary has, and that the learnt texts have again and again."""

from __future__ import annotations

import re
from collections import Counter

from scoring.language.lexicon import Lexicon

OFTEN = 5
"""How often the texts must have a word for it to be the writer's own."""
_NEAR = 3.5
"""The frequency, see `Lexicon.frequency`, from which a neighbour may be what was meant: once in 300,000 words."""
_LONG = 8
"""From so many letters on, what differs by two of them is a near neighbour, too."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def words_of(text: str) -> Counter[str]:
    """Count the words of a text, each as it is written."""
    return Counter(match.group() for match in _WORD.finditer(text))


def is_own(word: str, times: Counter[str], lexicon: Lexicon) -> bool:
    """Return True if a word is the writer's own, given how often each was written.

    What a writer often gets wrong has been learnt, too. So a word in small letters isn't the writer's own if it has a
    common word for a near neighbour; one with a capital is, if it has that nearly always: it is a name.
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
