"""Tells another language from misspelled English, by the evidence of each word for or against English.

Unknown words alone don't decide. A misspelling has a near neighbour in the dictionary; a foreign word often doesn't,
and it comes with the function words and letters of its own language.
"""

from __future__ import annotations

from collections.abc import Sequence

from scoring.language.foreign_lists import FOREIGN, SHARED
from scoring.language.lexicon import Lexicon

_FOREIGN = frozenset(FOREIGN.split())
_SHARED = frozenset(SHARED.split())

_FUNCTION_WORD = 2.0
_KNOWN_WORD = 1.0
_RARE_WORD = 0.3
_NEAR = 1.0
_FOREIGN_FUNCTION_WORD = -1.5
_FOREIGN_LETTERS = -2.0
_UNLIKE_ANY = -1.0
"""The evidence of each kind of word for English."""
_COMMON = 3.5
"""The least frequency at which a known word of four letters or more counts as evidence."""
_UNENGLISH_ENDINGS = ("a", "i", "o", "u")

_FOREIGN_UP_TO = 0.2
"""The highest sum of evidence for another language, chosen between the sums of misspelled English and of other
languages."""
_CLEAR_UP_TO = -0.4
"""The highest sum for a clear case."""
_DOUBTFUL_UP_TO = 1.5
"""The highest sum if the surrounding sentences are clearly in another language."""
_CLEAR_AROUND_UP_TO = -2.0
_NOTHING_UP_TO = 0.5
"""The highest sum of words with no evidence for English; the surrounding sentences can then be less clear."""
_FEWEST = 3
"""The fewest un-English words in another language; one less in a clear case."""


def is_foreign(words: Sequence[str], lexicon: Lexicon, around: Sequence[str] = (), fewest: int = _FEWEST) -> bool:
    """Return True if some words are in another language.

    Args:
        words: spelled as in a dictionary, without names.
        lexicon: of English.
        around: these words with those of the surrounding sentences, if any.
        fewest: the fewest un-English words among them.
    """
    strange = sum(is_strange(word, lexicon) for word in words)
    own = _englishness(words, lexicon)
    if strange >= fewest - 1 and own <= (_FOREIGN_UP_TO if strange >= fewest else _CLEAR_UP_TO):
        return True
    if own > _DOUBTFUL_UP_TO or len(around) <= len(words):
        return False
    says_nothing = strange > 0 and own <= _NOTHING_UP_TO
    return _englishness(around, lexicon) <= (_CLEAR_UP_TO if says_nothing else _CLEAR_AROUND_UP_TO)


def is_strange(word: str, lexicon: Lexicon) -> bool:
    """Return True if a word isn't in the dictionary, or is common in another language but not in English."""
    if not lexicon.is_word(word):
        return True
    return word in _FOREIGN and word not in _SHARED and not lexicon.is_function_word(word)


def _englishness(words: Sequence[str], lexicon: Lexicon) -> float:
    """Return the evidence for English of some words; below 0, another language is likelier."""
    unknown = [word for word in words if not _is_listed(word, lexicon)]
    listed = sum(_says(word, lexicon) for word in words if _is_listed(word, lexicon))
    if listed + len(unknown) * _UNLIKE_ANY > _DOUBTFUL_UP_TO:  # English, whatever the unknown words add
        return listed
    return listed + sum(_unknown_says(word, lexicon) for word in unknown)


def _is_listed(word: str, lexicon: Lexicon) -> bool:
    return word in _FOREIGN or word in _SHARED or lexicon.is_word(word) or not word.isascii()


def _says(word: str, lexicon: Lexicon) -> float:
    if word in _SHARED:
        return 0.0
    if lexicon.is_function_word(word):
        return _FUNCTION_WORD
    if word in _FOREIGN:
        return _FOREIGN_FUNCTION_WORD
    if lexicon.is_word(word):
        return _KNOWN_WORD if len(word) > 3 and lexicon.frequency(word) >= _COMMON else _RARE_WORD
    return _FOREIGN_LETTERS


def _unknown_says(word: str, lexicon: Lexicon) -> float:
    """Return the evidence of an unknown word. A misspelling is closer to a word than a foreign word is by chance; the
    longer, the more certain."""
    distance = min(lexicon.neighbours(word).values(), default=9)
    if (distance == 1 and len(word) >= 5) or (distance == 2 and len(word) >= 8):
        return 0.0 if word.endswith(_UNENGLISH_ENDINGS) else _NEAR
    if len(word) <= 4:
        return 0.0
    return _UNLIKE_ANY if distance > 2 or len(word) < 7 else 0.0
