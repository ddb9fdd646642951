"""Marks around words that survive a Markdown parser, so that we find the words in its output.

A mark is a few private-use code points that the text doesn't contain. Markdown treats them as letters, so next to a
word they change nothing. Where they still would (in an address), the text is left unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from itertools import chain, islice
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from editor.headless.export.annotations import Annotation

_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))
_DIGITS = 16
_TAG = re.compile("<[^>]*>")


class WordMarks:
    """Marks for the annotations of one text.

    Args:
        text: the text.
        annotations: in order, without overlaps.
    """

    def __init__(self, text: str, annotations: Sequence[Annotation]) -> None:
        used = set(text) | set(unescape(text))
        private = map(chr, chain(*_PRIVATE_USE))
        unused = list(islice((character for character in private if character not in used), _DIGITS + 2))
        # A text that uses all of them isn't annotated.
        self._annotations = annotations if len(unused) == _DIGITS + 2 else ()
        alphabet = "".join(unused) if self._annotations else "\0"
        self._open, self._close, self._digits = alphabet[:1], alphabet[-1:], alphabet[1:-1]
        self._values = {digit: f"{value:x}" for value, digit in enumerate(self._digits)}
        self._any = re.compile(f"[{alphabet}]")
        self._marked = re.compile(f"{self._open}([{self._digits or alphabet}]+)([^{alphabet}<]*){self._close}")
        self._text = text

    def text(self) -> str:
        """Return the text with a mark at both ends of every annotated word."""
        parts, position = [], 0
        for number, annotation in enumerate(self._annotations):
            code = "".join(self._digits[int(digit, 16)] for digit in f"{number:x}")
            word = self._text[annotation.start : annotation.end]
            parts += [self._text[position : annotation.start], self._open, code, word, self._close]
            position = annotation.end
        return "".join([*parts, self._text[position:]])

    def strip(self, text: str) -> str:
        """Return a text without marks."""
        return self._any.sub("", text)

    def parse(self, parser: MarkdownIt) -> tuple[list[Token], dict[str, Any]]:
        """Return the tokens of the text, marked where that changes nothing else, and the environment for rendering."""
        plain_environment: dict[str, Any] = {}
        plain = parser.parse(self._text, plain_environment)
        if not self._annotations:
            return plain, plain_environment
        environment: dict[str, Any] = {"references": _Labels(self)}
        marked = parser.parse(self.text(), environment)
        if [_shape(token) for token in plain] != [_shape(token) for token in marked]:
            return plain, plain_environment
        assert isinstance(parser.renderer, RendererHTML)
        render = parser.renderer.renderInline
        for index, (before, after) in enumerate(zip(plain, marked, strict=True)):
            if before.type != "inline" or before.children is None or after.children is None:
                same = before.content == after.content
            else:
                html = render(after.children, parser.options, environment)
                same = self.strip(html) == render(before.children, parser.options, plain_environment)
            if not same:
                marked[index] = before
        return marked, environment

    def replaced(self, html: str) -> str:
        """Return HTML with the marked words as spans, and their notes as titles."""
        if not self._annotations:
            return html
        parts, position = [], 0
        for tag in _TAG.finditer(html):
            parts += [self._spans(html[position : tag.start()]), self.strip(tag.group())]
            position = tag.end()
        return "".join([*parts, self._spans(html[position:])])

    def _spans(self, text: str) -> str:
        return self.strip(self._marked.sub(self._span, text))

    def _span(self, found: re.Match[str]) -> str:
        annotation = self._annotations[int("".join(self._values[digit] for digit in found[1]), 16)]
        return f'<span class="{class_of(annotation.name)}" title="{escape(annotation.note)}">{found[2]}</span>'


class _Labels(dict[str, Any]):
    """The definitions of link labels; finds a label even with marks in it."""

    def __init__(self, marks: WordMarks) -> None:
        super().__init__()
        self._marks = marks

    def __contains__(self, label: object) -> bool:
        return super().__contains__(self._marks.strip(str(label)))

    def __setitem__(self, label: str, definition: Any) -> None:
        super().__setitem__(self._marks.strip(label), definition)

    def get(self, label: str, default: Any = None) -> Any:
        return super().get(self._marks.strip(label), default)


def class_of(name: str) -> str:
    """Return the HTML classes for a theme's name: those of `flag.surprising` are `flag flag-surprising`."""
    parts = re.sub(r"[^\w.]", "", name, flags=re.ASCII).split(".")
    return " ".join("-".join(parts[: count + 1]) for count in range(len(parts)))


def _shape(token: Token) -> tuple[Any, ...]:
    return token.type, token.tag, token.map, token.info, sorted(token.attrs.items()), token.hidden
