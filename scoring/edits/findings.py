"""The findings of the edit search about a document, passage by passage.

Findings are filed under the text of a passage and its context (see `scoring.language.passages`). So they equal those of
a fresh session, whatever happened before; an edit elsewhere leaves them alone, and undoing one brings them back.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.edits.search import BATCH, SMALL_BATCH, EditSearch, Search
from scoring.edits.trials import Findings
from scoring.language.passages import Passage, Passages

_SPARE = 256
"""The number of passages of earlier texts that are remembered besides those of the present one."""

_AHEAD = 16
"""The number of code points that must have been written before a search ahead is worth its passes."""

_Key = tuple[str, int]


def joined(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Return the smallest range of code points that contains both; an empty one counts for nothing."""
    both = [own for own in (one, other) if own[0] < own[1]]
    return (min(low for low, _ in both), max(high for _, high in both)) if both else (0, 0)


class FindingsStore:
    """Keeps the findings of a document, and searches for the missing ones.

    Args:
        search: runs the model.
        text: the document.

    Attributes:
        text: the document's present text.
    """

    def __init__(self, search: EditSearch, text: str) -> None:
        self._search = search
        self.text = text
        self._passages = Passages(text)
        self._found: dict[_Key, list[Findings]] = {}
        self._looked_up: dict[tuple[_Key, int], list[Findings]] = {}
        self._waiting: list[Passage] | None = None
        self._running: tuple[Passage, Search] | None = None
        self._early: tuple[_Key, list[Findings]] | None = None
        self._ahead: Search | None = None
        self._turned = (0, 0)
        self._written = (0, 0)  # the code points searched ahead so far

    def edit(self, text: str, start: int, end: int, length: int) -> None:
        """Follow an edit: `length` code points replaced [start, end), and the text is now `text`. Stops the search."""
        self.text = text
        turned = [
            at if at <= start else start + length if at <= end else at + length - (end - start) for at in self._turned
        ]
        self._turned = joined((turned[0], turned[1]), self._passages.edit(text, start, end, length))
        self._waiting = self._running = None
        if start < self._written[1]:
            self._ahead, self._written = None, (0, 0)

    def _missing(self) -> list[Passage]:
        """Return the passages that were not searched yet, the last one first."""
        if self._waiting is None:
            passages = list(self._passages)
            if len(self._found) > 2 * len(passages) + _SPARE:
                present = {self._key(passage) for passage in passages}
                self._found = {key: found for key, found in self._found.items() if key in present}
            self._waiting = [passage for passage in passages if self._key(passage) not in self._found][::-1]
        while self._waiting and self._key(self._waiting[-1]) in self._found:
            self._waiting.pop()
        return self._waiting

    def wanted(self, start: int, end: int, later: tuple[int, int] = (0, 0)) -> Passage | None:
        """Return the first passage of [start, end) that was not searched yet; those that overlap `later` come last."""
        missing = [p for p in self._passages.overlapping(start, end) if self._key(p) not in self._found]
        return min(missing, key=lambda p: p.start < later[1] and later[0] < p.end, default=None)

    def first_wanted(self) -> Passage | None:
        """Return the first passage of the document that was not searched yet."""
        missing = self._missing()
        return missing[-1] if missing else None

    def wanted_last(self, start: int, end: int) -> Passage | None:
        """Return the last passage of [start, end) that was not searched yet."""
        found = reversed(self._passages.overlapping(start, end))
        return next((passage for passage in found if self._key(passage) not in self._found), None)

    def step(self, passage: Passage) -> tuple[int, tuple[int, int]]:
        """Do one forward pass for `passage`.

        Returns:
            The number of tokens in it, and the code points that have new findings; usually none.
        """
        if self._running is None or self._running[0] != passage:
            self._running = passage, self._search.run(self._content(passage), passage.start - passage.context)
        self._search.batch = BATCH
        if self._ahead is not None:  # its findings are wanted now
            return self._run_ahead(self._ahead), (0, 0)
        try:
            news = next(self._running[1])
        except StopIteration as done:
            self._running = None
            self._found[self._key(passage)] = done.value
            return 0, (passage.start, passage.end)
        if isinstance(news, int):
            return news, (0, 0)
        self._early = self._key(passage), news
        return 0, (passage.start, passage.end)

    def step_ahead(self, position: int) -> int:
        """Do one small forward pass for words further up in the sentence being written at a code point. The findings
        are remembered until the sentence itself is searched.

        Returns:
            The number of tokens in it.
        """
        if self._ahead is None:
            passage = next(iter(self._passages.overlapping(max(0, position - 1), position)), None)
            if passage is None or self._key(passage) in self._found:
                return 0
            end = self.text.rfind(" ", passage.start, position)
            written = self._written[1] if self._written[0] == passage.context else passage.start
            if end - written < _AHEAD:
                return 0
            self._written = passage.context, end
            self._ahead = self._search.run_ahead(self.text[passage.context : end], passage.start - passage.context)
        self._search.batch = SMALL_BATCH
        return self._run_ahead(self._ahead)

    def _run_ahead(self, search: Search) -> int:
        news = next(search, None)
        if news is None:
            self._ahead = None
        return news if isinstance(news, int) else 0

    def take_turned(self) -> tuple[int, int]:
        """Return the code points that edits since the last call turned into prose or into something else, such as a
        code block; their flags are others now, with no search. Usually none."""
        turned, self._turned = self._turned, (0, 0)
        return turned

    def leave(self) -> None:
        """Free the memory that only further typing needs."""
        self._running = self._ahead = None
        self._search.memory.forget_cache()

    def sentence_end(self, position: int) -> int:
        """Return where the passage at a code point ends, without white space; `position` where there is no passage."""
        passage = next(iter(self._passages.overlapping(position, position + 1)), None)
        if passage is None:
            return position
        return max(position, passage.start + len(self.text[passage.start : passage.end].rstrip()))

    def passages(self, start: int, end: int) -> list[Passage]:
        """Return the passages of [start, end), in order."""
        return self._passages.overlapping(start, end)

    def findings(self, start: int, end: int) -> Iterator[tuple[Passage, list[Findings] | None]]:
        """Yield the passages of [start, end), each with its findings; None where it was not searched yet."""
        for passage in self.passages(start, end):
            key = self._key(passage)
            early = self._early[1] if self._early is not None and self._early[0] == key else None
            yield passage, self._found.get(key, early)

    def hinted(self, passage: Passage) -> set[tuple[int, int]]:
        """Return where the words of a passage are that may be flagged before the search: those that can be judged and
        aren't likely to be names."""
        content, start = self._key(passage)
        return {
            (word.start + passage.context, word.end + passage.context)
            for word in self._search.prose(content, start)
            if word.is_judged and (word.is_known or not content[word.start].isupper())
        }

    def complete_findings(self, start: int, end: int) -> tuple[list[tuple[Passage, Findings]], int, tuple[int, int]]:
        """Return the findings about the words that overlap [start, end), with all edits; search for missing ones now.

        Returns:
            The findings, each with its passage; the number of tokens that were run; and the code points that have new
            findings.
        """
        complete, tokens, searched = [], 0, []
        for passage in self._passages.overlapping(start, end):
            low, high = start - passage.context, end - passage.context
            key = self._key(passage)
            found = self._found.get(key)
            if found is None:
                found, cost = self._run(passage, None)
                self._found[key] = found
                searched.append(passage)
                tokens += cost
            known = {finding.word.start: finding for finding in found if finding.complete}
            for word in [word for word in self._search.prose(*key) if word.start < high and word.end > low]:
                if word.start not in known and (key, word.start) not in self._looked_up:
                    if len(self._looked_up) > _SPARE:
                        self._looked_up.clear()
                    self._looked_up[key, word.start], cost = self._run(passage, word.start)
                    tokens += cost
                own = [known[word.start]] if word.start in known else self._looked_up[key, word.start]
                complete += [(passage, finding) for finding in own]
        return complete, tokens, (searched[0].start, searched[-1].end) if searched else (0, 0)

    def _run(self, passage: Passage, only: int | None) -> tuple[list[Findings], int]:
        self._running = None
        self._search.batch = BATCH
        text, start = self._content(passage), passage.start - passage.context
        search = self._search.run(text, start) if only is None else self._search.run_one(text, start, only)
        tokens = 0
        while True:
            try:
                news = next(search)
            except StopIteration as done:
                return done.value, tokens
            tokens += news if isinstance(news, int) else 0

    def _content(self, passage: Passage) -> str:
        """Return the text of a passage and its context, without blanks at the end: a blank or a new line after a
        sentence must not make its findings invalid."""
        return self.text[passage.context : passage.end].rstrip()

    def _key(self, passage: Passage) -> _Key:
        return self._content(passage), passage.start - passage.context
