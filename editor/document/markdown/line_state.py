"""What one line of Markdown is, and what it leaves open for the line below."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

LineKind = Literal[
    "blank",
    "paragraph",  # also the head of a table and the text of a setext heading, which only the line below tells
    "heading",  # the kind that begins with #
    "underline",  # of a setext heading
    "rule",
    "fence",  # the line that opens or closes fenced code
    "code",  # a line of fenced code
    "indented",  # a line of indented code
    "html",
    "comment",  # a block of HTML that is a comment
    "math",
    "front_matter",
    "table.rule",  # the line below the head of a table
    "table.row",
]

LeafKind = Literal["paragraph", "table", "fence", "html", "comment", "math", "front_matter"]


class Container(NamedTuple):
    """A quote, a list item or a footnote that a line stands in.

    `width` is how many columns the lines below must be indented by to stand in it; 0 for a quote. `is_empty` is an
    item or a footnote that began with a blank line and holds nothing yet.
    """

    kind: Literal["quote", "item", "footnote"]
    width: int = 0
    is_empty: bool = False


class Leaf(NamedTuple):
    """A construct that the line below may go on with.

    Attributes:
        fence: the backticks or tildes that opened fenced code, or the marks around front matter.
        info: what stands behind the fence, as written: `python`.
        indent: columns that the opening fence is indented by.
        columns: cells of the line, if it may be the head of a table, or of the table.
        html: which of the seven kinds of HTML blocks, from 0.
        opening: the text of a paragraph that may so far be nothing but link reference definitions.
    """

    kind: LeafKind
    fence: str = ""
    info: str = ""
    indent: int = 0
    columns: int = 0
    html: int = 0
    opening: str = ""


class Open(NamedTuple):
    """What is open between two lines: all that the reading of the line below depends on."""

    containers: tuple[Container, ...] = ()
    leaf: Leaf | None = None


class Marker(NamedTuple):
    """A mark of structure in front of a line's content: [start, end) in the line, no spaces around it."""

    kind: Literal["quote", "bullet", "number", "footnote", "task", "heading"]
    start: int
    end: int


class LineState(msgspec.Struct, frozen=True):
    """One line. All offsets are code points in the line.

    Attributes:
        kind: what it is.
        containers: the quotes, items and footnotes that it stands in, the outermost first.
        markers: the marks in front of its content, in order.
        content: where the content begins, behind indentation and markers; of code, with the indentation that is code.
        continues: whether it goes on with the paragraph, code, table... of the line above.
        level: of a heading (an underline has it too), 1 to 6, else 0.
        task: whether the task of its item is done; None where there is no task box.
        info: what stands behind an opening fence.
        after: what is open below it.
    """

    kind: LineKind
    containers: tuple[Container, ...] = ()
    markers: tuple[Marker, ...] = ()
    content: int = 0
    continues: bool = False
    level: int = 0
    task: bool | None = None
    info: str = ""
    after: Open = Open()

    @property
    def quote_depth(self) -> int:
        """How many quotes it stands in."""
        return sum(container.kind == "quote" for container in self.containers)

    @property
    def list_depth(self) -> int:
        """How many list items it stands in."""
        return sum(container.kind == "item" for container in self.containers)
