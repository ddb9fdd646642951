"""Makes mistakes in clean prose, for calibration: one in every few words, of the kinds that writers make.

The same seed and text always give the same mistakes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from scoring.language.lexicon import Lexicon
from scoring.language.words import bare, like, words

_EVERY = 12
"""How many words there are to a mistake, on average."""
_LONG = 4
"""The letters of a word in which a slip of a finger is made: a shorter one often is another word then."""
_MOST_PREPOSITIONS = 12


class Correction(NamedTuple):
    """`replacement` in place of the code points [start, end) takes a mistake back."""

    start: int
    end: int
    replacement: str


def with_mistakes(text: str, lexicon: Lexicon, seed: int) -> tuple[str, list[Correction]]:
    """Return a text with mistakes, and what takes them back, in order."""
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
    """Return what stands from `start` on in place of a word after a mistake, and in place of what: up to where. None if
    the word can't be got wrong."""
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
    """Yield what may be written for a word by mistake, one of each kind."""
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
"""Two letters change places, one is left out, one is written twice."""
