"""Emphasis, links, code and the like within one paragraph, heading or cell.

Parsed by markdown-it's inline rules, which follow CommonMark to the letter; it keeps no positions, so every rule is
wrapped to note on its tokens where it began and ended. Own rules: footnotes, maths and bare addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, Protocol

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from editor.document.markdown.spans import StyleSpan

INLINE_REACH = 8_000
"""Code points of one paragraph that are parsed; what stands behind them gets no inline styles."""

_BRACKET_REACH = 400  # opening brackets that are parsed: what they cost grows with their square

_SPECIAL = re.compile(r"[\\`*_\[<&$~]|://|www\.|@")  # without one of these, a text is plain
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_MATH = re.compile(r"\$\$(?!\$)(?:[^\\$]|\\.|\$(?!\$))+?\$\$|\$(?![\s$])(?:[^\\$]|\\.)*?(?<![\s\\])\$(?!\d)", re.DOTALL)
_ADDRESS = re.compile(
    r"""(?<![\w@/.:-]) (?: https?://[^\s<>]+ | www\.[^\s<>.]+\.[^\s<>]+ | [\w.+-]+@[\w-]+(?:\.[\w-]+)+ )""", re.VERBOSE
)
_TRAILING = "?!.,:;*_~'\"”’»)]}"
_OPENING = {")": "(", "]": "[", "}": "{"}
_OPAQUE = frozenset({"code", "link.url", "html", "comment", "math"})
_BEGINS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "math": "$",
    "strikethrough": "~",
    "emphasis": "*_",
    "footnote": "[",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The characters that each rule is tried at."""

_PAIRS = {"em_open": "emphasis", "strong_open": "strong", "s_open": "strikethrough"}


class Link(NamedTuple):
    """A link, an image or a reference to a footnote: [start, end) with its marks, and its text or label without.

    `target` is an address as written, entities and escapes resolved; of a footnote its label.
    """

    kind: Literal["link", "image", "footnote"]
    start: int
    end: int
    text_start: int
    text_end: int
    target: str


class Inline(NamedTuple):
    """What was found in a text, in its code points: spans by start, the longer first, and links in order."""

    spans: tuple[StyleSpan, ...] = ()
    links: tuple[Link, ...] = ()


class References(Protocol):
    """Where the parser asks what a label is defined as; None where it is not. Labels are normalised."""

    def link(self, label: str) -> str | None: ...

    def has_footnote(self, label: str) -> bool: ...


class _ReferenceMap(Mapping[str, dict[str, str]]):
    """References in the form in which markdown-it looks them up."""

    def __init__(self, references: References) -> None:
        self._references = references

    def __getitem__(self, label: str) -> dict[str, str]:
        target = self._references.link(label)
        if target is None:
            raise KeyError(label)
        return {"href": target, "title": ""}

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Parser(MarkdownIt):
    """markdown-it as this module needs it: any address is a link, and is kept as written."""

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url


class _State(StateInline):
    """A parse that notes on each token where in the text it was made."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta = {"made_at": self.pos}
        return token


_Rule = Callable[[StateInline, bool], bool]


def _located(rule: _Rule, begins: str) -> _Rule:
    """A rule that notes on the tokens it makes which stretch [start, end) of the text they stand for."""

    def parse(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in begins:
            return False
        if silent:
            return rule(state, True)
        if state.pending:
            state.pushPending()
        start, first = state.pos, len(state.tokens)
        if not rule(state, False):
            return False
        position = start
        for token in state.tokens[first:]:
            if "end" in token.meta:  # of a rule within this one
                continue
            if token.type == "text":  # a mark that may turn out to open or close something
                token.meta.update(start=position, end=position + len(token.content))
                position += len(token.content)
            else:
                token.meta.update(start=start, end=state.pos)
        return True

    return parse


def _footnote_rule(state: StateInline, silent: bool) -> bool:
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    label = normalizeReference(match[1])
    if not state.env["footnotes"](label):
        return False
    if not silent:
        state.push("footnote", "", 0).content = label
    state.pos = match.end()
    return True


def _math_rule(state: StateInline, silent: bool) -> bool:
    match = _MATH.match(state.src, state.pos, state.posMax)
    if match is None or state.src[max(state.pos - 1, 0)].isdigit():
        return False
    if not silent:
        state.push("math", "", 0)
    state.pos = match.end()
    return True


def _make_parser() -> _Parser:
    parser = _Parser("commonmark")
    parser.options["maxNesting"] = 100
    parser.options["strikethrough_single_tilde"] = True  # one or two, as on GitHub
    ruler = parser.inline.ruler
    ruler.enable("strikethrough")
    parser.inline.ruler2.enable("strikethrough")
    parser.inline.ruler2.disable("fragments_join")  # would join texts, and all we want of them is where they are
    ruler.before("link", "footnote", _footnote_rule)
    ruler.after("backticks", "math", _math_rule)
    for name, rule in zip(ruler.get_active_rules(), ruler.getRules(""), strict=True):
        if name != "text":
            ruler.at(name, _located(rule, _BEGINS[name]))
    return parser


_parser = _make_parser()


def parse_inline(text: str, references: References) -> Inline:
    """The styles and links in a text without markup of blocks; only what lies within the reach is read."""
    text = text[:INLINE_REACH]
    if text.count("[") > _BRACKET_REACH:
        text = "[".join(text.split("[", _BRACKET_REACH)[:_BRACKET_REACH])
    if not _SPECIAL.search(text):
        return Inline()
    environment = {"references": _ReferenceMap(references), "footnotes": references.has_footnote}
    state = _State(text, _parser, environment, [])
    _parser.inline.tokenize(state)
    for rule in _parser.inline.ruler2.getRules(""):
        rule(state)
    found = _Found(text)
    for token in state.tokens:
        found.add(token)
    found.add_addresses()
    return Inline(tuple(sorted(found.spans, key=lambda span: (span.start, -span.end))), tuple(found.links))


class _Found:
    """Spans and links, gathered token by token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[Token] = []
        self.spans: list[StyleSpan] = []
        self.links: list[Link] = []

    def add(self, token: Token) -> None:
        if token.nesting == 1:
            self._open.append(token)
        elif token.nesting == -1:
            opening = self._open.pop()
            if token.type == "link_close":
                self._add_link(opening, token)
            else:
                self._add_pair(opening, token)
        elif "end" in token.meta:
            self._add_leaf(token, token.meta["start"], token.meta["end"])

    def _add_pair(self, opening: Token, closing: Token) -> None:
        """Emphasis and its like. Of `**`, the tokens are the second mark before the text and the first behind it."""
        start, end = opening.meta["end"], closing.meta["start"]
        scope = start - len(opening.markup), end + len(closing.markup)
        kind = _PAIRS[opening.type]
        others = {_PAIRS.get(token.type) for token in self._open}
        if (kind == "emphasis" and "strong" in others) or (kind == "strong" and "emphasis" in others):
            kind = "strong.emphasis"
        self._add_marked(scope, start, end, kind)

    def _add_link(self, opening: Token, closing: Token) -> None:
        start, end = opening.meta["start"], opening.meta["end"]
        target = str(opening.attrs["href"])
        if opening.markup == "autolink":
            self._add_marked((start, end), start + 1, end - 1, "link.url")
            self.links.append(Link("link", start, end, start + 1, end - 1, target))
        else:
            self._add_target("link", (start, end), start + 1, closing.meta["made_at"], target)

    def _add_target(
        self, kind: Literal["link", "image"], scope: tuple[int, int], text_start: int, text_end: int, target: str
    ) -> None:
        """A link or an image: its mark, its text, and its address, which recedes as well."""
        start, end = scope
        self.spans.append(StyleSpan(start, text_start, "markup", True, scope))
        if text_end > text_start:
            self.spans.append(StyleSpan(text_start, text_end, "link.text" if kind == "link" else "image"))
        self.spans.append(StyleSpan(text_end, end, "link.url", True, scope))
        self.links.append(Link(kind, start, end, text_start, text_end, target))

    def _add_leaf(self, token: Token, start: int, end: int) -> None:
        scope = (start, end)
        if token.type == "code_inline":
            self._add_marked(scope, start + len(token.markup), end - len(token.markup), "code")
        elif token.type == "image":
            text_end = start + 2 + len(token.content)
            self._add_target("image", scope, start + 2, text_end, str(token.attrs["src"]))
        elif token.type == "html_inline":
            kind = "comment" if token.content.startswith("<!--") else "html"
            self.spans.append(StyleSpan(start, end, kind))
        elif token.type == "text_special":
            if token.info == "entity":
                self.spans.append(StyleSpan(start, end, "entity"))
            elif token.content != token.markup:  # else the backslash stands for itself
                self.spans.append(StyleSpan(start, start + 1, "escape", True, scope))
        elif token.type == "hardbreak" and self._text[start] == "\\":
            self.spans.append(StyleSpan(start, start + 1, "escape", True, (start, start + 1)))
        elif token.type == "math":
            marks = 2 if self._text.startswith("$$", start) else 1
            self._add_marked(scope, start + marks, end - marks, "math")
        elif token.type == "footnote":
            self._add_marked(scope, start + 2, end - 1, "footnote")
            self.links.append(Link("footnote", start, end, start + 2, end - 1, token.content))

    def _add_marked(self, scope: tuple[int, int], start: int, end: int, kind: str) -> None:
        """A text between marks that recede."""
        self.spans.append(StyleSpan(scope[0], start, "markup", True, scope))
        self.spans.append(StyleSpan(start, end, kind))
        self.spans.append(StyleSpan(end, scope[1], "markup", True, scope))

    def add_addresses(self) -> None:
        """Addresses that stand in the text without any markup (as in GitHub Flavored Markdown, 6.9)."""
        taken = [(span.start, span.end) for span in self.spans if span.kind in _OPAQUE]
        taken += [(link.start, link.end) for link in self.links]
        for match in _ADDRESS.finditer(self._text):
            start, end = match.start(), _address_end(match[0]) + match.start()
            if any(start < taken_end and taken_start < end for taken_start, taken_end in taken):
                continue
            address = self._text[start:end]
            scheme = "" if "://" in address else "http://" if address.startswith("www.") else "mailto:"
            self.spans.append(StyleSpan(start, end, "link.url"))
            self.links.append(Link("link", start, end, start, end, scheme + address))
        self.links.sort(key=lambda link: link.start)


def _address_end(address: str) -> int:
    """Where an address ends if the punctuation behind it is not counted, closing brackets that were opened are."""
    end = len(address)
    while end and address[end - 1] in _TRAILING:
        last = address[end - 1]
        if last in _OPENING and address.count(_OPENING[last], 0, end) >= address.count(last, 0, end):
            break
        end -= 1
    return end
