"""Changes of verbs: their forms, their agreement with the subject, and a verb together with its helping word."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.edits.kinds import EditKind
from scoring.edits.place import Change, Place
from scoring.language.lexicon import Lexicon, VerbForms

_BE = ("am", "is", "are", "was", "were")
_HAVE = ("have", "has", "had")
_DO = ("do", "does", "did")
_SUBJECTS = ("i", "you", "he", "she", "it", "we", "they", "who", "which", "that", "there", "this", "these", "those")
_LOOSE = 3.0
"""The doubt about a change of tense, in nats, since several may be right."""
_RARER = 2.0
"""How much rarer a regular past tense must be than the irregular one to count as misspelled, as log10 of counts."""


def verbs(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the changes of a verb, or of a subject's verb."""
    yield from _forms(place, lexicon)
    yield from _of_subject(place, lexicon)
    yield from _after_there(place, lexicon)
    yield from _infinitive(place, lexicon)
    for first in (-1, 0):
        yield from _helped(place, lexicon, first)
    yield from _to_helped(place, lexicon)


def _forms(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the other forms of the verb."""
    plain = place.plain
    if not lexicon.is_word(plain):  # its spelling has to be fixed first
        return
    as_noun = 3.0 if lexicon.is_determiner(place.text(-1)) and plain not in _BE else 0.0
    finite = not _asks_for_infinitive(place, lexicon)
    for forms in lexicon.verb_forms(plain):
        for other in forms.all:
            if other != plain and lexicon.is_word(other):
                yield Change(0, 1, other, _kind(plain, other, forms, lexicon, finite=finite), as_noun)
    for other in lexicon.negatives(plain):
        yield Change(0, 1, other, EditKind.AGREE if other != "didn't" else EditKind.VERB_FORM)
    stem = plain.removesuffix("'s")
    if stem != plain and stem in ("there", "here", "where", "what", "how", "who"):
        yield Change(0, 1, f"{stem} are", EditKind.AGREE)


def _kind(plain: str, other: str, forms: VerbForms, lexicon: Lexicon, *, finite: bool) -> EditKind:
    """Return the kind of mistake in a verb form that should be another."""
    if _agree(plain, other, forms):
        return EditKind.AGREE if finite else EditKind.VERB_FORM
    by_rule = forms.base.removesuffix("e") + "ed"
    both_past = plain in forms.past and other in forms.past
    if both_past and plain == by_rule and lexicon.frequency(other) - lexicon.frequency(plain) >= _RARER:
        return EditKind.RESPELL  # "payed"
    return EditKind.VERB_FORM


def _agree(one: str, other: str, forms: VerbForms) -> bool:
    """Return True if two forms go with different subjects: not "paid" and "payed", which go with any."""
    return forms.agree(one, other) and (forms.base == "be" or one in forms.present)


def _asks_for_infinitive(place: Place, lexicon: Lexicon) -> bool:
    """Return True if a base form must follow, so that another form isn't an agreement mistake."""
    for text in place.before(3):
        if lexicon.is_modal(text) or text in ("to", "let's", *_DO) or lexicon.negatives(text):
            return True
        if text not in ("not", "i", "you", "he", "she", "it", "we", "they") and not lexicon.is_movable(text):
            return False
    return False


def _of_subject(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the forms of the verb right after a noun or pronoun: the verb is what goes wrong, not the subject."""
    plain = place.plain
    if plain not in _SUBJECTS and lexicon.number(plain) is None:
        return
    offset = 2 if lexicon.is_movable(place.text(1)) and place.text(1) != "not" else 1
    verb = place.text(offset)
    for other in agreeing(verb, lexicon):
        yield Change(offset, offset + 1, other, EditKind.AGREE, 0.5)


def agreeing(verb: str, lexicon: Lexicon) -> list[str]:
    """Return the finite forms of a verb that agree with subjects that `verb` doesn't."""
    found = [
        other
        for forms in lexicon.verb_forms(verb)
        for other in forms.all
        if other != verb and _agree(verb, other, forms) and lexicon.is_word(other)
    ]
    return [*found, *sorted(lexicon.negatives(verb) - {"didn't", "ain't"})]


def _after_there(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the forms of the verb in "there is three", for a word after it."""
    for back in (-1, -2, -3):
        if place.text(back) in (*_BE, *_HAVE) and place.text(back - 1) in ("there", "here", "where"):
            for other in agreeing(place.text(back), lexicon):
                yield Change(back, back + 1, other, EditKind.AGREE, 0.5)


def _infinitive(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield "to" plus the verb for its -ing form, and the reverse."""
    plain = place.plain
    first = 0 if plain == "to" else -1
    if place.text(first) == "to":
        for forms in lexicon.verb_forms(place.text(first + 1)):
            for ing in forms.ing:
                yield Change(first, first + 2, ing, EditKind.VERB_PATTERN)
            yield Change(first, first + 1, "", EditKind.VERB_PATTERN, 1.0)
            if place.text(first - 1) == "for":
                yield Change(first - 1, first, "", EditKind.VERB_PATTERN)
        return
    for forms in lexicon.verb_forms(plain):
        if plain == forms.base:
            yield Change(0, 0, "to", EditKind.VERB_PATTERN, 1.0)
        else:
            yield Change(0, 1, f"to {forms.base}", EditKind.VERB_PATTERN, 1.0 if plain in forms.ing else 2.5)
        if place.text(-1) in ("for", "of", "in", "on", "at") and plain in forms.ing:
            yield Change(-1, 1, f"to {forms.base}", EditKind.VERB_PATTERN)
    if plain == "for":
        for forms in lexicon.verb_forms(place.text(1)):
            yield Change(0, 2, f"to {forms.base}", EditKind.VERB_PATTERN)


def _helped(place: Place, lexicon: Lexicon, first: int) -> Iterator[Change]:
    """Yield a verb alone for a verb with be, have or do before it: "I am agree", "did went", "is knowing"."""
    helper, verb = place.text(first), place.text(first + 1)
    if helper not in (*_BE, *_HAVE, *_DO):
        return
    for forms in lexicon.verb_forms(verb):
        if forms.base in ("be", "have", "do") and helper not in _DO:
            continue
        for other in _alone(helper, forms):
            if other == verb:
                yield Change(first, first + 1, "", EditKind.VERB_PATTERN)
            elif lexicon.is_word(other):
                yield Change(first, first + 2, other, EditKind.VERB_PATTERN, 0.5)
        if helper in _HAVE and verb not in forms.participle:  # "has broke"
            for other in (have for have in _HAVE if have != helper):
                for participle in forms.participle[:1]:
                    yield Change(first, first + 2, f"{other} {participle}", EditKind.VERB_PATTERN, 1.5)
        if helper in _BE and verb not in forms.ing:  # "is work", "was happen"
            for ing in forms.ing:
                yield Change(first + 1, first + 2, ing, EditKind.VERB_FORM)


def _alone(helper: str, forms: VerbForms) -> tuple[str, ...]:
    if helper in ("was", "were", "did", "had"):
        return forms.past
    if helper in _HAVE:
        return *forms.past, *forms.present
    return forms.present


def _to_helped(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield a verb with be, have or will before it for the verb alone: "has lived", "is working", "was built"."""
    plain, before = place.plain, place.text(-1)
    helped = before in (*_BE, *_HAVE, *_DO, "to", "be", "been", "being", "having") or lexicon.is_modal(before)
    if helped or lexicon.is_determiner(before) or plain in (*_BE, *_HAVE, *_DO):
        return
    for forms in lexicon.verb_forms(plain):
        for participle in forms.participle[:1]:
            helpers = (*_HAVE, *_BE[1:]) if plain == participle else _HAVE
            for helper in helpers:
                yield _with_helper(plain, helper, participle)
        for ing in forms.ing:
            for helper in _BE:
                yield _with_helper(plain, helper, ing)
        for helper in ("will", "would", "didn't"):
            yield _with_helper(plain, helper, forms.base)


def _with_helper(plain: str, helper: str, form: str) -> Change:
    if plain == form:
        return Change(0, 0, helper, EditKind.VERB_PATTERN, _LOOSE)
    return Change(0, 1, f"{helper} {form}", EditKind.VERB_PATTERN, _LOOSE)
