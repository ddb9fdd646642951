"""How hard a text is to read, by two indices.

Flesch's reading ease: Rudolf Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), 221-233;
the words for its values are those of his "The Art of Readable Writing" (1949). Coleman and Liau's grade: Meri Coleman
and T. L. Liau, "A computer readability formula designed for machine scoring", Journal of Applied Psychology 60 (1975),
283-284. Both are made for English. The second counts letters where the first needs syllables, so neither a name nor a
rare word whose syllables are guessed can mislead both.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import syllapy

from editor.document.passages import Sentence

_BANDS = (
    (90.0, "very easy"),
    (80.0, "easy"),
    (70.0, "fairly easy"),
    (60.0, "standard"),
    (50.0, "fairly difficult"),
    (30.0, "difficult"),
)
_LEAST_ENGLISH = 0.9  # of the letters; a text with fewer from a to z is in another language


class Readability(NamedTuple):
    """How hard a text is to read.

    Attributes:
        ease: Flesch's reading ease: 100 is very easy, 0 very hard; it may be beyond both.
        grade: Coleman and Liau's: the years at school in the United States after which a reader follows it.
    """

    ease: float
    grade: float

    @property
    def band(self) -> str:
        """The ease in words."""
        return next((words for least, words in _BANDS if self.ease >= least), "very difficult")


def readability(sentences: Iterable[Sentence]) -> Readability | None:
    """Return how hard some sentences are to read; None if they have no words, or aren't written in English letters."""
    count = words = letters = english = syllables = 0
    for sentence in sentences:
        spelled = [word.text for word in sentence.words if word.text[0].isalpha()]
        count += bool(spelled)
        words += len(spelled)
        for word in spelled:
            for_word = _counted(word)
            letters, english, syllables = letters + for_word[0], english + for_word[1], syllables + for_word[2]
    if not words or english < _LEAST_ENGLISH * letters:
        return None
    ease = 206.835 - 1.015 * words / count - 84.6 * syllables / words
    grade = 0.0588 * (100 * letters / words) - 0.296 * (100 * count / words) - 15.8
    return Readability(ease, grade)


@lru_cache(maxsize=50_000)
def _counted(word: str) -> tuple[int, int, int]:
    """Return the number of letters of a word, of those from a to z, and of its syllables."""
    letters = [character for character in word if character.isalpha()]
    return len(letters), sum(map(str.isascii, letters)), max(1, syllapy.count(word.replace("’", "'")))
