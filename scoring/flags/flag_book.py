"""What is to be said of the words of one document: by the edits that were tried, by what was found out before the last
edits, by surprisal, by rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scoring.edits.findings import FindingsStore
from scoring.edits.search import EditSearch
from scoring.flags.flagging import DEFAULT_THRESHOLD, flags, shorter, suggestions
from scoring.flags.standing_flags import StandingFlags
from scoring.language.english import english
from scoring.language.english_wordiness import english_shortener
from scoring.language.passages import CONTEXT, Passage
from scoring.language.prose import is_name_elsewhere
from scoring.language.wordiness import LEAST_SURE, Shortening, Wordiness
from scoring.model.model import Model
from scoring.protocol import MOST_NATS, Flag, Suggestion, WordScore

WordScores = Callable[[int, int], list[WordScore]]


class FlagBook:
    """Keeps what is known of a document's words while it is edited.

    Args:
        model: tries the edits.
        text: the document.
        max_length: most tokens that are run for a passage.
    """

    def __init__(self, model: Model, text: str, max_length: int) -> None:
        self._model = model
        self._text = text
        self._verdicts = FindingsStore(EditSearch(model, english, max_length), text)
        self._standing = StandingFlags()
        self._wordiness = Wordiness(english_shortener)

    def edit(self, text: str, start: int, end: int, replacement: str) -> None:
        """The code points [start, end) were replaced, which gave `text`. Stops the search."""
        searched = list(self._searched_flags(max(0, start - 1), min(len(self._text), end + CONTEXT)))
        self._standing.edit(searched, start, end, replacement)
        self._text = text
        self._verdicts.edit(text, start, end, len(replacement))

    # -- trying edits --------------------------------------------------------------------------------------------------

    @property
    def has_work(self) -> bool:
        """Whether there are edits to be tried anywhere."""
        return self._verdicts.has_work

    def wanted(self, start: int, end: int, later: tuple[int, int] = (0, 0)) -> Passage | None:
        """The first passage of [start, end) where edits are to be tried; those that overlap `later` come last."""
        return self._verdicts.wanted(start, end, later)

    def wanted_last(self, start: int, end: int) -> Passage | None:
        """The last passage of [start, end) where edits are to be tried."""
        return self._verdicts.wanted_last(start, end)

    def step(self, passage: Passage | None) -> tuple[int, tuple[int, int]]:
        """Do one forward pass for a passage, or for the first one that waits; there must be one.

        Returns:
            The number of tokens in it, and the code points about which all is known now; none of them mostly.
        """
        tokens, found = self._verdicts.step(passage)
        self._standing.drop(*found)
        return tokens, found

    def step_ahead(self, position: int) -> int:
        """Do one small forward pass for the sentence being written at a code point; see `FindingsStore.step_ahead`.

        Returns:
            The number of tokens in it.
        """
        return self._verdicts.step_ahead(position)

    def leave(self) -> None:
        """Give back the memory that only typing on needs."""
        self._verdicts.leave()

    # -- what came of it -----------------------------------------------------------------------------------------------

    def flags(self, word_scores: WordScores, threshold: float | None, start: int, end: int) -> list[Flag]:
        """See `Session.flags`; `word_scores` gives the words of a range that have scores."""
        least = DEFAULT_THRESHOLD if threshold is None else threshold
        waiting = [(p.start, p.end) for p, findings in self._verdicts.findings(start, end) if findings is None]
        found = self._flags_found(word_scores, start, end)
        if waiting:
            found = self._standing.over(found, waiting, start, end)
        strong = [flag for flag in found if 0 < flag.strength <= MOST_NATS and flag.strength >= least]
        return [f for f in strong if f.kind != "spelling" or not is_name_elsewhere(self._text, f.start, f.end)]

    def _flags_found(self, word_scores: WordScores, start: int, end: int) -> Iterator[Flag]:
        scaled = self._model.calibration.scaled
        return flags(self._verdicts, self._wordiness, self._text, word_scores, scaled, start, end)

    def _searched_flags(self, start: int, end: int) -> Iterator[Flag]:
        """The flags, however weak, of the passages that overlap [start, end) and were searched."""
        for passage, findings in self._verdicts.findings(start, end):
            if findings is not None:
                yield from self._flags_found(lambda start, end: [], passage.start, passage.end)

    def suggest(
        self, word_scores: WordScores, start: int, end: int, k: int
    ) -> tuple[list[Suggestion], int, tuple[int, int]]:
        """See `Session.suggest`; besides, the tokens that were run and the code points about which all is known only
        now."""
        found, tokens, searched = self._verdicts.complete_findings(start, end)
        edits = [edit for passage, finding in found for edit in suggestions(finding, passage.context, k)][:k]
        shorter_ones = [edit for wording in self.wordings(start, end) for edit in shorter(wording)]
        is_wordy = any(flag.kind == "wordiness" for flag in self.flags(word_scores, LEAST_SURE, start, end))
        return ([*shorter_ones, *edits] if is_wordy else [*edits, *shorter_ones])[:k], tokens, searched

    def wordings(self, start: int, end: int) -> list[Shortening]:
        """The wordings that could be shorter, among those that overlap the code points [start, end), in order."""
        return self._wordiness.overlapping(self._text, self._verdicts.passages(start, end), start, end)

    def sentence_end(self, position: int) -> int:
        """Where the sentence of a code point ends, white space left out; `position` where that is none."""
        return self._verdicts.sentence_end(position)
