"""The rules of Harper that we turn off.

Chosen with `benchmarks/rules.py`: a rule stays on unless, in 620,000 words of good prose, it finds at least three
mistakes and more than in the development sets, which are full of them. Style is a matter of taste; spelling and
repeated words are left to the model.
"""

from __future__ import annotations

OFF_KINDS = frozenset({"Enhancement", "Formatting", "Readability", "Redundancy", "Regionalism", "Style"})
"""Kinds of lints, by Harper's names."""

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
"""Names of rules. Those on the last two lines are of a kind that is off anyway, but cost time."""
