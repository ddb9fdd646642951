"""Adds mistakes to clean prose, for calibration: one in every few words, of the kinds that writers make.

The same seed and text always give the same mistakes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from scoring.language.lexicon import Lexicon
from scoring.language.words import bare, like, words

_EVERY = 12
"""The average number of words per mistake."""
_LONG = 4
"""The shortest word to get a typo, in letters; with a typo, a shorter one is often another word."""
_MOST_PREPOSITIONS = 12


class Correction(NamedTuple):
    """Replacing the code points [start, end) by `replacement` corrects a mistake."""

    start: int
    end: int
    replacement: str


def with_mistakes(text: str, lexicon: Lexicon, seed: int) -> tuple[str, list[Correction]]:
    """Return a text with mistakes, and their corrections, in order."""
    rng = random.Random(seed)
    pieces: list[str] = []
    corrections: list[Correction] = []
    done = length = 0
    last = -1
    for number, (start, end) in enumerate(words(text, 0, len(text))):
        if number <= last + 1 or rng.random() >= 1 / _EVERY:  # two in a row hide each other
            continue
        made = _mistake(rng, text, start, end, lexicon)
        if made is None:
            continue
        past, new = made
        pieces += [text[done:start], new]
        length += start - done
        corrections.append(Correction(length, length + len(new), text[start:past]))
        length, done, last = length + len(new), past, number
    return "".join([*pieces, text[done:]]), corrections


def _mistake(rng: random.Random, text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """Return a mistake in place of a word: the end of the replaced range, which begins at `start`, and the wrong text.
    None if there is no mistake to make."""
    word = text[start:end]
    plain = bare(word)
    if plain != word and plain.capitalize() != word:
        return None
    follows = text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
    choices = list(_others(rng, plain, lexicon))
    if lexicon.is_function_word(plain) and follows:
        choices += [""] if word == plain else []
        choices += [f"{plain} {plain}"]
    new = rng.choice(choices) if choices else plain
    if new in (plain, word):
        return None
    return (end, like(new, word)) if new else (end + 1, "")


def _others(rng: random.Random, plain: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield mistakes for a word, one of each kind."""
    if not lexicon.is_word(plain):
        return
    if len(plain) >= _LONG and plain.isascii() and plain.isalpha() and not lexicon.is_function_word(plain):
        slipped = rng.choice(_SLIPS)(plain, rng.randrange(1, len(plain) - 1))
        if not lexicon.is_word(slipped):
            yield slipped
    prepositions = lexicon.prepositions()[:_MOST_PREPOSITIONS]
    kinds = (
        lexicon.inflections(plain),
        lexicon.confusions(plain),
        lexicon.numbers(plain),
        lexicon.quantifiers(plain),
        prepositions if plain in prepositions else (),
        {"a": ("an",), "an": ("a",)}.get(plain, ()),
    )
    for kind in kinds:
        found = sorted(other for other in kind if other != plain)
        if found:
            yield rng.choice(found)


_SLIPS: tuple[Callable[[str, int], str], ...] = (
    lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    lambda word, at: word[:at] + word[at + 1 :],
    lambda word, at: word[:at] + word[at] + word[at:],
)
"""Swap two letters, drop one, or double one."""
