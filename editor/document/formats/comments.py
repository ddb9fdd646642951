"""Reads source files: only comments and docstrings are prose, without their marks and tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.resources import files

from tree_sitter import Query

from editor.document.document import Document
from editor.document.formats.tree_reader import TreeReader
from editor.document.markdown.grammars import Capture, Grammar
from editor.document.markdown.grammars import load as load_code
from editor.document.markdown.spans import StyleSpan

_COMMENT = "(comment) @comment"
_BLOCKS = "[(line_comment) (block_comment)] @comment"
_QUERIES = {
    "java": _BLOCKS,
    "rust": _BLOCKS,
    "sql": "[(comment) (marginalia)] @comment",
    "python": (files(__package__) / "queries" / "python.scm").read_text("utf-8"),
}
"""The grammars' own names for comments; most just use this one."""

_OPENING = re.compile(r"""\s*(?:\#+:?|//[/!]*|/\*+!?|\*+/?(?=\s|$|/)|--+|[rRuU]{0,2}(?:\"{3}|'{3}|"|'))?[ \t]*""")
_CLOSING = re.compile(r"""[ \t]*(?:\*+/|\"{3}|'{3}|"|')?\s*$""")
_DIRECTIVE = re.compile(
    r"!|(?:noqa|type:|pragma|pylint|mypy|ruff|fmt|isort|flake8|nosec|region|endregion|eslint|jshint|istanbul|prettier"
    r"|@ts-|tslint|go:|nolint|\+build|clang-format|NOLINT|shellcheck|rubocop|SPDX-|vim?:|-\*-|=\S|include\b|define\b"
    r"|(?:>>>|\.\.\.|\$)\s)"
)
_TAG = re.compile(
    r"(?P<html>(?<![\w`])[@\\](?:param|arg|tparam|throws|exception|property|type|typedef|member|field)\b"
    r"(?:\s*\{[^}]*\})?(?:\s+\[?[\w.$]+[^\s\]]*\]?)?|(?<![\w`])@\w+|\{@\w+[^}]*\}|:\w+(?:[ ]+[\w.*,]+)*:(?=[ \t])"
    r"|^[ \t]*\*{0,2}\w+(?:[ ]\([\w., \[\]|]+\))?:(?=\s)(?<=[a-z_)]:)|</?[a-z]+[^>]*>)"
    r"|(?P<code>``?[^`]+`?`|\[`?[\w:.]+`?\])|(?P<link_url>https?://\S+)"
)
"""Tags and names of parameters as documentation tools know them, code, addresses."""


def load(language: str) -> Grammar | None:
    """Return the grammar of a programming language, used only to find comments; None if it isn't installed."""
    if language not in _known:
        code = load_code(language)
        query = None if code is None else Query(code.language, _QUERIES.get(language, _COMMENT))
        _known[language] = None if code is None or query is None else Grammar(code.language, query, _CAPTURES, _KINDS)
    return _known[language]


_KINDS = ("", "comment")
_CAPTURES = {"comment": Capture(1, 0)}
_known: dict[str, Grammar | None] = {}  # never cleared, see `markdown.grammars`


class CommentReader(TreeReader):
    """Reads the comments of a source file.

    Args:
        document: the document.
        grammar: from `load`.
    """

    def __init__(self, document: Document, grammar: Grammar) -> None:
        super().__init__(document, grammar)

    def _of_row(self, text: str, spans: Sequence[StyleSpan]) -> Iterable[StyleSpan]:
        position = 0
        for span in spans:
            if span.kind != "comment":
                continue
            if text[position : span.start].strip():
                yield StyleSpan(position, span.start, "code.block")
            yield from _of_comment(text, span.start, span.end)
            position = span.end
        if text[position:].strip():
            yield StyleSpan(position, len(text), "code.block")


def _of_comment(text: str, start: int, end: int) -> Iterable[StyleSpan]:
    """Yield the parts of one row of a comment, [start, end) of the text, that aren't prose."""
    opening = _OPENING.match(text, start, end)
    low = start if opening is None else opening.end()
    if _DIRECTIVE.match(text, low, end):
        yield StyleSpan(start, end, "code.block")
        return
    if low > start:
        yield StyleSpan(start, low, "markup")
    closing = _CLOSING.search(text, low, end)
    high = end if closing is None or text[closing.start() : end].strip() == "" else closing.start()
    if high < end:
        yield StyleSpan(high, end, "markup")
    for match in _TAG.finditer(text[:high], low):
        for kind, found in match.groupdict().items():
            if found:
                yield StyleSpan(*match.span(kind), kind.replace("_", "."))
