"""Which of Harper's rules we leave out.

Chosen by `benchmarks/rules.py`: a rule stays on unless, in 620,000 words of good prose, it finds at least three faults
and more than in the development sets, which are full of faults. Style is a matter of taste, and the spelling of words
and their repetition are the model's business.
"""

from __future__ import annotations

OFF_KINDS = frozenset({"Enhancement", "Formatting", "Readability", "Redundancy", "Regionalism", "Style"})
"""Kinds of lints, as Harper names them."""

_OFF = """
SpellCheck SplitWords MergeWords DisjointPrefixes OkToOkay YeaToYeah YehToYeah RepeatedWords
SentenceCapitalization OrthographicConsistency UseTitleCase CompaniesProductsAndTrademarks
AllowTo AvoidCurses Codebase Codebases CommaFixes CompoundNouns DiscourseMarkers HadOf Hedging HowTo InAWhile Insofar
InflectedVerbAfterTo InterestedIn LeftRightHand LetsConfusion MassNouns MissingDeterminer MissingPreposition MissingTo
ModalBeAdjective MultipleSequentialPronouns Nonetheless Oftentimes OneOfTheSingular OutOfDate Overall
PhrasalVerbAsCompoundNoun PossessiveNoun PossessiveYour PreferPled PreferSnuck PronounContraction PronounVerbAgreement
QuantifierNumeralConflict QuiteQuiet RedundantThat RoadMap SingleBe ThatWhich TheirToTheyre Therein ThereIsAgreement
ThereToTheir TheyToThem ThisTypeOfThing ToSomeDegree ToTwoToo UpdatePlaceNames VerbToAdjective Worthwhile WrongNegative
YourPredicateAdjective
AsFarAsICanTell AsFarAsIKnow AsIUnderstandIt AsSoonAsPossible BeRightBack ByTheWay ExplainLikeImFive ForWhatItsWorth
ForYourInformation IDontKnow IfIRecallCorrectly IfIUnderstandCorrectly IfYouKnowYouKnow InCaseYouMissedIt
InMyHumbleOpinion InMyOpinion InRealLife LetMeKnow NeverMind OhMyGod OnTheOtherHand PleaseTakeALook Really
TalkToYouLater ToBeHonest ExpandMemoryShorthands ExpandTimeShorthands ExpandPeople
AvoidContractions BoringWords LongSentences MoreAdjective NoOxfordComma OxfordComma SpelledNumbers UnclosedQuotes
NumericRangeEnDash UseEllipsisCharacter Spaces Dashes Regionalisms
"""

OFF = tuple(_OFF.split())
"""The names of rules. Those of the last two lines are of a kind that is off anyway, and take time."""
