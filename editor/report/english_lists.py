"""English words, by how the report treats them."""

from __future__ import annotations

FORMS = """
am is are was were be been being isn't aren't wasn't weren't ain't i'm you're we're they're get gets got gotten
getting
"""
"""Forms of "be" and "get" that a passive begins with."""

BETWEEN = """
not never always often sometimes seldom rarely ever still already also just now then soon once only even thus well
far much more most less least so too very almost quite rather all both each being been yet again therefore however
perhaps
"""
"""Words that may come between those and the participle, besides those in -ly."""

PRONOUNS = """
i you he she it we they this that these those
"""
"""Subjects that may come there in a question."""

NO_PARTICIPLES = """
come become gone been let fit wet open red bid shed
"""
"""Words spelled like a participle that usually are something else after "be"."""

SAME_AS_BASE = """
beset broadcast burst cast cost cut forecast hit hurt put quit read rid run set shut spit split spread
"""
"""Participles spelled like the verb itself."""

ADJECTIVES = """
accustomed afraid aged alarmed amazed amused annoyed ashamed astonished beloved bored complicated concerned confused
contented convinced crowded delighted determined devoted disappointed disgusted distinguished done dressed drunk
educated embarrassed engaged excited exhausted experienced fascinated frightened frustrated interested inclined limited
lost married mistaken naked overjoyed pleased prepared puzzled qualified relaxed relieved retired sacred satisfied
scared shocked skilled sophisticated surprised tempted terrified thrilled tired touched troubled unexpected used wicked
worried wretched
"""
"""Participles that usually are adjectives."""

SERVING = """
about above across after again against almost along already also although always among another anybody anyone
anything around because been before behind being below between both cannot could couldn't didn't does doesn't doing
don't done down during each either else enough even ever every everyone everything except from going gone hadn't
hasn't have haven't having here hers herself himself however i'll i'm i've into isn't it's itself just later least
less like many maybe might mine more most much must myself near nearly neither never nobody none nothing only onto
other others ours over perhaps quite rather really same shall should shouldn't since some somebody someone something
soon still such than that that's their theirs them themselves then there there's these they they'd they'll they're
they've this those though through thus together too toward towards under until upon very want wasn't well went were
weren't what whatever when where whether which while whom whose will with within without won't would wouldn't you'd
you'll you're you've your yours yourself
"""
"""Function words of four letters or more, whose repetition nobody notices."""
