"""The tree-sitter grammars that fenced code is read with: which there are, and which info string names which.

An info string is the draft's text: it chooses from the table here and imports nothing else.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import NamedTuple

from tree_sitter import Language, Query, QueryError

_NAME = re.compile(r"[\s{.]*+([\w#+-]++)")


class _Source(NamedTuple):
    """Where a grammar is: its module and the function there; its queries, in the order in which they win.

    `extra` says what the queries leave out or say otherwise than we do; it goes before them.
    """

    module: str
    queries: tuple[tuple[str, str], ...]
    function: str = "language"
    extra: str = ""


def _own(name: str, *, function: str = "language", extra: str = "") -> _Source:
    """A grammar that brings its queries along."""
    return _Source(f"tree_sitter_{name}", ((f"tree_sitter_{name}", "highlights.scm"),), function, extra)


_JAVASCRIPT = ("tree_sitter_javascript", "highlights.scm")
_JSX = ("tree_sitter_javascript", "highlights-jsx.scm")
_TYPESCRIPT = ("tree_sitter_typescript", "highlights.scm")

_SOURCES = {
    "bash": _own("bash"),
    "c": _own("c"),
    "cpp": _Source("tree_sitter_cpp", (("tree_sitter_c", "highlights.scm"), ("tree_sitter_cpp", "highlights.scm"))),
    "css": _own("css"),
    "go": _own("go"),
    "html": _own("html"),
    "java": _own("java"),
    "javascript": _Source("tree_sitter_javascript", (_JAVASCRIPT, _JSX)),
    "json": _own("json", extra="(pair key: (string) @key)"),
    "lua": _own("lua"),
    "php": _own("php", function="language_php_only"),
    "python": _own("python"),
    "ruby": _own("ruby"),
    "rust": _own("rust"),
    "sql": _own("sql"),
    "toml": _own("toml", extra="(pair (bare_key) @key) (pair (dotted_key (bare_key) @key))"),
    "tsx": _Source("tree_sitter_typescript", (_JAVASCRIPT, _JSX, _TYPESCRIPT), "language_tsx"),
    "typescript": _Source("tree_sitter_typescript", (_JAVASCRIPT, _TYPESCRIPT), "language_typescript"),
    "yaml": _own("yaml"),
}

_ALIASES = {
    "c++": "cpp",
    "cc": "cpp",
    "cjs": "javascript",
    "console": "bash",
    "cts": "typescript",
    "cxx": "cpp",
    "golang": "go",
    "h": "c",
    "hpp": "cpp",
    "htm": "html",
    "javascriptreact": "javascript",
    "js": "javascript",
    "json5": "json",
    "jsonc": "json",
    "jsx": "javascript",
    "ksh": "bash",
    "mjs": "javascript",
    "mts": "typescript",
    "py": "python",
    "py3": "python",
    "python3": "python",
    "pyi": "python",
    "rb": "ruby",
    "rs": "rust",
    "sh": "bash",
    "shell": "bash",
    "shell-session": "bash",
    "shellscript": "bash",
    "ts": "typescript",
    "typescriptreact": "tsx",
    "yml": "yaml",
    "zsh": "bash",
}

KINDS = (
    "",
    "syntax.keyword",
    "syntax.string",
    "syntax.comment",
    "syntax.number",
    "syntax.constant",
    "syntax.function",
    "syntax.type",
    "syntax.property",
    "syntax.attribute",
    "syntax.tag",
    "syntax.operator",
    "syntax.punctuation",
)
"""What code can be, by the names that themes use; the first is code that is nothing in particular."""

_KIND_OF = {
    "attribute": "attribute",
    "boolean": "constant",
    "character": "string",
    "comment": "comment",
    "conditional": "keyword",
    "constant": "constant",
    "constructor": "type",
    "delimiter": "punctuation",
    "embedded": "",
    "escape": "constant",
    "field": "property",
    "float": "number",
    "function": "function",
    "key": "property",
    "keyword": "keyword",
    "label": "attribute",
    "method": "function",
    "module": "type",
    "namespace": "type",
    "number": "number",
    "operator": "operator",
    "preproc": "keyword",
    "property": "property",
    "punctuation": "punctuation",
    "repeat": "keyword",
    "storageclass": "keyword",
    "string": "string",
    "string.escape": "constant",
    "tag": "tag",
    "type": "type",
    "type.qualifier": "keyword",
    "variable.builtin": "constant",
    "variable.member": "property",
    "variable.parameter": "",
}
"""Names of captures, or what they begin with → kinds. Others, like `variable`, have no look of their own."""

_STRENGTH = {"string": 0, "property": 1, "key": 3}
_USUAL_STRENGTH = 2


class Capture(NamedTuple):
    """What a capture makes of its node: an index in KINDS, and how strong: of two on one node the stronger wins.

    Of two that are equally strong the one of the later pattern does, as in tree-sitter's own highlighter. `property`
    is weak, because some grammars say it last of all names behind a dot, those of methods that are called included;
    `string` is weaker, because all keys of YAML are strings too.
    """

    kind: int
    strength: int


class Grammar(NamedTuple):
    """A language, the query for what its nodes are, and by the names of the query's captures what they make of them."""

    language: Language
    query: Query
    captures: dict[str, Capture]


def language_named(info: str) -> str | None:
    """The language that an info string names, by our own name of it; None where we know of no grammar.

    `Python`, `{.python}`, `python title="x"`, `rust,ignore` and `py:x` are understood.
    """
    name = _NAME.match(info)
    if name is None:
        return None
    language = _ALIASES.get(name[1].lower(), name[1].lower())
    return language if language in _SOURCES else None


_known: dict[str, Grammar | None] = {}  # never emptied: py-tree-sitter 0.26 crashes where a Query is deallocated


def is_loaded(language: str) -> bool:
    """Whether `load` has been called for it, and costs nothing any more."""
    return language in _known


def load(language: str) -> Grammar | None:
    """The grammar of a language that `language_named` gave; None where it isn't installed or is of another make.

    The first call of a language takes 15 to 60 ms.
    """
    if language not in _known:
        source = _SOURCES[language]
        try:
            module = import_module(source.module)
            grammar = Language(getattr(module, source.function)())
            highlights = [_query_of(*place) for place in source.queries]
            query = Query(grammar, "\n".join([source.extra, *highlights]))
            for pattern in range(query.pattern_count):
                if "local" in query.pattern_assertions(pattern):  # which names are local nobody here looks up
                    query.disable_pattern(pattern)
        except (ImportError, AttributeError, OSError, ValueError, QueryError):
            _known[language] = None
        else:
            names = [query.capture_name(index) for index in range(query.capture_count)]
            captures = {name: capture for name in names if (capture := _capture(name)) is not None}
            _known[language] = Grammar(grammar, query, captures)
    return _known[language]


def _query_of(module: str, file: str) -> str:
    return (files(module) / "queries" / file).read_text("utf-8")


@cache
def _capture(name: str) -> Capture | None:
    known = name
    while known and known not in _KIND_OF:
        known = known.rpartition(".")[0]
    if not known:
        return None
    kind = _KIND_OF[known]
    return Capture(KINDS.index(f"syntax.{kind}" if kind else ""), _STRENGTH.get(name, _USUAL_STRENGTH))
