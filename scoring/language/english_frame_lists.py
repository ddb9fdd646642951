"""Short lists for the frames of English grammar, see `scoring.language.english_frames`; any learner's grammar has them.

Each list is one string; commas separate its groups.
"""

from __future__ import annotations

from scoring.language.english_grammar_lists import MODALS

HAVE = "have has had having haven't hasn't hadn't"
CONTRACTED = "he's she's it's who's that's there's"
DO = "do does did"
BE = "am is are was were be been being"
FINITE_BE = "am is are was were isn't aren't wasn't weren't"

NO_DO = "don't doesn't didn't"
BASE_AFTER_HELPER = f"{NO_DO} {MODALS}"
"""Helping verbs that are only followed by a base form."""
NOUNS_TOO = "can will may might must"
"""Those of them that are also nouns."""

PARTICIPLES_TOO = "got lit burnt dreamt learnt spelt spilt spoilt leapt leant knelt woke"
"""Past tenses that some writers also use as participles."""

GERUND_AFTER = """
suggest suggests suggested suggesting enjoy enjoys enjoyed enjoying avoid avoids avoided avoiding finish finishes
finished finishing deny denies denied denying postpone postpones postponed postponing dislike dislikes disliked
resist resists resisted resisting
"""
"""Verbs followed by another verb in -ing, never by "to"."""

STATIVE = "know believe belong prefer want deserve seem resemble consist contain"
"""Stative verbs: no "be" comes before them, neither before the base form nor before -ing."""
HAPPENING = "agree disagree understand realise realize recognise recognize depend exist happen occur arrive disappear"
"""Verbs whose base form never follows "be"; their -ing form may."""
INTRANSITIVE = "happen occur exist seem belong consist depend disappear"
"""Verbs that have no passive."""

SUBJECTS = "i you he she it we they"
OF_ONE = "am is, are is, were was, have has, do does, aren't isn't, weren't wasn't, haven't hasn't, don't doesn't"
OF_MANY = "am are, is are, was were, has have, does do, isn't aren't, wasn't weren't, hasn't haven't, doesn't don't"
OF_ME = "is am, are am, has have, does do, hasn't haven't, doesn't don't"
"""Forms that never agree with a singular, a plural, or "I", each with the right one."""
OPENERS = "and but or that if when because so while since although what where why how then as whether"
"""Words after which a pronoun begins a clause and isn't the object of an earlier verb."""
WISHES = "if wish wishes wished though were suppose unless as lest"
"""Words after which "were" is right for every subject."""
CLEFTS = "best what whatever all everything anything that which thing things"
"""Words whose clause may end in "do" or "be" as the subject of a sentence: "what he did made them laugh"."""

COUNTS = "two three four five six seven eight nine ten eleven twelve many several"
PLURAL_BEFORE = "these those few various fewer"
SINGULAR_BEFORE = "a an this each every another"
NUMERALS = "hundred thousand million billion trillion dozen percent foot pound stone head score pair"
EITHER_NUMBER = "data media people headquarters barracks crossroads"
ORDINALS = "first second third last next middle back front top"
PARTS = "one each many several few both neither either"
ONE_PART = "one each neither either"
DEFINITE = "the my your his her its our their these those"
AFTER_NOUN = "and or but who which that when where because if as than so"
"""Words that end a noun phrase, in addition to prepositions and helping verbs."""
UNITS = """
percent years months weeks days hours minutes seconds miles kilometres kilometers metres meters dollars pounds euros
"""
"""Plurals that go with "less", not "fewer"."""
GROUPS = """
team family staff crew group party company gang lot band class crowd committee government council congregation audience
army police jury public bunch cast choir household chorus
"""
"""Singular nouns that can follow "one of": "one of the team"."""

DAYS = "monday tuesday wednesday thursday friday saturday sunday"
TIMES = f"{DAYS} night week weekend month year summer winter spring autumn"
UP_TO = "since by from over during for until till the"
"""Words after which a time may extend to the present."""
YEAR = "(1[5-9]|20)[0-9][0-9]"

MISGOVERNED = """
discuss/discusses/discussed/discussing about -, mention/mentions/mentioned about -, emphasise/emphasize/emphasised on -,
emphasized/emphasises/emphasizes on -, despite of -, lacks of -, resembles/resembled to/with -, comprises of -,
interested for/on/about/at in, married with to, depend/depends/depended/depending of/from/at on,
consist/consists/consisted/consisting from/on/by of, afraid from/with of, capable to/for/in of, aware about/for/from of,
insist/insists/insisted/insisting to/for/in on, similar with/like to, accused/accuse for/with of,
participate/participates/participated/participating at/on/to/of in, rely/relies/relied/relying in/of/from/at on,
concentrate/concentrates/concentrated in/at on, proud for/with/about/at of, famous of/with/by for, full with of,
fond with/at/about/to of, congratulated/congratulate for/with on, instead from of, according with/for/of to,
responsible of/about/in for, suffers/suffered/suffering of/by from, differs/differ of/to from,
listen/listens/listened/listening at/on to, belongs/belong/belonged for to
"""
"""Words with the prepositions that learners put after them and the right one; a dash means none."""
