"""Decides which words of a document are flagged, and what is suggested for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scoring.edits.findings import FindingsStore
from scoring.edits.trials import Findings
from scoring.flags.flagging import DEFAULT_THRESHOLD, flags, shorter, suggestions
from scoring.flags.standing_flags import StandingFlags
from scoring.language.english_wordiness import english_shortener
from scoring.language.passages import CONTEXT, Passage
from scoring.language.prose import is_name_elsewhere
from scoring.language.wordiness import LEAST_SURE, Shortening, Wordiness
from scoring.protocol import MOST_NATS, Flag, Suggestion, WordScore, probability
from scoring.rules.rule_source import DocumentRules, ruled


class FlagBook:
    """Decides by the edits that were tried; where none were yet, by what was known before the last edits, or by
    surprisal; and for wordings, by rules.

    Args:
        findings: what the edit search has found in the document.
        rules: what rules find in it; they give way to what is stronger.
        scaled: puts a strength, in nats, on the scale of the thresholds; see `scoring.model.calibration`.
    """

    def __init__(self, findings: FindingsStore, rules: DocumentRules, scaled: Callable[[float], float]) -> None:
        self._findings = findings
        self._rules = rules
        self._scaled = scaled
        self._standing = StandingFlags()
        self._wordiness = Wordiness(english_shortener)

    def edit(self, start: int, end: int, replacement: str) -> None:
        """Carry the flags near the code points [start, end) over the edit that replaces them. Call this before the
        findings follow the edit."""
        near = self._searched_flags(max(0, start - 1), min(len(self._findings.text), end + CONTEXT))
        self._standing.edit(near, start, end, replacement)

    def searched(self, start: int, end: int) -> None:
        """Note that the search has been at [start, end), so nothing carried over is needed there."""
        self._standing.drop(start, end)

    def unsearched(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest range with all words of [start, end) that are flagged by their surprisal, including
        those in wordings that reach beyond it; an empty range where there are none."""
        waiting = self._waiting(start, end)
        if not waiting:
            return start, start
        low, high = max(start, waiting[0].start), min(end, waiting[-1].end)
        wordings = self.wordings(low, high)
        return (min(low, wordings[0].start), max(high, wordings[-1].end)) if wordings else (low, high)

    def flags(self, words: Sequence[WordScore], threshold: float | None, start: int, end: int) -> list[Flag]:
        """Return the flags that overlap the code points [start, end), in order; none overlaps another.

        Args:
            words: the scores of the words in `unsearched`, in order.
            threshold: the least probability; None: the default.
        """
        least = DEFAULT_THRESHOLD if threshold is None else threshold
        found = self._found(words, start, end)
        waiting = [(passage.start, passage.end) for passage in self._waiting(start, end)]
        if waiting:
            found = self._standing.over(found, waiting, start, end)
        strong = [flag for flag in found if 0 < flag.strength <= MOST_NATS and flag.probability >= least]
        of_rules = [flag for flag in self.ruled(start, end) if flag.probability >= least]
        text = self._findings.text
        return [
            flag
            for flag in ruled(strong, of_rules)
            if flag.kind != "spelling" or not is_name_elsewhere(text, flag.start, flag.end)
        ]

    def suggestions(self, found: Sequence[tuple[Passage, Findings]], start: int, end: int, k: int) -> list[Suggestion]:
        """Return at most `k` suggestions for [start, end); see `Session.suggest`.

        Args:
            found: the complete findings of the words there, every passage of [start, end) having been searched.
        """
        tried = [edit for passage, finding in found for edit in suggestions(finding, passage.context, k)]
        of_rules = [edit for flag in self.ruled(start, end) for edit in flag.suggestions]
        known = {(edit.start, edit.end, edit.replacement) for edit in of_rules}
        edits = [*of_rules, *(edit for edit in tried if (edit.start, edit.end, edit.replacement) not in known)][:k]
        shorter_ones = [edit for wording in self.wordings(start, end) for edit in shorter(wording)]
        is_wordy = any(flag.kind == "wordiness" for flag in self.flags((), probability(LEAST_SURE), start, end))
        return ([*shorter_ones, *edits] if is_wordy else [*edits, *shorter_ones])[:k]

    def ruled(self, start: int, end: int) -> list[Flag]:
        """Return what rules find that overlaps the code points [start, end), in order."""
        return self._rules.overlapping(self._findings.text, self._findings.passages(start, end), start, end)

    def wordings(self, start: int, end: int) -> list[Shortening]:
        """Return the wordings that could be shorter and overlap the code points [start, end), in order."""
        return self._wordiness.overlapping(self._findings.text, self._findings.passages(start, end), start, end)

    def _waiting(self, start: int, end: int) -> list[Passage]:
        """Return the passages of [start, end) that were not searched yet, in order."""
        return [passage for passage, found in self._findings.findings(start, end) if found is None]

    def _found(self, words: Sequence[WordScore], start: int, end: int) -> Iterator[Flag]:
        return flags(self._findings, self._wordiness, words, self._scaled, start, end)

    def _searched_flags(self, start: int, end: int) -> list[Flag]:
        """Return the flags, however weak, of the passages that overlap [start, end) and were searched."""
        found = [passage for passage, findings in self._findings.findings(start, end) if findings is not None]
        return [flag for passage in found for flag in self._found((), passage.start, passage.end)]
