"""Mistakes in the form of a word: agreement, verb forms, number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from benchmarks.train_probe.sentence import (
    Change,
    Word,
    is_only,
    lemma,
    plural,
    singular,
    verb_form,
    verb_tags,
)
from benchmarks.train_probe.tables import (
    BE,
    DO,
    HAVE,
    ING_VERBS,
    IRREGULAR_PLURALS,
    MODALS,
    PLURAL_BEFORE,
    PRONOUN_OTHER,
    PRONOUN_THIRD,
    REGULARISED,
    SINGULAR_BEFORE,
    SUBJECTS,
    SURE_PLURAL_BEFORE,
    TO_VERBS,
    UNCOUNTABLE,
    entries,
)

Rule = Callable[[Sequence[Word], int], Iterator[Change]]

_AGREE = {
    "is": "are are are are are be", "are": "is is is is is be", "was": "were", "were": "was",
    "has": "have", "have": "has", "does": "do", "do": "does", "doesn't": "don't", "don't": "doesn't",
    "isn't": "aren't", "aren't": "isn't",
    "wasn't": "weren't", "weren't": "wasn't", "hasn't": "haven't", "haven't": "hasn't", "am": "is are",
}  # fmt: skip
_NO_SUBJUNCTIVE = {"if", "though", "wish", "as"}
_PLURALS = {right: wrong for right, *wrong in map(str.split, entries(IRREGULAR_PLURALS))}
_REGULAR = {right: wrong for right, *wrong in map(str.split, entries(REGULARISED))}
_UNCOUNTABLE = frozenset(UNCOUNTABLE.split())
_ING_PREPOSITIONS = {
    "by",
    "without",
    "before",
    "after",
    "of",
    "for",
    "in",
    "from",
    "about",
    "at",
    "on",
    "instead",
    "while",
    "when",
}
_BARE_AFTER = {"let", "make", "makes", "made", "help", "helps", "helped", "see", "saw", "heard", "watched"}
_OBJECTS = {"me", "you", "him", "her", "it", "us", "them"}


def lower(words: Sequence[Word], index: int) -> str:
    """Return a word in small letters, "" beyond the sentence or after punctuation."""
    if not 0 <= index < len(words) or (index + 1 < len(words) and not words[index + 1].joined):
        return ""
    return words[index].lower


def _helper(words: Sequence[Word], index: int) -> int:
    """Return the index of the auxiliary that rules the verb at `index`, over adverbs, "not" and inverted subjects; -1
    if there is none."""
    for back in range(1, 4):
        at = index - back
        if at < 0 or not words[at + 1].joined:
            return -1
        word = words[at].lower
        if word in MODALS or word in DO or word in BE or word in HAVE or word == "to":
            return at
        inverted = word in SUBJECTS or word in _OBJECTS
        if not (
            word in ("not", "never", "always", "also", "only", "just", "already") or word.endswith("ly") or inverted
        ):
            return -1
    return -1


def agreement(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Break the agreement of a verb with its subject."""
    word = words[index].lower
    helper = _helper(words, index)
    ruled = helper >= 0 and (words[helper].lower in MODALS or words[helper].lower in DO or words[helper].lower == "to")
    if word in _AGREE and not ruled:
        recent = {one.lower for one in words[max(0, index - 4) : index]}
        if not (word in ("was", "were") and recent & _NO_SUBJUNCTIVE):
            yield from (Change(index, index + 1, new, "agreement") for new in _AGREE[word].split())
        return
    before = lower(words, index - 1)
    if not before or helper >= 0:
        return
    tags = verb_tags(word)
    clear = before in PRONOUN_THIRD or not lemma(word, "NOUN")
    if "VBZ" in tags and clear and verb_form(word, "VB"):
        yield Change(index, index + 1, verb_form(word, "VB"), "agreement", 2.0)
    noun_before = bool(singular(before)) and not verb_tags(before)
    bare = before in PRONOUN_OTHER or noun_before or before in ("people", "children", "men", "women")
    if "VBP" in tags and bare and verb_form(word, "VBZ") and "VBD" not in tags and (before != "you" or index > 1):
        yield Change(index, index + 1, verb_form(word, "VBZ"), "agreement", 2.0)
    if before in ("he", "she", "it") and "VBD" in tags and "VB" not in tags and verb_form(word, "VB"):
        yield Change(index, index + 1, verb_form(word, "VB"), "agreement", 0.4)


def verbs(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Put a verb in a form that its auxiliary, its preposition or its subject does not allow."""
    word = words[index].lower
    for wrong in _REGULAR.get(word, ()):
        yield Change(index, index + 1, wrong, "verb_form", 0.5)
    tags = verb_tags(word)
    if not tags or word in BE or word in HAVE or len(word) < 2 or not words[index].joined:
        return
    helper = _helper(words, index)
    if helper >= 0:
        yield from _after_helper(words, index, words[helper].lower, tags)
        return
    before = words[index - 1].lower

    def to(tag: str, weight: float = 1.0) -> Iterator[Change]:
        if verb_form(word, tag):
            yield Change(index, index + 1, verb_form(word, tag), "verb_form", weight)

    if "VBG" in tags and (before in _ING_PREPOSITIONS or before in ING_VERBS):
        yield from to("VB", 1.5)
        yield Change(index, index + 1, f"to {verb_form(word, 'VB')}", "verb_form", 1.0)
        yield from to("VBN", 0.3)
    elif before in _OBJECTS and lower(words, index - 2) in _BARE_AFTER and "VB" in tags:
        yield Change(index, index + 1, f"to {word}", "verb_form")
        yield from to("VBG", 0.5)
        yield from to("VBZ")
    elif before in SUBJECTS and "VBD" in tags and "VB" not in tags:
        yield from to("VBG", 0.5)
        yield from (change for change in to("VBN") if change.new not in _tagged(word, "VBD"))
        if before in ("he", "she", "it") or index > 4:
            yield from to("VB", 0.5)
    elif before in SUBJECTS and "VBP" in tags and "VBD" not in tags:
        yield from to("VBG", 0.5)
    elif "VBD" in tags and "VB" not in tags and is_only(word, "VERB") and before not in BE:
        yield from to("VB", 0.35)
        yield from to("VBG", 0.15)


def _tagged(word: str, tag: str) -> tuple[str, ...]:
    same = verb_form(word, tag)
    return (word, same) if same else (word,)


def _after_helper(words: Sequence[Word], index: int, helper: str, tags: frozenset[str]) -> Iterator[Change]:
    word = words[index].lower

    def to(tag: str, weight: float = 1.0) -> Iterator[Change]:
        if verb_form(word, tag):
            yield Change(index, index + 1, verb_form(word, tag), "verb_form", weight)

    if (helper in MODALS or helper in DO) and "VB" in tags:
        yield from to("VBD", 1.5)
        yield from to("VBZ")
        yield from to("VBG", 0.7)
        if helper in MODALS:
            yield Change(index, index, "to", "verb_form", 0.7)
            yield from to("VBN", 0.3)
    elif helper == "to" and "VB" in tags and words[index - 1].lower == "to":
        governed = lower(words, index - 2) in TO_VERBS
        yield from to("VBG", 1.5)
        yield from to("VBD", 0.8)
        yield from to("VBZ", 0.5)
        if governed and verb_form(word, "VBG"):
            yield Change(index - 1, index + 1, verb_form(word, "VBG"), "verb_form", 2.0)
            yield Change(index - 1, index, "", "verb_form", 2.0)
    elif helper in HAVE and "VBN" in tags:
        yield from (change for change in to("VB") if "VBN" not in verb_tags(change.new))
        yield from (change for change in to("VBD", 1.5) if "VBN" not in verb_tags(change.new))
        yield from to("VBG", 0.5)
    elif helper in BE and "VBG" in tags:
        yield from to("VB", 1.5)
        yield from to("VBZ", 0.3)
    elif helper in BE and "VBN" in tags and not lemma(word, "ADJ"):
        yield from to("VB", 1.2)
        yield from (change for change in to("VBD", 1.5) if "VBN" not in verb_tags(change.new))


def number(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Put a noun in the wrong number, or a determiner beside one."""
    word = words[index].lower
    if words[index].text[0].isupper() and not words[index].opens:
        return
    for wrong in _PLURALS.get(word, ()):
        yield Change(index, index + 1, wrong, "number")
    if word in _UNCOUNTABLE and lower(words, index - 1) not in SUBJECTS | {"to", "will", "can"}:
        yield Change(index, index + 1, word + "s", "number", 3.0)
        if lower(words, index - 1) in ("", "of", "for", "with", "and", "more", "some", "no"):
            yield Change(index, index, "an" if word[0] in "aeiou" else "a", "number", 0.3)
    if word in ("this", "that", "these", "those"):
        yield from _determiners(words, index)
    determiner = _determiner(words, index)
    one, many = singular(word), plural(word)
    if one and determiner in SURE_PLURAL_BEFORE:
        yield Change(index, index + 1, one, "number", 2.0)
    elif one and determiner in PLURAL_BEFORE:
        yield Change(index, index + 1, one, "number", 0.8)
    elif one and _bare(words, index) and not lemma(word, "VERB"):
        yield Change(index, index + 1, one, "number", 0.6)
    elif many and determiner in SINGULAR_BEFORE and not one and (determiner != "that" or not lemma(word, "VERB")):
        following = lower(words, index + 1)
        if not (following and plural(following)) and not lemma(word, "ADJ"):
            yield Change(index, index + 1, many, "number", 1.5)
    if one and index >= 3 and [w.lower for w in words[index - 3 : index - 1]] == ["one", "of"]:
        yield Change(index, index + 1, one, "number", 3.0)


def _determiners(words: Sequence[Word], index: int) -> Iterator[Change]:
    following = words[index + 1].lower if index + 1 < len(words) and words[index + 1].joined else ""
    word = words[index].lower
    if word in ("these", "those") and singular(following):
        yield Change(index, index + 1, {"these": "this", "those": "that"}[word], "number", 2.0)
    if word == "this" and plural(following) and not verb_tags(following):
        yield Change(index, index + 1, "these", "number", 1.5)


def _determiner(words: Sequence[Word], index: int) -> str:
    """Return the determiner of a noun, over at most one adjective."""
    before = lower(words, index - 1)
    if before in PLURAL_BEFORE or before in SINGULAR_BEFORE:
        return before
    return lower(words, index - 2) if before and lemma(before, "ADJ") and words[index - 1].joined else ""


def _bare(words: Sequence[Word], index: int) -> bool:
    """Return True if a plural noun stands without a determiner after a preposition or a verb."""
    return lower(words, index - 1) in {
        "of",
        "in",
        "with",
        "for",
        "are",
        "were",
        "and",
        "by",
        "like",
        "have",
        "had",
        "between",
    }
