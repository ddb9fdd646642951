"""The parts of a paragraph's text: visible characters, and the emphasis, code and links around them.

Offsets are code points of the given text: the lines of one paragraph, heading or table cell, without the markup of
their quotes and lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from editor.document.markdown.inline_tokens import located_tokens, with_few_brackets

SpanKind = Literal["all", "emphasis", "strong", "strikethrough", "code", "link"]

_SPECIAL = re.compile(r"[*_~`\\<\[&$\n]")  # text without any of these is shown as is
_KINDS: dict[str, SpanKind] = {"em": "emphasis", "strong": "strong", "s": "strikethrough"}


class Leaf(NamedTuple):
    """[start, end) shown as `text`; more than one code point if it is indivisible: an escape, an image.

    `is_text`: it represents the characters of `text`, so that code could contain them; False if it is rendered
    otherwise.
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
    """Marks in [start, inner_start) and [inner_end, end), and the children between them."""

    kind: SpanKind
    start: int
    inner_start: int
    inner_end: int
    end: int
    children: list[Leaf | InlineSpan] = field(default_factory=list)

    def leaves(self, around: frozenset[SpanKind] = frozenset()) -> Iterator[tuple[Leaf, frozenset[SpanKind]]]:
        """Yield every leaf with the kinds of the spans around it, including this one's."""
        around |= {self.kind}
        for child in self.children:
            if isinstance(child, Leaf):
                yield child, around
            else:
                yield from child.leaves(around)

    def spans(self) -> Iterator[InlineSpan]:
        """Yield the spans inside this one, outer ones first."""
        for child in self.children:
            if isinstance(child, InlineSpan):
                yield child
                yield from child.spans()


def parse_inline(source: str, references: Iterable[str] = ()) -> InlineSpan:
    """Parse a paragraph's text into one span that covers all of it. `references` are the labels of defined links.

    After very many opening brackets, the rest counts as plain text.
    """
    whole = InlineSpan("all", 0, 0, len(source), len(source))
    if not _SPECIAL.search(source):
        whole.children.extend(_characters(source, 0, len(source)))
        return whole
    known = {normalizeReference(label): {"href": "", "title": ""} for label in references}
    tokens = located_tokens(with_few_brackets(source), known, lambda label: False)
    open_spans = [whole]
    reached = 0
    for start, end, place in sorted(_places(source, tokens), key=lambda one: one[:2]):
        if start < reached:
            continue  # inside an autolink, for example
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
    if content.strip(" ") and content[0] == content[-1] == " ":  # CommonMark 6.1: these two are stripped
        inner_start, inner_end = inner_start + 1, inner_end - 1
    return InlineSpan("code", start, inner_start, inner_end, end, [*_characters(source, inner_start, inner_end)])


_Place = Leaf | SpanKind | Literal["close"]


def _places(source: str, tokens: Iterable[Token]) -> Iterator[tuple[int, int, _Place]]:
    """Yield (start, end, meaning) of all tokens other than plain text."""
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
