"""What a paragraph's text is made of: visible characters, and the emphasis, code and links around them.

The reading is markdown-it's, which follows CommonMark and GitHub's strikethrough; it tells no places, so its rules are
watched while they run. Offsets are code points of the text given: the lines of one paragraph, heading or table cell
without the markup of the quotes and lists that they are in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

SpanKind = Literal["all", "emphasis", "strong", "strikethrough", "code", "link"]

_SPECIAL = re.compile(r"[*_~`\\<\[&$\n]")  # text without any of these is what it looks like
_KINDS: dict[str, SpanKind] = {"em": "emphasis", "strong": "strong", "s": "strikethrough", "link": "link"}


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
    state = _WatchedState(source, _parser(), {"references": known}, [])
    state.md.inline.tokenize(state)
    for rule in state.md.inline.ruler2.getRules(""):
        rule(state)
    open_spans = [whole]
    reached = 0
    for start, end, place in sorted(state.places(), key=lambda one: one[:2]):
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


class _WatchedState(StateInline):
    """A parser's state that remembers where in the source each of its tokens comes from."""

    def __init__(self, src: str, md: MarkdownIt, env: dict[str, object], tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self._seen: list[tuple[int, int, Token]] = []

    def watch(self, name: str, rule: Callable[[StateInline, bool], bool]) -> bool:
        """Run a rule that is to make tokens."""
        start, count = self.pos, len(self.tokens)
        if not rule(self, False):
            return False
        end, made = self.pos, self.tokens[count:]
        if name in ("emphasis", "strikethrough"):
            for token in reversed(made):
                if end == start:
                    break  # before it is plain text that waited
                self._seen.append((end - len(token.content), end, token))
                end -= len(token.content)
        elif name == "link":
            opening = next(token for token in made if token.type == "link_open")
            self._seen.append((start, start + 1, opening))
            self._seen.append((made[-1].meta["label_end"], end, made[-1]))
        elif name == "autolink":
            self._seen.append((start, end, Token("autolink", "", 0, content=self.src[start:end])))
        elif made and name not in ("text", "linkify"):
            self._seen.append((start, end, made[-1]))
        return True

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        if ttype == "link_close":
            token.meta["label_end"] = self.pos
        return token

    def places(self) -> Iterator[tuple[int, int, _Place]]:
        """What the tokens have become, now that it is known which signs of emphasis are pairs."""
        for start, end, token in self._seen:
            if token.type.endswith("_open"):
                yield start - (token.tag == "strong"), end, _KINDS[token.tag if token.tag != "a" else "link"]
            elif token.type.endswith("_close"):
                yield start, end + (token.tag == "strong"), "close"
            elif token.type == "code_inline":
                yield start, end, "code"
            elif token.type in ("softbreak", "hardbreak"):
                yield start, end, Leaf(start, end, "\n")
            elif token.type == "text_special":
                yield start, end, Leaf(start, end, token.content)
            elif token.type != "text":
                yield start, end, Leaf(start, end, self.src[start:end], is_text=False)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"strikethrough_single_tilde": True}).enable("strikethrough")
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    ruler = parser.inline.ruler
    for name, rule in zip(ruler.get_active_rules(), ruler.getRules(""), strict=True):
        ruler.at(name, _watched(name, rule))
    parser.inline.ruler2.disable("fragments_join")  # it would make new tokens of those that were watched
    return parser


def _watched(name: str, rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def run(state: StateInline, silent: bool) -> bool:
        if silent or not isinstance(state, _WatchedState):  # looking ahead, or within an image
            return rule(state, silent)
        return state.watch(name, rule)

    return run
