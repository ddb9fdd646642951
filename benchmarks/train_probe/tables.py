"""Lists of English words: those that writers get wrong, from `mistakes.toml`, and those that tell where they do."""

from __future__ import annotations

import tomllib
from pathlib import Path


def entries(table: str) -> list[str]:
    """Return the entries of a table, which stand between bars and line ends."""
    return [entry.strip() for line in table.split("\n") for entry in line.split("|") if entry.strip()]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MISTAKES = tomllib.loads((Path(__file__).parent / "mistakes.toml").read_text("utf-8"))

CONFUSED: str = _MISTAKES["confused"]
PHRASES: str = _MISTAKES["phrases"]
MISSPELLED: str = _MISTAKES["misspelled"]
UNCOUNTABLE: str = _MISTAKES["uncountable"]
IRREGULAR_PLURALS: str = _MISTAKES["irregular_plurals"]
REGULARISED: str = _MISTAKES["regularised"]
GOVERNED: str = _MISTAKES["governed"]
EXTRA_PREPOSITION: str = _MISTAKES["extra_preposition"]
ADVERBS: str = _MISTAKES["adverbs"]
PREPOSITION_CONFUSIONS: dict[str, str] = _MISTAKES["preposition_confusions"]

SMALL_WORDS = "the a to of in is and it for on with was be are at as or by that have we you"
"""Words that are written twice."""

MODALS = _words(
    "can could will would shall should may might must cannot can't couldn't won't wouldn't shouldn't mustn't"
)
DO = _words("do does did don't doesn't didn't")
BE = _words("am is are was were be been being isn't aren't wasn't weren't")
HAVE = _words("have has had having haven't hasn't hadn't")

TO_VERBS = _words("""
want wants wanted decide decides decided hope hopes hoped need needs needed plan plans planned agree agrees
agreed refuse refused refuses seem seems seemed expect expects expected promise promised learn learned manage
managed afford fail failed fails offer offered tend tends tended try tries tried wish wished intend intends
intended attempt attempted choose chose prepare prepared pretend pretended continue
""")
ING_VERBS = _words("""
enjoy enjoys enjoyed avoid avoids avoided keep keeps kept finish finished mind suggest suggests suggested
consider considered considers practise practice risk risked stop stopped deny denied admit admitted imagine
imagined miss missed recommend recommended recommends delay delayed involve involves involved
""")
PLURAL_BEFORE = _words("""
many several few these those both two three four five six seven eight nine ten twelve twenty thirty fifty
hundred various numerous different other all most more such
""")
SURE_PLURAL_BEFORE = PLURAL_BEFORE - {"all", "most", "more", "such", "other"}
SINGULAR_BEFORE = {"a", "an", "this", "that", "each", "every", "another", "one"}
PRONOUN_THIRD = _words("he she it who which everyone everybody someone somebody nobody nothing everything this")
PRONOUN_OTHER = {"i", "you", "we", "they"}
SUBJECTS = PRONOUN_THIRD | PRONOUN_OTHER
NATIONS = _words("""
English French German Spanish Italian Chinese Japanese Russian American British Indian European African Asian
Greek Roman Latin Irish Scottish Dutch Monday Tuesday Wednesday Thursday Friday Saturday Sunday January
February March April June July August September October November December Christmas Easter
""")
ABSTRACT = _words("""
society nature life music happiness education technology love death time language science art history religion
poverty crime money work health food sport politics business culture freedom peace war
""")
