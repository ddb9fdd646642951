"""What a stretch of a line means, by the names that themes use."""

from __future__ import annotations

from typing import NamedTuple


class StyleSpan(NamedTuple):
    """The stretch [start, end) of a block's text and what it is; spans may lie within others.

    Attributes:
        kind: `heading.1` to `heading.6`, `emphasis`, `strong`, `strong.emphasis`, `strikethrough`, `code`,
            `code.block`, `link.text`, `link.url`, `image`, `footnote`, `math`, `html`, `comment`, `escape`, `entity`,
            `quote`, `quote.bar`, `list.marker`, `task.open`, `task.done`, `rule`, `table.head`, `table.cell`,
            `table.rule`, `front_matter`, `syntax.keyword` and its like within code (see `grammars`), and `markup` for
            marks that only say what the text beside them is.
        recedes: a mark that live preview hides; all others stay to be seen.
        scope: of a mark that recedes, the stretch [start, end) of the block that it is a mark of, all its marks
            included: a caret in it brings the marks back.
    """

    start: int
    end: int
    kind: str
    recedes: bool = False
    scope: tuple[int, int] = (0, 0)

    def within(self, start: int, end: int, distance: int) -> StyleSpan:
        """The part that lies in [start, end), moved by `distance`."""
        first, last, scope = max(self.start, start), min(self.end, end), self.scope
        if self.recedes:
            scope = max(scope[0], start) + distance, min(scope[1], end) + distance
        return StyleSpan(first + distance, last + distance, self.kind, self.recedes, scope)


NO_PROSE = frozenset(
    {"code", "code.block", "link.url", "html", "comment", "math", "front_matter", "entity", "rule", "table.rule"}
)
"""Kinds whose text is not written in a language: no word in it can be wrong."""
