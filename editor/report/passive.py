"""Sentences in the passive: a form of "be" or "get", then a past participle, as in "was written".

Between the two there may be words such as "not", "often" and "carefully", and in a question the subject if it is a
pronoun. Participles that usually are adjectives ("was tired") count only before "by". "'s" doesn't count: in "he's
gone" it means "has".
"""

from __future__ import annotations

from functools import lru_cache

from lemminflect import getAllInflections, getAllLemmas

from editor.document.passages import Sentence
from editor.report.english_lists import ADJECTIVES, BETWEEN, FORMS, NO_PARTICIPLES, PRONOUNS, SAME_AS_BASE

_FORMS = frozenset(FORMS.split())
_BETWEEN = frozenset(BETWEEN.split())
_PRONOUNS = frozenset(PRONOUNS.split())
_MOST_BETWEEN = 3
_NO_PARTICIPLES = frozenset(NO_PARTICIPLES.split())
_SAME_AS_BASE = frozenset(SAME_AS_BASE.split())
_ADJECTIVES = frozenset(ADJECTIVES.split())


def passive_at(sentence: Sentence) -> int | None:
    """Return the document position of the first passive of a sentence, in code points; None if there is none."""
    plain = [word.text.lower().replace("’", "'") for word in sentence.words]
    for at, word in enumerate(plain):
        if word in _FORMS and _leads_to_participle(plain, at):
            return sentence.words[at].place
    return None


def _leads_to_participle(plain: list[str], at: int) -> bool:
    for index in range(at + 1, min(len(plain), at + _MOST_BETWEEN + 2)):
        word = plain[index]
        if is_participle(word):
            return word not in _ADJECTIVES or plain[index + 1 : index + 2] == ["by"]
        is_subject = at == 0 and index == 1 and word in _PRONOUNS
        if not (is_subject or word in _BETWEEN or word.endswith("ly")):
            return False
    return False


@lru_cache(maxsize=20_000)
def is_participle(word: str) -> bool:
    """Return True if a word in small letters may be the past participle of a verb."""
    if word in _NO_PARTICIPLES or not word.isascii():
        return False
    if word in _SAME_AS_BASE:
        return True
    bases = getAllLemmas(word, upos="VERB").get("VERB", ())
    return any(base != word and word in _participles(base) for base in bases)


def _participles(base: str) -> tuple[str, ...]:
    forms: dict[str, tuple[str, ...]] = getAllInflections(base, upos="VERB")
    past, participles = forms.get("VBD", ()), forms.get("VBN", ())
    # A participle that is also the past tense is left out, or only one of two is there: "light" has "lighted".
    return participles if participles and not set(participles) & set(past) else (*participles, *past)
