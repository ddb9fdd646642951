"""Decides which words of a document are flagged, and what is suggested for them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from scoring.edits.trials import Findings
from scoring.flags.flagging import DEFAULT_THRESHOLD, flag_of, flag_of_wording, shorter, strongest, suggestions
from scoring.flags.judgement import Judgement, Verdict
from scoring.flags.review import Reading, Review
from scoring.flags.standing_flags import StandingFlags
from scoring.language.english_wordiness import english_shortener
from scoring.language.passages import REACH, Passage
from scoring.language.prose import is_name_elsewhere
from scoring.language.wordiness import LEAST_SURE, Shortening, Wordiness
from scoring.protocol import THRESHOLDS, Flag, Suggestion
from scoring.rules.rule_source import DocumentRules, ruled

_PROVISIONAL = -math.log1p(-0.9 * THRESHOLDS["eager"])
"""The greatest strength, in nats, of a word whose edits were not tried yet: nothing is underlined and taken back."""


class FlagBook:
    """Decides by the judgement of what was scored and searched; where the search has yet to go, by what was known
    before the last edits; and for wordings, by rules.

    Args:
        review: reads the passages.
        read_judgement: returns what judges their words; called on first use.
        rules: what rules find in the document; they give way to what is stronger.
        scaled: puts a strength, in nats, on the scale of the thresholds; see `scoring.model.calibration`.
    """

    def __init__(
        self,
        review: Review,
        read_judgement: Callable[[], Judgement],
        rules: DocumentRules,
        scaled: Callable[[float], float],
    ) -> None:
        self._rules = rules
        self._review = review
        self._scaled = scaled
        self._read_judgement = read_judgement
        self._standing = StandingFlags()
        self._wordiness = Wordiness(english_shortener)

    def edit(self, start: int, end: int, replacement: str) -> None:
        """Carry the flags near the code points [start, end) over the edit that replaces them. Call this before the
        review follows the edit."""
        near = self._review.passages(max(0, start - REACH), min(len(self._review.text), end + REACH))
        known = [flag for passage in near for flag in self._judged(passage) or ()]
        self._standing.edit(known, start, end, replacement)

    def searched(self, start: int, end: int) -> None:
        """Note that the search has been at [start, end), so nothing carried over is needed there."""
        self._standing.drop(start, end)

    def flags(self, threshold: float | None, start: int, end: int) -> list[Flag]:
        """Return the flags that overlap the code points [start, end), in order; none overlaps another.

        Args:
            threshold: the least probability of a mistake; None: the default.
        """
        least = DEFAULT_THRESHOLD if threshold is None else threshold
        strong = [flag for flag in self._found(start, end) if flag.strength > 0 and flag.probability >= least]
        of_rules = [flag for flag in self.ruled(start, end) if flag.probability >= least]
        text = self._review.text
        found = ruled(strong, of_rules)
        return [flag for flag in found if flag.kind != "spelling" or not is_name_elsewhere(text, flag.start, flag.end)]

    def suggestions(self, reading: Reading, found: Sequence[Findings], start: int, end: int) -> list[Suggestion]:
        """Return the suggestions for the words of a passage at [start, end), best first; see `Session.suggest`."""
        shift = reading.passage.start
        verdicts = self._read_judgement().verdicts(reading.cases, found, self._review.lexicon)
        words = [one for one in verdicts if one.case.start + shift < end and one.case.end + shift > start]
        offered = [edit for verdict in words for edit in suggestions(verdict, shift, len(verdict.edits))]
        return sorted(offered, key=lambda edit: -edit.probability)

    def shorter(self, start: int, end: int) -> list[Suggestion]:
        """Return the shorter wordings for the code points [start, end)."""
        return [edit for wording in self.wordings(start, end) for edit in shorter(wording)]

    def is_wordy(self, start: int, end: int) -> bool:
        """Return True if [start, end) is flagged for a wording that any good editor would shorten."""
        sure = [wording for wording in self.wordings(start, end) if wording.strength >= LEAST_SURE]
        return bool(sure) and any(flag.kind == "wordiness" for flag in self._found(start, end))

    def ruled(self, start: int, end: int) -> list[Flag]:
        """Return what rules find that overlaps the code points [start, end), in order."""
        return self._rules.overlapping(self._review.text, self._review.passages(start, end), start, end)

    def wordings(self, start: int, end: int) -> list[Shortening]:
        """Return the wordings that could be shorter and overlap the code points [start, end), in order."""
        return self._wordiness.overlapping(self._review.text, self._review.passages(start, end), start, end)

    def _found(self, start: int, end: int) -> Iterator[Flag]:
        """Yield the flags of [start, end), however weak, in order."""
        found: list[Flag] = []
        waiting: list[tuple[int, int]] = []
        for passage in self._review.passages(start, end):
            judged = self._judged(passage)
            if judged is None:
                waiting.append((passage.start, passage.end))
                judged = self._provisional(passage)
            found += judged
        shown = self._standing.over(found, waiting, start, end) if waiting else found
        return (flag for flag in shown if flag.start < end and flag.end > start)

    def _judged(self, passage: Passage) -> list[Flag] | None:
        """Return the flags of a passage; None where edits have yet to be tried."""
        reading = self._review.read(passage)
        found = self._review.findings(reading)
        return None if found is None else self._flags(reading, found)

    def _provisional(self, passage: Passage) -> list[Flag]:
        """Return the flags of a passage by its scores alone; none is strong enough for an underline."""
        weak = self._flags(self._review.read(passage), ())
        return [
            replace(flag, strength=min(flag.strength, _PROVISIONAL)) if flag.kind != "wordiness" else flag
            for flag in weak
        ]

    def _flags(self, reading: Reading, found: Sequence[Findings]) -> list[Flag]:
        verdicts: Iterable[Verdict] = self._read_judgement().verdicts(reading.cases, found, self._review.lexicon)
        passage = reading.passage
        of_words = [
            flag_of(verdict, reading.text, passage.start, self._scaled)
            for verdict in verdicts
            if verdict.case.is_judged and math.isfinite(verdict.case.surprisal)
        ]
        wordings = self.wordings(passage.start, passage.end)
        return strongest(of_words, [flag_of_wording(wording) for wording in wordings])
