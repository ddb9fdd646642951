"""Which kind of file a draft is: by its path, its first line, or the language id that an editor calls it by."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from editor.document.markdown.grammars import language_named

Reading = Literal["markdown", "commit", "mail", "asciidoc", "grammar", "comments", "none"]


class Kind(NamedTuple):
    """A kind of file.

    Attributes:
        id: the language id that editors use, such as "latex".
        name: its name for the writer.
        reading: how it is read: as Markdown, by a special reader, by a grammar, only its comments, or not at all.
    """

    id: str
    name: str
    reading: Reading


MARKDOWN = Kind("markdown", "Markdown", "markdown")
_PLAIN = Kind("plaintext", "Plain text", "markdown")
_COMMIT = Kind("git-commit", "A commit message", "commit")
_MAIL = Kind("mail", "Mail", "mail")
_LATEX = Kind("latex", "LaTeX", "grammar")
_RST = Kind("rst", "reStructuredText", "grammar")
_ORG = Kind("org", "Org", "grammar")
_TYPST = Kind("typst", "Typst", "grammar")
_HTML = Kind("html", "HTML", "grammar")
_ASCIIDOC = Kind("asciidoc", "AsciiDoc", "asciidoc")
_QUARTO = Kind("quarto", "Quarto", "markdown")
_R_MARKDOWN = Kind("rmarkdown", "R Markdown", "markdown")

_SUFFIXES: Mapping[str, Kind] = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".mdown": MARKDOWN,
    ".mkd": MARKDOWN,
    ".mdx": MARKDOWN,
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".qmd": _QUARTO,
    ".rmd": _R_MARKDOWN,
    ".rst": _RST,
    ".rest": _RST,
    ".tex": _LATEX,
    ".latex": _LATEX,
    ".ltx": _LATEX,
    ".org": _ORG,
    ".adoc": _ASCIIDOC,
    ".asciidoc": _ASCIIDOC,
    ".asc": _ASCIIDOC,
    ".typ": _TYPST,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".eml": _MAIL,
}
PROSE_SUFFIXES = (*_SUFFIXES,)
"""The suffixes of files that are prose with some markup."""

_UNREAD: Mapping[str, str] = {
    ".mediawiki": "MediaWiki",
    ".wiki": "Wikitext",
    ".textile": "Textile",
    ".creole": "Creole",
    ".pod": "Pod",
    ".texi": "Texinfo",
    ".texinfo": "Texinfo",
    ".docbook": "DocBook",
    ".dbk": "DocBook",
    ".rdoc": "RDoc",
    ".ipynb": "A Jupyter notebook",
    ".bib": "BibTeX",
    ".csv": "CSV",
    ".tsv": "TSV",
}
"""Kinds that we can't read, in addition to those that Pygments knows."""

_NAMES: Mapping[str, Kind] = {
    **dict.fromkeys(
        ("COMMIT_EDITMSG", "MERGE_MSG", "TAG_EDITMSG", "SQUASH_MSG", "NOTES_EDITMSG", "EDIT_DESCRIPTION"), _COMMIT
    ),
}
_MAIL_NAMES = ("mutt-*", "neomutt-*", "*.mail")  # of the files that mail programs have edited

_IDS: Mapping[str, Kind] = {
    "": _PLAIN,
    "markdown": MARKDOWN,
    "markdown.mdx": MARKDOWN,
    "mdx": MARKDOWN,
    "pandoc": MARKDOWN,
    "plaintext": _PLAIN,
    "text": _PLAIN,
    "txt": _PLAIN,
    "quarto": _QUARTO,
    "rmarkdown": _R_MARKDOWN,
    "rmd": _R_MARKDOWN,
    "git-commit": _COMMIT,
    "gitcommit": _COMMIT,
    "git commit": _COMMIT,  # Zed
    "commit": _COMMIT,  # Sublime Text
    "jjdescription": _COMMIT,
    "mail": _MAIL,
    "email": _MAIL,
    "latex": _LATEX,
    "tex": _LATEX,
    "plaintex": _LATEX,
    "rst": _RST,
    "restructuredtext": _RST,
    "org": _ORG,
    "asciidoc": _ASCIIDOC,
    "adoc": _ASCIIDOC,
    "typst": _TYPST,
    "html": _HTML,
    "xhtml": _HTML,
}
_OPENINGS: Mapping[str, Kind] = {"<!doctype html": _HTML, "<html": _HTML, "\\documentclass": _LATEX}
_NUMBERED = ".[1-9]"  # Pygments' pattern for man pages fits notes.1 too


def kind_named(language_id: str) -> Kind:
    """Return the kind for an editor's language id; for an unknown id, a kind that isn't read."""
    plain = language_id.lower()
    known = _IDS.get(plain)
    return known or _code(plain) or Kind(plain, language_id, "none")


def kind_of(path: Path | None, first_line: str = "") -> Kind:
    """Return the kind of a file. A file whose name fits no other kind is plain text.

    Args:
        path: its path; None: it has none.
        first_line: the first line of its text.
    """
    name = "" if path is None else path.name
    suffix = Path(name).suffix.lower()
    known = _NAMES.get(name) or _SUFFIXES.get(suffix)
    if known is None and any(fnmatchcase(name, pattern) for pattern in _MAIL_NAMES):
        known = _MAIL
    if known is not None:
        return known
    if suffix in _UNREAD:
        return Kind(suffix[1:], _UNREAD[suffix], "none")
    found = _code(suffix[1:]) or _known_to_pygments(name)
    return found or (_PLAIN if suffix else _by_first_line(first_line))


def _by_first_line(line: str) -> Kind:
    if line.startswith("#!"):
        program = Path(line.removeprefix("#!").replace("/env ", "/").strip().partition(" ")[0]).name
        return _code(program) or Kind("", "A script", "none")
    plain = line.strip().lower()
    return next((kind for opening, kind in _OPENINGS.items() if plain.startswith(opening)), _PLAIN)


def _code(name: str) -> Kind | None:
    """Return the kind of a programming language with a grammar, by its name or suffix."""
    language = language_named(name)
    if language is None or language in ("html", "json"):
        return None
    return Kind(language, _TITLES.get(language, language.capitalize()), "comments")


_TITLES = {"cpp": "C++", "css": "CSS", "javascript": "JavaScript", "php": "PHP", "sql": "SQL", "toml": "TOML"} | {
    "tsx": "TypeScript",
    "typescript": "TypeScript",
    "yaml": "YAML",
}


@cache
def _known_to_pygments(name: str) -> Kind | None:
    from pygments.lexers import get_all_lexers  # only files of other kinds need it

    for title, aliases, patterns, _ in get_all_lexers(plugins=False):
        if any(fnmatchcase(name, pattern) and not pattern.endswith(_NUMBERED) for pattern in patterns):
            return Kind(aliases[0] if aliases else title.lower(), title, "none")
    return None
