"""The tree-sitter grammars of markup languages, with our queries for what isn't prose in them."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.resources import files
from typing import Any, NamedTuple

from tree_sitter import Language, Query, QueryError

from editor.document.markdown.grammars import OPAQUE, Capture, Grammar

_KINDS = {
    "prose": "",
    "code": "code",
    "opaque": "code",  # with all that is in it
    "comment": "comment",
    "math": "math",
    "url": "link.url",
    "tag": "html",
    "mark": "markup",
    "emphasis": "emphasis",
    "strong": "strong",
    **{f"heading.{level}": f"heading.{level}" for level in range(1, 7)},
}
"""The names of captures in our queries, and the kinds of `StyleSpan` that they mean."""
_NAMES = tuple(_KINDS)


class _Source(NamedTuple):
    """Where a grammar comes from: a module with a function `language`, or the pack's name for it."""

    module: str = ""
    in_pack: str = ""
    is_afresh: bool = False
    more: re.Pattern[str] | None = None


_SOURCES = {
    "html": _Source("tree_sitter_html"),
    "latex": _Source(
        in_pack="latex",
        more=re.compile(r"(?P<code>\\(?:verb|lstinline|mintinline(?:\{\w*\})?)\*?([^\w\s*{]).*?\2)"),
    ),
    "org": _Source(
        "tree_sitter_org",
        more=re.compile(
            r"(?P<html>^\s*\#\+(?i:begin|end)_\w+.*|\\(?:begin|end)\{\w+\*?\})"
            r"|(?P<math>\\\(.*?\\\)|\\\[.*?\\\]|\$\$.+?\$\$|(?<!\w)\$(?=[^\s\d])[^$]*(?<=\S)\$(?!\w))"
        ),
    ),
    # After an edit these two give another tree than a fresh parse: rst often, typst once in some thousand edits.
    "rst": _Source(
        "tree_sitter_rst",
        is_afresh=True,
        more=re.compile(
            r"(?P<link_url><[^<>\s]+>)(?=`_)"
            r"|(?P<table_rule>^\s*(?:\+[-=+]+\+|=+(?: +=+)+|-+(?: +-+)+)\s*$|\|(?=(?:.*\|)?\s*$))"
        ),
    ),
    "typst": _Source(in_pack="typst", is_afresh=True),
}

_known: dict[str, tuple[Grammar, re.Pattern[str] | None] | None] = {}  # never cleared, see `markdown.grammars`


def load(kind: str) -> tuple[Grammar, re.Pattern[str] | None] | None:
    """Return the grammar of a kind of file, and a pattern for what it misses in lines; None if it isn't installed."""
    if kind not in _known:
        source = _SOURCES[kind]
        try:
            language = _language(source)
            query = Query(language, (files(__package__) / "queries" / f"{kind}.scm").read_text("utf-8"))
        except (ImportError, AttributeError, LookupError, OSError, ValueError, QueryError):
            _known[kind] = None
        else:
            captures = {name: Capture(index, OPAQUE if name == "opaque" else 0) for index, name in enumerate(_NAMES)}
            kinds = tuple(_KINDS.values())
            _known[kind] = Grammar(language, query, captures, kinds, source.is_afresh), source.more
    return _known[kind]


def _language(source: _Source) -> Language:
    if source.module:
        return Language(import_module(source.module).language())
    pack: Any = import_module("tree_sitter_language_pack")
    found: Language = pack.get_language(source.in_pack)
    return found
