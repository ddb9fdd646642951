"""Emphasis, links, code, bare addresses and so on within one paragraph, heading or cell, as styles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Protocol

from markdown_it.token import Token

from editor.document.markdown.critic import CriticMark, critic_marks, without_signs
from editor.document.markdown.inline_tokens import located_tokens, with_few_brackets
from editor.document.markdown.spans import StyleSpan

INLINE_REACH = 8_000
"""Code points of one paragraph that are parsed; the rest gets no inline styles."""


_SPECIAL = re.compile(r"[\\`*_\[<&$~{]|://|www\.|@")  # text without any of these is plain
_ADDRESS = re.compile(
    r"""(?<![\w@/.:-]) (?: https?://[^\s<>]+ | www\.[^\s<>.]+\.[^\s<>]+ | [\w.+-]+@[\w-]+(?:\.[\w-]+)+ )""", re.VERBOSE
)
_TRAILING = "?!.,:;*_~'\"”’»)]}"
_OPENING = {")": "(", "]": "[", "}": "{"}
_OPAQUE = frozenset({"code", "link.url", "html", "comment", "math", "critic.comment"})
_PAIRS = {"em_open": "emphasis", "strong_open": "strong", "s_open": "strikethrough"}


class Link(NamedTuple):
    """A link, image or footnote reference: [start, end) with its marks, and its text or label without them.

    `target` is the address with entities and escapes resolved; for a footnote, its label.
    """

    kind: Literal["link", "image", "footnote"]
    start: int
    end: int
    text_start: int
    text_end: int
    target: str


class Inline(NamedTuple):
    """The contents of a text, in code points: spans by start, longer ones first, and links in order."""

    spans: tuple[StyleSpan, ...] = ()
    links: tuple[Link, ...] = ()


class References(Protocol):
    """Looks up labels for the parser; None or False if undefined. Labels are normalised."""

    def link(self, label: str) -> str | None: ...

    def has_footnote(self, label: str) -> bool: ...


class _ReferenceMap(Mapping[str, dict[str, str]]):
    """References in the form that markdown-it expects."""

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


def is_plain(text: str) -> bool:
    """Return True if a text has no characters that may be markup."""
    return _SPECIAL.search(text) is None


def parse_inline(text: str, references: References) -> Inline:
    """Return the styles and links in a text without block markup; anything beyond the reach is ignored."""
    text = with_few_brackets(text[:INLINE_REACH])
    if is_plain(text):
        return Inline()
    found = _Found(text)
    marks = list(critic_marks(text))
    for mark in marks:
        found.add_critic(mark)
    for token in located_tokens(
        without_signs(text, marks) if marks else text, _ReferenceMap(references), references.has_footnote
    ):
        found.add(token)
    found.add_addresses()
    return Inline(tuple(sorted(found.spans, key=lambda span: (span.start, -span.end))), tuple(found.links))


class _Found:
    """Spans and links, collected token by token."""

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
        """Add emphasis and similar. For `**`, the tokens are the second mark before the text and the first after it."""
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
        """Add a link or image: its mark, its text, and its address, which recedes too."""
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
            elif token.content != token.markup:  # otherwise the backslash is literal
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
        """Add text between marks that recede."""
        self.spans.append(StyleSpan(scope[0], start, "markup", True, scope))
        self.spans.append(StyleSpan(start, end, kind))
        self.spans.append(StyleSpan(end, scope[1], "markup", True, scope))

    def add_critic(self, mark: CriticMark) -> None:
        """Add the spans that are marked as changed or commented on, and their markup, which recedes."""
        scope = mark.start, mark.end
        self.spans += [StyleSpan(start, end, "markup", True, scope) for start, end in mark.signs]
        kinds = ["critic.deletion", "critic.addition"] if mark.kind == "substitution" else [f"critic.{mark.kind}"]
        for kind, (start, end) in zip(kinds, mark.texts, strict=True):
            if start < end:
                self.spans.append(StyleSpan(start, end, kind))

    def add_addresses(self) -> None:
        """Add bare addresses in the text (as in GitHub Flavored Markdown, 6.9)."""
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
    """Return the end of an address without trailing punctuation, but with closing brackets that it opened."""
    end = len(address)
    while end and address[end - 1] in _TRAILING:
        last = address[end - 1]
        if last in _OPENING and address.count(_OPENING[last], 0, end) >= address.count(last, 0, end):
            break
        end -= 1
    return end
