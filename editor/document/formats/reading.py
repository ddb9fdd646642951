"""The one place that decides how a document of some kind is read, or why it isn't."""

from __future__ import annotations

from pathlib import Path

from editor.document import Document
from editor.document.formats import comments, grammars
from editor.document.formats.kinds import PROSE_SUFFIXES, Kind, kind_of
from editor.document.formats.line_readers import AsciiDocReader, CommitReader, MailReader
from editor.document.formats.tree_reader import TreeReader
from editor.document.markdown.line_state import LineState, Open
from editor.document.markdown.reader import Reader
from editor.document.markdown.spans import StyleSpan

_MADE = (".html", ".htm", ".xhtml", ".mdx", ".eml", ".asc")
"""Suffixes of files that are usually generated, or not written as prose: they are read only if named."""
_UNREAD = LineState("indented", after=Open())
_LINE_READERS = {"commit": CommitReader, "mail": MailReader, "asciidoc": AsciiDocReader}


class UnreadableKindError(Exception):
    """We can't tell which parts of a kind of file are prose; the message is one line with the kind and the remedy."""


class NoProse(Reader):
    """Reads a document without prose."""

    def scan(self, above: Open, text: str) -> LineState:
        return _UNREAD

    def spans(self, index: int, state: LineState, text: str) -> list[StyleSpan]:
        return [StyleSpan(0, len(text), "code.block")] if text else []


def reader_of(document: Document, kind: Kind, *, with_comments: bool = False) -> Reader | None:
    """Return the reader of a document of some kind; None: it is read as Markdown.

    Args:
        document: the document.
        kind: its kind.
        with_comments: whether to read the comments of source files.

    Raises:
        UnreadableKindError: we can't tell which parts of it are prose.
    """
    if kind.reading == "markdown":
        return None
    if (line_reader := _LINE_READERS.get(kind.reading)) is not None:
        return line_reader()
    if kind.reading == "grammar":
        found = grammars.load(kind.id)
        if found is None:
            raise UnreadableKindError(f"{kind.name} needs its grammar to be read; pip install 'logprose[formats]'")
        return TreeReader(document, *found)
    if kind.reading == "comments" and with_comments:
        grammar = comments.load(kind.id)
        if grammar is None:
            raise UnreadableKindError(f"{kind.name} needs its grammar to be read; pip install 'logprose[code]'")
        return comments.CommentReader(document, grammar)
    if kind.reading == "comments":
        raise UnreadableKindError(f"{kind.name} is code; to have its comments read, set scoring.comments = true")
    raise UnreadableKindError(f"{kind.name} isn't a kind of prose that logprose knows")


def found_reader(document: Document, kind: Kind, *, with_comments: bool) -> tuple[Reader | None, str]:
    """Return the reader from `reader_of`, and ""; or a reader for which nothing is prose, and the reason."""
    try:
        return reader_of(document, kind, with_comments=with_comments), ""
    except UnreadableKindError as error:
        return NoProse(), str(error)


def is_readable(suffix: str) -> bool:
    """Return True if files with a suffix, such as ".rst", can be read as prose here."""
    kind = kind_of(Path(f"x{suffix}"))
    return kind.reading not in ("comments", "none") and (
        kind.reading != "grammar" or grammars.load(kind.id) is not None
    )


def written_suffixes() -> tuple[str, ...]:
    """Return the suffixes of files that are written as prose and can be read here."""
    return tuple(suffix for suffix in PROSE_SUFFIXES if suffix not in _MADE and is_readable(suffix))
