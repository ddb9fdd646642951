"""What a paragraph's text is made of: visible characters, and the emphasis, code and links around them.

Offsets are code points of the text given: the lines of one paragraph, heading or table cell without the markup of the
quotes and lists that they are in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from editor.document.markdown.inline_tokens import located_tokens

SpanKind = Literal["all", "emphasis", "strong", "strikethrough", "code", "link"]

_SPECIAL = re.compile(r"[*_~`\\<\[&$\n]")  # text without any of these is what it looks like
_KINDS: dict[str, SpanKind] = {"em": "emphasis", "strong": "strong", "s": "strikethrough"}


class Leaf(NamedTuple):
    """[start, end) that is seen as `text`; more than one code point where it cannot be cut: an escape, an image.

    `is_text`: it stands for the characters of `text`, so that code could hold them; False for what is drawn otherwise.
    """

    start: int
    end: int
    text: str
    is_text: bool = True

    @property
    def is_blank(self) -> bool:
        return self.text.isspace()

    @property
    def is_break(self) -> bool:
        return self.text == "\n"


@dataclass(frozen=True, slots=True, eq=False)
class InlineSpan:
    """Marks in [start, inner_start) and [inner_end, end), and what lies between them."""

    kind: SpanKind
    start: int
    inner_start: int
    inner_end: int
    end: int
    children: list[Leaf | InlineSpan] = field(default_factory=list)

    def leaves(self, around: frozenset[SpanKind] = frozenset()) -> Iterator[tuple[Leaf, frozenset[SpanKind]]]:
        """Every leaf with the kinds of the spans around it, this one's among them."""
        around |= {self.kind}
        for child in self.children:
            if isinstance(child, Leaf):
                yield child, around
            else:
                yield from child.leaves(around)

    def spans(self) -> Iterator[InlineSpan]:
        """The spans within this one, the outer ones first."""
        for child in self.children:
            if isinstance(child, InlineSpan):
                yield child
                yield from child.spans()


def parse_inline(source: str, references: Iterable[str] = ()) -> InlineSpan:
    """Read a paragraph's text; the outermost span holds all of it. `references` are the labels of defined links."""
    whole = InlineSpan("all", 0, 0, len(source), len(source))
    if not _SPECIAL.search(source):
        whole.children.extend(_characters(source, 0, len(source)))
        return whole
    known = {normalizeReference(label): {"href": "", "title": ""} for label in references}
    tokens = located_tokens(source, known, lambda label: False)
    open_spans = [whole]
    reached = 0
    for start, end, place in sorted(_places(source, tokens), key=lambda one: one[:2]):
        if start < reached:
            continue  # within an autolink or the like
        inside = open_spans[-1]
        inside.children.extend(_characters(source, reached, start))
        reached = end
        if isinstance(place, Leaf):
            inside.children.append(place)
        elif place == "close":
            open_spans.pop()
            closed = InlineSpan(inside.kind, inside.start, inside.inner_start, start, end, inside.children)
            open_spans[-1].children[-1] = closed
        elif place == "code":
            inside.children.append(_code_span(source, start, end))
        else:
            opened = InlineSpan(place, start, end, end, end)
            inside.children.append(opened)
            open_spans.append(opened)
    whole.children.extend(_characters(source, reached, len(source)))
    return whole


def _characters(source: str, start: int, end: int) -> list[Leaf]:
    return [Leaf(place, place + 1, source[place]) for place in range(start, end)]


def _code_span(source: str, start: int, end: int) -> InlineSpan:
    marks = (end - start - len(source[start:end].strip("`"))) // 2
    inner_start, inner_end = start + marks, end - marks
    content = source[inner_start:inner_end].replace("\n", " ")
    if content.strip(" ") and content[0] == content[-1] == " ":  # CommonMark 6.1: these two are no content
        inner_start, inner_end = inner_start + 1, inner_end - 1
    return InlineSpan("code", start, inner_start, inner_end, end, [*_characters(source, inner_start, inner_end)])


_Place = Leaf | SpanKind | Literal["close"]


def _places(source: str, tokens: Iterable[Token]) -> Iterator[tuple[int, int, _Place]]:
    """What stands in [start, end) for all tokens that are not mere text."""
    for token in tokens:
        if "end" not in token.meta:
            continue
        start, end = token.meta["start"], token.meta["end"]
        if token.markup == "autolink":
            yield start, end, Leaf(start, end, source[start:end], is_text=False)
        elif token.type == "link_open":
            yield start, start + 1, "link"
        elif token.type == "link_close":
            yield token.meta["made_at"], end, "close"
        elif token.nesting == 1:
            yield start - (token.tag == "strong"), end, _KINDS[token.tag]
        elif token.nesting == -1:
            yield start, end + (token.tag == "strong"), "close"
        elif token.type == "code_inline":
            yield start, end, "code"
        elif token.type in ("softbreak", "hardbreak"):
            yield start, end, Leaf(start, end, "\n")
        elif token.type == "text_special":
            yield start, end, Leaf(start, end, token.content)
        elif token.type != "text":
            yield start, end, Leaf(start, end, source[start:end], is_text=False)
