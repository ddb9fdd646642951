"""Finds words that are wrong where they are, whatever the text is about: "have went", "two book", "they was".

Each frame is a small pattern of English grammar. A language model is often not surprised by such mistakes, since people
do make them. So these words are always searched, and the form that a frame requires counts as required by a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scoring.language import english_frame_lists as lists
from scoring.language.english_verb_frames import BE, DEFINITE, HELPING, agreeing, verb
from scoring.language.lexicon import Lexicon
from scoring.language.made_by_rule import made_by_rule

_FINITE = frozenset(f"{lists.HAVE} {lists.FINITE_BE}".split())
_COUNTS = frozenset(lists.COUNTS.split())
_PLURAL_BEFORE = _COUNTS | frozenset(lists.PLURAL_BEFORE.split())
_SINGULAR_BEFORE = frozenset(lists.SINGULAR_BEFORE.split())
_NO_NOUNS = frozenset(f"{lists.NUMERALS} {lists.EITHER_NUMBER} {lists.ORDINALS}".split()) | HELPING
_PARTS = frozenset(lists.PARTS.split())
_AFTER_NOUN = frozenset(lists.AFTER_NOUN.split())
_UNITS = frozenset(lists.UNITS.split())
_GROUPS = frozenset(lists.GROUPS.split())
_DAYS = frozenset(lists.DAYS.split())
_GERUND_AFTER = frozenset(lists.GERUND_AFTER.split())
_MISGOVERNED = {
    (word, wrong): right.strip("-")
    for group in lists.MISGOVERNED.split(",")
    for words, wrongs, right in [group.split()]
    for word in words.split("/")
    for wrong in wrongs.split("/")
}
_YEAR = re.compile(lists.YEAR)
_LONG = 7
"""The least length, in letters, of a non-word that may stand for a similar word."""
_SMALL_SLIP, _LEAD = 7.0, 3.0
"""The most unlikely slip for which it does, and by how much it must be likelier than any other, in nats; see
`Lexicon.slip`."""
_RARER = 2.0
"""How much rarer a regular form must be than the irregular one to count as misspelled, as log10 of counts."""


def asked(before: Sequence[str], word: str, after: Sequence[str], lexicon: Lexicon) -> frozenset[str]:
    """Return the forms of which one must replace a word; "" means that the word must go; an empty set, that it may
    stay.

    Args:
        before: the words of the same clause before it, the nearest first, in lower case.
        word: the word, in lower case.
        after: the words of the clause after it.
        lexicon: of English.
    """
    found = set(_alone(word, lexicon))
    found.update(_two_words(before, word, after, lexicon))
    found.update(_quantity(word, after, lexicon))
    if before:
        found.update(verb(before, word, after, lexicon))
        found.update(agreeing(before, word, lexicon))
        found.update(_number(before, word, after, lexicon))
        found.update(_small_word(before, word, after, lexicon))
    return frozenset(found - {word})


def _alone(word: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the replacement for a word that does not exist: "goed", "infact", "maintainance"."""
    if not lexicon.is_word(word):
        yield from (text for text in lexicon.confusions(word) if " " in text)
        yield from made_by_rule(word, lexicon)
        yield from _meant(word, lexicon)
        return
    verbs, right = lexicon.verb_forms(word), lexicon.made_up(word)
    forms = [right] if right is not None and not verbs else []
    for one in verbs:
        if word == one.base.removesuffix("e") + "ed":  # "payed", which is in some dictionaries
            forms += [*one.past, *one.participle]
    frequency = lexicon.frequency(word)
    yield from (form for form in forms if lexicon.frequency(form) - frequency >= _RARER)


def _two_words(before: Sequence[str], word: str, after: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Yield "let's" for "lets" and "every day" for "everyday" where only these are possible."""
    if word == "lets" and not before and after and after[0] in {forms.base for forms in lexicon.verb_forms(after[0])}:
        yield "let's"
    if word == "everyday" and _closes(after, lexicon):
        yield "every day"


def _meant(word: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the word that a long non-word must mean, if there is only one candidate."""
    near = sorted((lexicon.slip(word, one), one) for one in lexicon.neighbours(word)) if len(word) >= _LONG else []
    if not near or near[0][0] > _SMALL_SLIP or near[0][1][0] != word[0]:
        return
    if len(near) == 1 or near[1][0] >= near[0][0] + _LEAD:
        yield near[0][1]


def _small_word(before: Sequence[str], word: str, after: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Yield the preposition that must replace another one, "" for none; and the -ing form for a verb after "to"."""
    if (before[0], word) in _MISGOVERNED:
        yield _MISGOVERNED[before[0], word]
    if not after:
        return
    following, is_year = after[0], _YEAR.fullmatch(after[0]) is not None
    if word == "to" and before[0] in _GERUND_AFTER and not {*before[1:3]} & BE:
        yield from (ing for forms in lexicon.verb_forms(following) if forms.base == following for ing in forms.ing)
    elif word == "since" and following in _COUNTS and not {"ago", "o'clock"} & {*after}:
        yield "for"
    elif word in ("at", "on") and is_year and before[0] in BE | {"born"}:
        yield "in"
    elif word in ("from", "for") and is_year and len(after) == 1 and {"been", "have", "has"} & {*before}:
        yield "since"
    elif word == "in" and following in _DAYS and len(after) == 1:
        yield "on"


def _quantity(word: str, after: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Yield the other word of quantity if the noun after it is countable, or uncountable: "much books"."""
    if not after or not _closes(after[1:], lexicon) or after[0] in _UNITS or after[0] in _NO_NOUNS:
        return
    if word in ("much", "less") and lexicon.number(after[0]) == "plural":
        yield "many" if word == "much" else "fewer"
    elif word in ("many", "fewer") and lexicon.is_uncountable(after[0]):
        yield "much" if word == "many" else "less"


def _closes(after: Sequence[str], lexicon: Lexicon) -> bool:
    """Return True if the words after a noun phrase cannot be part of it."""
    return not after or after[0] in _AFTER_NOUN or after[0] in HELPING or after[0] in lexicon.prepositions()


def _number(before: Sequence[str], word: str, after: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Yield the other number of a noun that disagrees with its determiner: "two book", "one of my friend"."""
    number = lexicon.number(word)
    if number is None or word in _NO_NOUNS or lexicon.is_uncountable(word) or not _closes(after, lexicon):
        return
    if word in lexicon.prepositions() or lexicon.is_function_word(word) or lexicon.is_movable(word):
        return
    if lexicon.adverbs(word):  # an adjective
        return
    is_verb = bool(lexicon.verb_forms(word)) and not {*after[:1]} & _FINITE
    opens = len(before) == 1
    is_part = len(before) > 2 and before[0] in DEFINITE and before[1] == "of" and before[2] in _PARTS
    if number == "singular":
        wrong = is_part and word not in _GROUPS
        wrong = wrong or (before[0] in _PLURAL_BEFORE and before[1:2] != ["a"] and not (opens and is_verb))
    else:
        wrong = before[0] in _SINGULAR_BEFORE and not (before[0] in ("this", "each") and is_verb)
    if wrong:
        yield from (other for other in lexicon.numbers(word) if lexicon.number(other) != number)
