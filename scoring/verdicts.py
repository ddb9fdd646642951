"""What the edit search found out about a document, passage by passage.

Findings belong to a text: to that of a passage and its context (see `scoring.passages`). So they are those of a fresh
session, whatever came between; an edit elsewhere leaves them, and one that is undone brings them back.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.edit_search import EditSearch, Findings, Search
from scoring.passages import Passage, Passages

_SPARE = 256
"""Passages of earlier texts that are remembered beside those of the present one."""

_Key = tuple[str, int]


class Verdicts:
    """Keeps the findings of a document, and looks for those that are missing.

    Args:
        search: does the looking.
        text: the document.
    """

    def __init__(self, search: EditSearch, text: str) -> None:
        self._search = search
        self._text = text
        self._passages = Passages(text)
        self._found: dict[_Key, list[Findings]] = {}
        self._looked_up: dict[tuple[_Key, int], list[Findings]] = {}
        self._waiting: list[Passage] | None = None
        self._running: tuple[Passage, Search] | None = None

    def edit(self, text: str, start: int, end: int, length: int) -> None:
        """The code points [start, end) were replaced by `length` others, which gave `text`. Stops the search."""
        self._text = text
        self._passages.edit(text, start, end, length)
        self._waiting = self._running = None

    @property
    def has_work(self) -> bool:
        """Whether a passage was not searched yet."""
        return bool(self._missing())

    def _missing(self) -> list[Passage]:
        """The passages that were not searched yet, the last one first."""
        if self._waiting is None:
            passages = [self._passages[index] for index in range(len(self._passages))]
            if len(self._found) > 2 * len(passages) + _SPARE:
                present = {self._key(passage) for passage in passages}
                self._found = {key: found for key, found in self._found.items() if key in present}
            self._waiting = [passage for passage in passages if self._key(passage) not in self._found][::-1]
        while self._waiting and self._key(self._waiting[-1]) in self._found:
            self._waiting.pop()
        return self._waiting

    def wanted(self, start: int, end: int, later: tuple[int, int]) -> Passage | None:
        """The first passage of [start, end) that was not searched yet; those that overlap `later` come last."""
        missing = [p for p in self._passages.overlapping(start, end) if self._key(p) not in self._found]
        return min(missing, key=lambda p: p.start < later[1] and later[0] < p.end, default=None)

    def step(self, passage: Passage | None = None) -> tuple[int, tuple[int, int]]:
        """Do one forward pass for `passage`, or for the first one that waits; there must be one.

        Returns:
            The number of tokens in it, and the code points about which all is known now; none of them mostly.
        """
        passage = passage or self._missing()[-1]
        if self._running is None or self._running[0] != passage:
            self._running = passage, self._search.run(self._content(passage), passage.start - passage.context)
        try:
            return next(self._running[1]), (0, 0)
        except StopIteration as done:
            self._running = None
            self._found[self._key(passage)] = done.value
            return 0, (passage.start, passage.end)

    def findings(self, start: int, end: int) -> Iterator[tuple[Passage, list[Findings] | None]]:
        """The passages of [start, end), each with its findings; None where it was not searched yet."""
        for passage in self._passages.overlapping(start, end):
            yield passage, self._found.get(self._key(passage))

    def complete_findings(self, start: int, end: int) -> tuple[list[tuple[Passage, Findings]], int, tuple[int, int]]:
        """The findings of the words that overlap [start, end), with all edits; what is missing is looked for now.

        Returns:
            The findings, the number of tokens that were run, and the code points about which all is known only now.
        """
        complete, tokens, searched = [], 0, []
        for passage in self._passages.overlapping(start, end):
            low, high = start - passage.context, end - passage.context
            found = self._found.get(self._key(passage))
            if found is None:
                found, cost = self._run(passage, None)
                self._found[self._key(passage)] = found
                searched.append(passage)
                tokens += cost
            for finding in [f for f in found if f.word.start < high and f.word.end > low]:
                key = self._key(passage), finding.word.start
                if not finding.complete and key not in self._looked_up:
                    if len(self._looked_up) > _SPARE:
                        self._looked_up.clear()
                    self._looked_up[key], cost = self._run(passage, finding.word.start)
                    tokens += cost
                own = [finding] if finding.complete else self._looked_up[key]
                complete += [(passage, f) for f in own if f.word.start == finding.word.start]
        return complete, tokens, (searched[0].start, searched[-1].end) if searched else (0, 0)

    def _run(self, passage: Passage, only: int | None) -> tuple[list[Findings], int]:
        self._running = None
        search, tokens = self._search.run(self._content(passage), passage.start - passage.context, only), 0
        while True:
            try:
                tokens += next(search)
            except StopIteration as done:
                return done.value, tokens

    def _content(self, passage: Passage) -> str:
        return self._text[passage.context : passage.end]

    def _key(self, passage: Passage) -> _Key:
        return self._content(passage), passage.start - passage.context
