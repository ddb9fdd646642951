"""The kinds of edits, and the kind of mistake that each fixes."""

from __future__ import annotations

from enum import Enum
from typing import Literal

Family = Literal[
    "spelling",
    "agreement",
    "verb_form",
    "article",
    "preposition",
    "number",
    "confusion",
    "missing",
    "extra",
    "order",
    "choice",
]
"""Kinds of mistakes. The last isn't one: another word is just more likely."""


class EditKind(Enum):
    """The kinds of edits."""

    RESPELL = "the dictionary word meant by a non-word: one letter off, or the irregular form of a regularised one"
    RESPELL_FAR = "the same, several letters off"
    APOSTROPHE = "an apostrophe that a non-word lacks: don't for dont"
    CAPITAL = "a capital letter for I, a name of a day, month, language or country, or where a sentence begins"
    SPLIT = "a non-word split into two"
    JOIN = "two words joined into one"
    AGREE = "the verb form that agrees with its subject: were for was, doesn't for don't"
    VERB_FORM = "another form of the verb: another tense, or the form that follows have, to or can"
    VERB_PATTERN = "a verb and its helping word together: taking for to take, agree for am agree, has left for left"
    ARTICLE_SOUND = "a for an, or an for a, where the sound of the next word requires it"
    ARTICLE = "an article or determiner for another"
    ARTICLE_ADD = "an article added"
    ARTICLE_DROP = "an article dropped"
    PREPOSITION = "a preposition for another"
    PREPOSITION_ADD = "a preposition added"
    PREPOSITION_DROP = "a preposition dropped"
    NUMBER = "the noun's plural for its singular, or the reverse"
    UNCOUNTABLE = "an uncountable noun put right: information for informations, some advice for an advice"
    QUANTIFIER = "the determiner that goes with the noun: many for much, these for this"
    CONFUSED = "a word often confused with this one"
    APOSTROPHE_KNOWN = "an apostrophe added to or dropped from a word that is also a word without it: it's, apples"
    SPLIT_KNOWN = "a word split into two, though it is a word itself"
    DERIVED = "a word of another class with the same stem: smoothly for smooth"
    SWAP_FUNCTION = "a function word for another: a pronoun, a conjunction"
    RESEMBLE = "a word with nearly the same spelling"
    ADD = "a function word added, neither an article nor a preposition"
    ADD_CONTENT = "a content word added"
    DROP_REPEATED = "a repeated word dropped"
    DROP_FUNCTION = "a function word dropped, neither an article nor a preposition"
    DROP = "a content word dropped"
    ORDER = "words in another order"
    COLLOCATE = "a near synonym that goes better with the words around it"
    RENAME = "another word for a name"
    REWORD = "another word that the model expects"


FAMILY: dict[EditKind, Family] = {
    EditKind.RESPELL: "spelling",
    EditKind.RESPELL_FAR: "spelling",
    EditKind.APOSTROPHE: "spelling",
    EditKind.CAPITAL: "spelling",
    EditKind.SPLIT: "spelling",
    EditKind.JOIN: "spelling",
    EditKind.AGREE: "agreement",
    EditKind.VERB_FORM: "verb_form",
    EditKind.VERB_PATTERN: "verb_form",
    EditKind.ARTICLE_SOUND: "article",
    EditKind.ARTICLE: "article",
    EditKind.ARTICLE_ADD: "article",
    EditKind.ARTICLE_DROP: "article",
    EditKind.PREPOSITION: "preposition",
    EditKind.PREPOSITION_ADD: "preposition",
    EditKind.PREPOSITION_DROP: "preposition",
    EditKind.NUMBER: "number",
    EditKind.UNCOUNTABLE: "number",
    EditKind.QUANTIFIER: "number",
    EditKind.CONFUSED: "confusion",
    EditKind.APOSTROPHE_KNOWN: "confusion",
    EditKind.SPLIT_KNOWN: "confusion",
    EditKind.DERIVED: "confusion",
    EditKind.SWAP_FUNCTION: "confusion",
    EditKind.RESEMBLE: "confusion",
    EditKind.ADD: "missing",
    EditKind.ADD_CONTENT: "missing",
    EditKind.DROP_REPEATED: "extra",
    EditKind.DROP_FUNCTION: "extra",
    EditKind.DROP: "extra",
    EditKind.ORDER: "order",
    EditKind.COLLOCATE: "choice",
    EditKind.RENAME: "choice",
    EditKind.REWORD: "choice",
}
"""The kind of mistake that each kind of edit fixes."""
