"""Finds verb forms ruled out by a helping verb or subject: "have went", "didn't knew", "am agree", "they was"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.language import english_frame_lists as lists
from scoring.language.lexicon import Lexicon, VerbForms

_HAVE = frozenset(lists.HAVE.split())
_CONTRACTED = frozenset(lists.CONTRACTED.split())
_DO = frozenset(lists.DO.split())
BE = frozenset(lists.BE.split())
_FINITE_BE = frozenset(lists.FINITE_BE.split())
_ASKS_BASE = frozenset(lists.BASE_AFTER_HELPER.split())
_NO_DO = frozenset(lists.NO_DO.split())
_NOUNS_TOO = frozenset(lists.NOUNS_TOO.split())
HELPING = _HAVE | _DO | _FINITE_BE | _ASKS_BASE
_PARTICIPLES_TOO = frozenset(lists.PARTICIPLES_TOO.split())
_ONLY_BARE = frozenset(lists.HAPPENING.split())
_INTRANSITIVE = frozenset(lists.INTRANSITIVE.split())
_NO_BE = frozenset(lists.STATIVE.split()) | _ONLY_BARE | _INTRANSITIVE
_SUBJECTS = frozenset(lists.SUBJECTS.split())
_OPENERS = frozenset(lists.OPENERS.split())
_WISHES = frozenset(lists.WISHES.split())
_CLEFTS = frozenset(lists.CLEFTS.split())
_ONE_PART = frozenset(lists.ONE_PART.split())
DEFINITE = frozenset(lists.DEFINITE.split())
_TIMES = frozenset(lists.TIMES.split())
_UP_TO = frozenset(lists.UP_TO.split())
_NEAR = 8
"""How many words after a verb to search for a time that belongs to it."""


def _pairs(groups: str) -> dict[str, str]:
    return dict(group.split() for group in groups.split(","))


_OF_ONE, _OF_MANY = _pairs(lists.OF_ONE), _pairs(lists.OF_MANY)
_AGREEING = {
    **dict.fromkeys(("he", "she", "it"), _OF_ONE),
    **dict.fromkeys(("we", "you", "they"), _OF_MANY),
    "i": _pairs(lists.OF_ME),
}


def verb(before: Sequence[str], word: str, after: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Yield the form of a verb that the helping verb before it requires; the replacement for a form of "be" and the
    verb after it, "" if "be" must go; and "" for "to" after a helping verb."""
    if word in _FINITE_BE and after and not (_CLEFTS | _DO) & set(before):
        for forms in lexicon.verb_forms(after[0]):
            yield from _without_be(word, after[0], forms)
    elif word == "to":
        is_helped = before[0] in _ASKS_BASE and (before[0] not in _NOUNS_TOO or bool(_SUBJECTS & {*before[1:2]}))
        if is_helped and not _CLEFTS & set(before):
            yield ""
    elif word in ("have", "has") and before[0] not in HELPING and _is_over(after):
        for forms in lexicon.verb_forms(after[0]):
            if after[0] in forms.participle:
                yield from forms.past
    elif word not in BE and not lexicon.is_movable(word):
        yield from _helped(before, word, lexicon)


def _helped(before: Sequence[str], word: str, lexicon: Lexicon) -> Iterator[str]:
    readings = lexicon.verb_forms(word)
    helper, passed = _helper(before, lexicon)
    past = [forms for forms in readings if word in forms.past]
    is_past = bool(past) and not any(word in forms.participle for forms in readings)
    is_base = any(word == forms.base for forms in readings)
    is_noun = lexicon.number(word) is not None
    if helper in _HAVE or helper in _CONTRACTED or helper.endswith(("'ve", "'d")):
        is_bare = is_base and helper in _HAVE and passed == 0 and not is_noun and not lexicon.adverbs(word)
        if is_past and word not in _PARTICIPLES_TOO and not word.endswith("ed"):
            yield from (form for forms in past for form in forms.participle)
        elif is_bare and not any(word in forms.participle for forms in readings):
            yield from (form for forms in readings for form in forms.participle)
    elif is_base:
        return
    elif helper in _ASKS_BASE or (helper in _DO and passed):
        is_ing = any(word in forms.ing for forms in readings)  # "can swimming help?"
        is_modal = helper not in _DO and helper not in _NO_DO
        if is_modal and any(word in forms.participle for forms in readings):  # "will not allowed" may lack a "be"
            return
        has_subject = passed > 0 or bool(_SUBJECTS & {*before[passed + 1 : passed + 2]})
        if has_subject or helper.endswith("n't") or (helper not in _NOUNS_TOO and not is_ing):
            yield from (forms.base for forms in readings)
    elif is_past and not is_noun and (before[0] == "to" or (helper in _DO and not _CLEFTS & set(before))):
        yield from (forms.base for forms in readings)


def _is_over(after: Sequence[str]) -> bool:
    """Return True if the words after a verb name a past time, which rules out the perfect."""
    for at, word in enumerate(after[1:_NEAR], 1):
        if word in _SUBJECTS or word in _CLEFTS or word in _OPENERS:
            return False
        if word == "yesterday" or (word == "last" and after[at + 1 : at + 2] and after[at + 1] in _TIMES):
            return after[at - 1] not in _UP_TO
    return False


def _helper(before: Sequence[str], lexicon: Lexicon) -> tuple[str, int]:
    """Return the word before a verb, skipping "not", a subject and adverbs, and how many were skipped."""
    for passed, word in enumerate(before):
        is_subject = word in _SUBJECTS and passed + 1 < len(before) and before[passed + 1] in HELPING
        if not (is_subject or word == "not" or (lexicon.is_movable(word) and word not in HELPING)):
            return word, passed
    return "", len(before)


def _without_be(be: str, following: str, forms: VerbForms) -> Iterator[str]:
    """Yield the replacement for a form of "be" and a verb that takes none; "" if the verb doesn't change."""
    if forms.base not in _NO_BE:
        return
    if following in forms.participle:
        if forms.base in _INTRANSITIVE:  # "was happened"
            yield ""
    elif following == forms.base or (following in forms.ing and forms.base not in _ONLY_BARE):
        if be in ("was", "were"):
            yield from forms.past
        elif be == "is":
            yield from forms.present[1:]
        else:
            yield "" if following == forms.base else forms.base


def agreeing(before: Sequence[str], word: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the form of a verb that agrees with the pronoun right before it, with "my brother and I", or with "each of
    the boxes"."""
    subject, earlier = before[0], before[1:]
    if len(before) > 3 and before[1] in DEFINITE and before[2] == "of" and before[3] in _ONE_PART:
        if lexicon.number(subject) == "plural":
            yield from _of_one(word, lexicon)
        return
    if subject in _SUBJECTS and earlier[:1] == ["and"] and len(before) == 4 and lexicon.is_determiner(before[3]):
        if word in _OF_MANY:
            yield _OF_MANY[word]
        return
    form = _AGREEING.get(subject, {}).get(word)
    if form is None or (earlier and (earlier[0] in HELPING or earlier[0] in ("of", "let", "and"))):
        return
    if word in ("were", "weren't") and _WISHES & set(earlier):
        return
    if subject in ("i", "you", "it") and earlier and earlier[0] not in _OPENERS:
        return
    yield form


def _of_one(word: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the singular form for a form that is never singular."""
    if word in _OF_ONE:
        yield _OF_ONE[word]
    elif word not in HELPING and word not in lexicon.prepositions() and lexicon.number(word) is None:
        for forms in lexicon.verb_forms(word):
            if word == forms.base and word not in forms.past:
                yield from forms.present[1:]
