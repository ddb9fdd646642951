"""The meaning of a stretch of a line, by the names that themes use."""

from __future__ import annotations

from typing import NamedTuple


class StyleSpan(NamedTuple):
    """The stretch [start, end) of a block's text and its kind; spans may be nested.

    Attributes:
        kind: `heading.1` to `heading.6`, `emphasis`, `strong`, `strong.emphasis`, `strikethrough`, `code`,
            `code.block`, `link.text`, `link.url`, `image`, `footnote`, `math`, `html`, `comment`, `escape`, `entity`,
            `quote`, `quote.bar`, `list.marker`, `task.open`, `task.done`, `rule`, `table.head`, `table.cell`,
            `table.rule`, `front_matter`, `critic.addition`, `critic.deletion`, `critic.highlight`, `critic.comment`,
            `syntax.keyword` and others in code (see `grammars`), and `markup` for marks that only say what the text
            next to them is.
        recedes: whether it is a mark that live preview hides; all others stay visible.
        scope: of a mark that recedes, the stretch [start, end) of the block that it belongs to, including all its
            marks: a
            caret in it shows the marks.
    """

    start: int
    end: int
    kind: str
    recedes: bool = False
    scope: tuple[int, int] = (0, 0)

    def within(self, start: int, end: int, distance: int) -> StyleSpan:
        """Return the part in [start, end), moved by `distance`."""
        first, last, scope = max(self.start, start), min(self.end, end), self.scope
        if self.recedes:
            scope = max(scope[0], start) + distance, min(scope[1], end) + distance
        return StyleSpan(first + distance, last + distance, self.kind, self.recedes, scope)


NO_PROSE = frozenset(
    {
        *("code", "code.block", "link.url", "html", "comment", "math", "front_matter", "entity", "rule", "table.rule"),
        *("critic.deletion", "critic.comment"),
    }
)
"""Kinds whose text isn't natural language: no word in it can be wrong."""
