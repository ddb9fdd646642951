"""Replacing matches one by one: the remaining matches of a search while it is replaced."""

from __future__ import annotations

from editor.document.transaction import Change
from editor.find.search import Found, Matches


class ReplacePass:
    """The matches of one search that remain while they are replaced.

    They are those of the text before the first replacement, so that single steps have the same result as replacing all:
    replacement text isn't searched, and an empty match is stepped over.

    Args:
        found: the search and its matches.
        text: the searched text.
        within: the searched part; None: all of it.
        newline: how the document ends a line.
    """

    def __init__(self, found: Found, text: str, within: tuple[int, int] | None, newline: str) -> None:
        self.found = found
        self._search, self._text, self._within, self._newline = found.search, text, within, newline
        self._left = list(range(len(found.matches)))  # indices in the text as it was
        self._template: str | None = None
        self._texts: list[str] = []

    def changes(self, template: str) -> tuple[Change, ...]:
        """Return the changes that replace all remaining matches. Raises TimeoutError."""
        texts = self._replacements(template)
        places = zip(self._left, self.found.matches, strict=True)
        return tuple(Change(start, end, texts[index]) for index, (start, end) in places)

    def change(self, index: int, template: str) -> Change:
        """Return the change that replaces one of the remaining matches. Raises TimeoutError."""
        return Change(*self.found.matches[index], self._replacements(template)[self._left[index]])

    def made(self, index: int, longer: int) -> Matches:
        """Note a change as made, with the growth of the text, and return the remaining matches."""
        remaining = Matches()
        for number, (start, end) in enumerate(self.found.matches):
            if number != index:
                shift = longer if number > index else 0
                remaining.append(start + shift, end + shift)
        del self._left[index]
        self.found = Found(self._search, remaining)
        return remaining

    def _replacements(self, template: str) -> list[str]:
        if self._template != template:
            made = self._search.replacements(self._text, self._within, template, self._newline)
            self._template, self._texts = template, [change.text for change in made]
        return self._texts
