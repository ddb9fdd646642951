"""The findings of the edit search, stored by everything they depend on.

Findings about a passage depend only on its text and on which of its words were searched. So they equal those of a fresh
session, whatever happened before: an edit elsewhere doesn't affect them, and undoing an edit brings them back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from scoring.edits.requests import Answer, Request
from scoring.edits.search import EditSearch, Search
from scoring.edits.trials import Findings

Suspects = tuple[int, ...]
"""The starts of the words to search, in code points of their passage, in order."""
_Key = tuple[str, Suspects, bool]
Found = tuple[_Key, list[Findings]]
"""Findings, with the passage and words they are about."""


@dataclass(slots=True)
class _Running:
    """A running search and its latest request."""

    search: Search
    request: Request


class FindingsStore:
    """Keeps findings, and searches for missing ones.

    Args:
        search: runs the model.
    """

    def __init__(self, search: EditSearch) -> None:
        self._search = search
        self._found: dict[_Key, list[Findings]] = {}
        self._running: dict[_Key, _Running] = {}

    def find(self, text: str, suspects: Suspects, *, all_edits: bool = False) -> list[Findings] | None:
        """Return the findings about some words of a passage, in order; None if they haven't been searched yet. For
        `all_edits` see `EditSearch.run`."""
        return self._found.get((text, suspects, all_edits)) if suspects else []

    def step(self, wanted: Sequence[tuple[str, Suspects]], *, all_edits: bool = False) -> int:
        """Do one forward pass towards the findings about some words in each of several passages.

        A search that a call for other passages interrupts starts again later. Use `find` to get the findings.

        Returns:
            The number of tokens in the pass.
        """
        missing = (one for one in wanted if self.find(*one, all_edits=all_edits) is None)
        keys = list(dict.fromkeys((*one, all_edits) for one in missing))
        self._running = {key: self._running[key] for key in keys if key in self._running}
        try:
            for key in keys:
                if key not in self._running:
                    search = self._search.run(key[0], key[1], all_edits=all_edits)
                    self._go_on(key, search, None)
            requests = [one.request for one in self._running.values()]
            answers = self._search.answer(requests)
            for (key, one), answer in zip(list(self._running.items()), answers, strict=True):
                self._go_on(key, one.search, answer)
        except BaseException:  # the engine doesn't answer; the searches can't continue
            self._running.clear()
            raise
        return sum(request.tokens for request in requests)

    def _go_on(self, key: _Key, search: Search, answer: Answer) -> None:
        """Run a search until its next request or its end."""
        try:
            self._running[key] = _Running(search, search.send(answer))
        except StopIteration as done:
            self._running.pop(key, None)
            self._found[key] = done.value

    def run(self, text: str, suspects: Suspects, *, all_edits: bool = False) -> Iterator[int]:
        """Search for the findings now; yield the number of tokens in each forward pass."""
        while self.find(text, suspects, all_edits=all_edits) is None:
            yield self.step([(text, suspects)], all_edits=all_edits)

    def known(self, texts: Collection[str]) -> list[Found]:
        """Return the findings about passages with these texts, for `restore`."""
        return [(key, found) for key, found in self._found.items() if key[0] in texts]

    def restore(self, known: Iterable[Found]) -> None:
        """Add the findings that `known` returned."""
        self._found.update(known)

    def forget_old(self, most: int) -> None:
        """Forget the oldest findings if there are more than `most` passages."""
        for key in list(self._found)[: max(0, len(self._found) - most)]:
            del self._found[key]

    def leave(self, kept: int = 0) -> None:
        """Free memory that is only needed while the writer types, except for that of the latest `kept` searches."""
        self._running.clear()
        self._search.forget(kept)
