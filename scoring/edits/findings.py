"""The findings of the edit search, filed under what they depend on.

Findings about a passage depend on its text and on which of its words were searched, on nothing else. So they equal
those of a fresh session, whatever happened before; an edit elsewhere leaves them alone, and undoing one brings them
back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from scoring.edits.search import EditSearch, Search
from scoring.edits.trials import Findings

Suspects = tuple[int, ...]
"""Where the words to search start, in code points of their passage, in order."""
_Key = tuple[str, Suspects, bool]
Found = tuple[_Key, list[Findings]]
"""Findings, and what they are about."""


class FindingsStore:
    """Keeps findings, and searches for missing ones.

    Args:
        search: runs the model.
    """

    def __init__(self, search: EditSearch) -> None:
        self._search = search
        self._found: dict[_Key, list[Findings]] = {}
        self._running: tuple[_Key, Search] | None = None

    def find(self, text: str, suspects: Suspects, *, all_edits: bool = False) -> list[Findings] | None:
        """Return the findings about some words of a passage, in order; None where they were not searched yet. For
        `all_edits` see `EditSearch.run`."""
        return self._found.get((text, suspects, all_edits)) if suspects else []

    def step(self, text: str, suspects: Suspects, *, all_edits: bool = False) -> int | None:
        """Do one forward pass towards the findings about some words of a passage.

        Returns:
            The number of tokens in it; None once the findings are there.
        """
        key = text, suspects, all_edits
        if key in self._found or not suspects:
            return None
        if self._running is None or self._running[0] != key:
            self._running = key, self._search.run(text, suspects, all_edits=all_edits)
        try:
            return next(self._running[1])
        except StopIteration as done:
            self._running = None
            self._found[key] = done.value
            return None
        except BaseException:  # an engine that doesn't answer; the search can't go on where it was
            self._running = None
            raise

    def run(self, text: str, suspects: Suspects, *, all_edits: bool = False) -> Iterator[int]:
        """Search for the findings now; yield the number of tokens in each forward pass."""
        while (tokens := self.step(text, suspects, all_edits=all_edits)) is not None:
            yield tokens

    def known(self, texts: Collection[str]) -> list[Found]:
        """Return what was found about passages with these texts, for `restore`."""
        return [(key, found) for key, found in self._found.items() if key[0] in texts]

    def restore(self, known: Iterable[Found]) -> None:
        """Take up what `known` returned."""
        self._found.update(known)

    def forget_old(self, most: int) -> None:
        """Forget the oldest findings where there are more than `most` passages."""
        for key in list(self._found)[: max(0, len(self._found) - most)]:
            del self._found[key]

    def leave(self) -> None:
        """Free the memory that only further typing needs."""
        self._running = None
        self._search.forget()
