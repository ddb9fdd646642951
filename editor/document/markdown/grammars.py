"""The tree-sitter grammars for fenced code, and the info strings that name them.

An info string comes from the draft: it selects an entry of the table here and imports nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import NamedTuple

from tree_sitter import Language, Query, QueryError

_NAME = re.compile(r"[\s{.]*+([\w#+-]++)")


class _Source(NamedTuple):
    """The location of a grammar: its module and function, and its queries; later ones win.

    `extra` is our own query, placed before them, for things they leave out or name differently.
    """

    module: str
    queries: tuple[tuple[str, str], ...]
    function: str = "language"
    extra: str = ""


def _own(name: str, *, function: str = "language", extra: str = "") -> _Source:
    """Return a grammar that contains its own queries."""
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
"""Kinds of code, by the names that themes use; the first is code without a kind."""

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
"""Names or prefixes of captures → kinds. Others, such as `variable`, have no style."""

_STRENGTH = {"string": 0, "property": 1, "key": 3}
_USUAL_STRENGTH = 2


OPAQUE = 10


class Capture(NamedTuple):
    """The kind that a capture gives its node, as an index in the grammar's kinds, and its strength.

    The stronger of two wins. One of strength OPAQUE also wins over the nodes inside its own.

    Of two equally strong ones, the later pattern wins, as in tree-sitter's own highlighter. `property` is weak because
    some grammars apply it last to all names after a dot, including called methods. `string` is weaker still because all
    keys in YAML are strings too.
    """

    kind: int
    strength: int


class Grammar(NamedTuple):
    """A language, the query for the kinds of its nodes, and the meaning of the query's capture names.

    `kinds` are what captures refer to. `is_afresh`: trees must be parsed from the beginning, for reusing one would give
    another tree.
    """

    language: Language
    query: Query
    captures: dict[str, Capture]
    kinds: Sequence[str] = KINDS
    is_afresh: bool = False


def language_named(info: str) -> str | None:
    """Return our name for the language in an info string; None if we have no grammar for it.

    It understands `Python`, `{.python}`, `python title="x"`, `rust,ignore` and `py:x`.
    """
    name = _NAME.match(info)
    if name is None:
        return None
    language = _ALIASES.get(name[1].lower(), name[1].lower())
    return language if language in _SOURCES else None


_known: dict[str, Grammar | None] = {}  # never cleared: py-tree-sitter 0.26 crashes when a Query is deallocated


def is_loaded(language: str) -> bool:
    """Return True if `load` has been called for a language and is now free."""
    return language in _known


def load(language: str) -> Grammar | None:
    """Return the grammar of a language from `language_named`; None if it isn't installed or is incompatible.

    The first call for a language takes 15 to 60 ms.
    """
    if language not in _known:
        source = _SOURCES[language]
        try:
            module = import_module(source.module)
            grammar = Language(getattr(module, source.function)())
            highlights = [_query_of(*place) for place in source.queries]
            query = Query(grammar, "\n".join([source.extra, *highlights]))
            for pattern in range(query.pattern_count):
                if "local" in query.pattern_assertions(pattern):  # local names aren't tracked here
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
