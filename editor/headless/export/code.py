"""Fenced code as HTML, with syntax colours."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.common.utils import escapeHtml

from editor.document.markdown.code_text import CodeText
from editor.document.markdown.grammars import language_named, load
from editor.document.markdown.spans import StyleSpan


def highlighted(code: str, name: str, attributes: str) -> str:
    """Return code as HTML, with a span of a `code_class` for each part; "" if its language isn't known.

    Args:
        code: its lines.
        name, attributes: the first word after the fence, and the rest.
    """
    language = language_named(f"{name} {attributes}")
    grammar = None if language is None else load(language)
    if grammar is None:
        return ""
    text = CodeText(grammar)
    rows = code.split("\n")
    text.change(rows)
    text.parse()
    return "\n".join("".join(_row(row, spans)) for row, spans in zip(rows, text.spans(0, len(rows)), strict=True))


def code_class(kind: str) -> str:
    """Return the class for a part of code, from the theme's name for it."""
    return kind.replace(".", "-")


def _row(row: str, spans: tuple[StyleSpan, ...]) -> Iterator[str]:
    reached = 0
    for span in spans:
        yield escapeHtml(row[reached : span.start])
        yield f'<span class="{code_class(span.kind)}">{escapeHtml(row[span.start : span.end])}</span>'
        reached = span.end
    yield escapeHtml(row[reached:])
