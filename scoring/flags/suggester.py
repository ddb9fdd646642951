"""Suggests edits where a writer asks for them: what the search doesn't know there yet, it finds out now."""

from __future__ import annotations

import numpy as np

from scoring.edits.findings import FindingsStore
from scoring.edits.search import EditSearch
from scoring.edits.synonym_search import best_synonyms
from scoring.edits.trials import Findings
from scoring.flags.flag_book import FlagBook
from scoring.flags.review import Reading, Review
from scoring.language.passages import Passage, joined
from scoring.protocol import Suggestion
from scoring.windows.document_scores import DocumentScores
from scoring.windows.stats import Stats

_Range = tuple[int, int]


class Suggester:
    """Suggests edits of words and shorter wordings.

    Args:
        scores: of the document.
        review: reads its passages.
        flag_book: orders edits, and knows the wordings.
        search: tries edits.
        findings: of that search.
        stats: where the cost is added.
    """

    def __init__(
        self,
        scores: DocumentScores,
        review: Review,
        flag_book: FlagBook,
        search: EditSearch,
        findings: FindingsStore,
        stats: Stats,
    ) -> None:
        self._scores = scores
        self._review = review
        self._flag_book = flag_book
        self._search = search
        self._findings = findings
        self._stats = stats

    def suggest(self, start: int, end: int, k: int) -> tuple[list[Suggestion], _Range]:
        """Return what `Session.suggest` does, and the code points that have new scores or flags for it."""
        turned = 0, 0
        of_rules = [edit for flag in self._flag_book.ruled(start, end) for edit in flag.suggestions]
        known = {(edit.start, edit.end, edit.replacement) for edit in of_rules}
        edits: list[Suggestion] = of_rules
        for passage in self._review.passages(start, end):
            scored = self._score(passage)
            reading = self._review.read(passage)
            findings, searched = self._searched(reading, start, end)
            found = self._flag_book.suggestions(reading, findings, start, end)
            edits += [edit for edit in found if (edit.start, edit.end, edit.replacement) not in known]
            turned = joined(joined(turned, scored), searched)
        shorter = self._flag_book.shorter(start, end)
        is_wordy = self._flag_book.is_wordy(start, end)
        return ([*shorter, *edits[:k]] if is_wordy else [*edits[:k], *shorter])[:k], turned

    def synonyms(self, start: int, end: int, k: int) -> list[Suggestion]:
        """Return what `Session.synonyms` does."""
        passage = next(iter(self._review.passages(start, end)), None)
        if passage is None:
            return []
        document = self._review.text
        text = document[passage.start : passage.end].rstrip()
        best = best_synonyms(self._search, text, start - passage.start, document[start:end])
        return [
            Suggestion(
                passage.start + gain.edit.start,
                passage.start + gain.edit.end,
                gain.edit.replacement,
                gain.nats,
                "word_choice",
                probability,
            )
            for gain, probability in best[:k]
        ]

    def all_edits(self, reading: Reading, word: int) -> list[Findings]:
        """Try all edits of the word that starts at the code point `word` of a passage; return the findings about it,
        and about the words next to it that such an edit changes."""
        self._stats.tokens_tried += sum(self._findings.run(reading.text, (word,), all_edits=True))
        return self._findings.find(reading.text, (word,), all_edits=True) or []

    def _score(self, passage: Passage) -> _Range:
        """Give the words of a passage any score that they lack; return the code points that have new ones."""
        turned = 0, 0
        first, past = self._scores.tokenized.at(passage.start, passage.end)
        while (outdated := np.flatnonzero(self._scores.book.outdated[first:past])).size:
            scored = self._scores.score_soon(first + int(outdated[0]), first, past)
            self._review.scored(*scored)
            turned = joined(turned, scored)
        return turned

    def _searched(self, reading: Reading, start: int, end: int) -> tuple[list[Findings], _Range]:
        """Return the findings about a passage's suspects and its other words at [start, end), all edits of these; and
        the code points that were searched for it."""
        passage, store = reading.passage, self._findings
        is_known = store.find(reading.text, reading.suspects) is not None
        self._stats.tokens_tried += sum(store.run(reading.text, reading.suspects))
        found = {one.word.start: one for one in store.find(reading.text, reading.suspects) or ()}
        for case in reading.cases:
            is_asked = case.start + passage.start < end and case.end + passage.start > start
            if is_asked and not (case.start in found and found[case.start].is_complete):
                found |= {one.word.start: one for one in self.all_edits(reading, case.start)}
        return list(found.values()), (0, 0) if is_known else (passage.start, passage.end)
