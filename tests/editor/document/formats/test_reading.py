"""Which text is prose in every kind of file, also while the writer types."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formats import comments, grammars
from editor.document.formats.kinds import kind_named, kind_of
from editor.document.formats.reading import UnreadableKindError, reader_of
from editor.document.formats.verbatim import Verbatim
from editor.document.markdown.markdown import Markdown
from editor.document.transaction import Change, Transaction
from editor.headless.prose import Prose
from tests.editor.document.formats.samples import SAMPLES, read

_OTHERS = [name for name in SAMPLES if not name.endswith("md")]
"""All kinds except Markdown's relatives, whose extensions the worker knows."""
_WORD = re.compile(r"\w+")
_PIECES = (
    *(
        "x",
        " ",
        "\n",
        "\n\n",
        "word",
        "\\",
        "{",
        "}",
        "$",
        "`",
        "*",
        "_",
        "%",
        "#",
        "<",
        ">",
        "[",
        "]",
        "::\n\n",
        "\n    ",
    ),
    *(
        "----\n",
        "\n// ",
        "/*",
        '"""',
        "=",
        "@",
        "\\begin{verbatim}\n",
        "\\end{verbatim}",
        "#+BEGIN_SRC\n",
        "é漢🙂",
        "-- \n",
    ),
)


@pytest.mark.parametrize("name", _OTHERS)
def test_every_mistake_is_prose_and_nothing_of_the_markup_is(name: str) -> None:
    document, markdown = read(name, SAMPLES[name])
    prose = Prose(document, markdown)
    words = [match.span() for match in _WORD.finditer(document.text)]
    markup = [word for word in words if "xq" in document.slice(*word).lower()]
    mistakes = [word for word in words if document.slice(*word) == "mistaek"]
    assert [document.slice(*word) for word in markup if prose.holds(*word)] == []
    assert mistakes, name
    assert [document.slice(low - 40, high) for low, high in mistakes if not prose.holds(low, high)] == []


def _stretches(document: Document, markdown: Markdown) -> list[list[tuple[int, int, str]]]:
    return [
        [(span.start, span.end, span.kind) for span in markdown.spans(index)] for index in range(len(document.blocks))
    ]


@pytest.mark.parametrize("name", _OTHERS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_after_any_edits_the_prose_equals_that_of_a_freshly_opened_file(name: str, data: st.DataObject) -> None:
    document, markdown = read(name, SAMPLES[name])
    verbatim = Verbatim(document, markdown)
    told = set(_points(verbatim.all() or ()))
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(document)))
        end = min(len(document), start + data.draw(st.sampled_from((0, 0, 0, 1, 3, 40, 400))))
        text = data.draw(st.sampled_from(_PIECES))
        if start == end and not text:
            continue
        document.apply(Transaction((Change(start, end, text),)))
        told = {at for at in told if at < start} | {at + len(text) - (end - start) for at in told if at >= end}
        if (taken := verbatim.take()) is not None:
            low, high, stretches = taken
            told = {at for at in told if not low <= at < high} | set(_points(stretches))
        if data.draw(st.booleans()):
            _stretches(document, markdown)
    fresh, read_fresh = read(name, document.text)
    assert _stretches(document, markdown) == _stretches(fresh, read_fresh)
    assert told == set(_points(Verbatim(fresh, read_fresh).all() or ()))


def _points(stretches: tuple[tuple[int, int], ...]) -> list[int]:
    return [at for low, high in stretches for at in range(low, high)]


@pytest.mark.parametrize("name", ["sample.tex", "sample.rst"])
def test_a_long_draft_is_parsed_when_the_writer_pauses(name: str) -> None:
    document, markdown = read(name, SAMPLES[name] * 100)
    assert not markdown.is_current
    while markdown.advance():
        pass
    at = document.text.rindex("mistaek")
    document.apply(Transaction((Change(at, at, "x"),)))
    markdown.spans(document.block_index(at))
    assert not markdown.is_current, "not between two keys"
    while markdown.advance():
        pass
    fresh, read_fresh = read(name, document.text)
    read_fresh.settle()
    assert _stretches(document, markdown) == _stretches(fresh, read_fresh)


@pytest.mark.parametrize("name", ["a.tex", "a.org", "a.adoc"])
def test_only_the_beginning_of_an_absurdly_long_line_is_parsed(name: str) -> None:
    document, markdown = read(name, "ünë word " * 10_000)
    prose = Prose(document, markdown)
    assert prose.holds(4, 8)
    assert prose.holds(9 * 2_000 + 4, 9 * 2_000 + 8), "positions are code points"
    assert not prose.holds(9 * 9_000 + 4, 9 * 9_000 + 8)


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        *(("a.tex", "% {}"), ("a.rst", ".. {}"), ("a.org", "# {}"), ("a.typ", "/* {} */"), ("a.html", "<!-- {} -->")),
        *(("a.adoc", "// {}"), ("COMMIT_EDITMSG", "# {}"), ("a.py", "# {}"), ("a.rs", "// {}")),
    ],
)
def test_a_comment_switches_flags_off_and_on_in_every_kind(name: str, sign: str) -> None:
    word = sign.format("go") if name in ("a.py", "a.rs") else "go"
    lines = [word, sign.format("logprose off"), word, sign.format("logprose on"), word]
    document, markdown = read(name, "\n\n".join(lines))
    prose = Prose(document, markdown)
    places = [match.span() for match in re.finditer("go", document.text) if prose.takes_flags(*match.span())]
    assert [document.block_index(start) for start, _ in places] == [0, 8]
    start = document.text.index("logprose off")
    document.replace(start, start + 12, "nothing")
    markdown.settle()
    assert prose.takes_flags(*[match.span() for match in re.finditer("go", document.text)][1])


# -- kinds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "line", "kind"),
    [
        ("a.md", "", "markdown"),
        ("a.TXT", "", "plaintext"),
        ("notes", "", "plaintext"),
        ("draft.v2", "", "plaintext"),
        ("notes.1", "", "plaintext"),
        ("a.qmd", "", "quarto"),
        ("a.Rmd", "", "rmarkdown"),
        (".git/COMMIT_EDITMSG", "", "git-commit"),
        ("/tmp/neomutt-host-1000-1", "", "mail"),
        ("a.tex", "", "latex"),
        ("chapter", "\\documentclass{book}", "latex"),
        ("page", "<!DOCTYPE html>", "html"),
        ("tool", "#!/usr/bin/env python3", "python"),
        ("a.rs", "", "rust"),
        ("a.json", "", "json"),
        ("Makefile", "", "make"),
        ("a.mediawiki", "", "mediawiki"),
    ],
)
def test_a_files_kind_follows_its_name(path: str, line: str, kind: str) -> None:
    assert kind_of(Path(path), line).id == kind


@pytest.mark.parametrize(
    ("language", "kind"),
    [
        *(
            ("markdown", "markdown"),
            ("git-commit", "git-commit"),
            ("gitcommit", "git-commit"),
            ("Git Commit", "git-commit"),
            ("commit", "git-commit"),
            ("tex", "latex"),
        ),
        *(("restructuredtext", "rst"), ("plaintext", "plaintext"), ("typescriptreact", "tsx"), ("klingon", "klingon")),
    ],
)
def test_a_language_id_maps_to_the_right_kind(language: str, kind: str) -> None:
    assert kind_named(language).id == kind


@pytest.mark.parametrize(
    ("name", "with_comments", "said"),
    [
        ("a.json", True, "JSON isn't a kind of prose that logprose knows"),
        ("a.wiki", True, "Wikitext isn't a kind of prose that logprose knows"),
        ("a.py", False, "Python is code; to have its comments read, set scoring.comments = true"),
    ],
)
def test_non_prose_is_rejected_by_name(name: str, with_comments: bool, said: str) -> None:
    with pytest.raises(UnreadableKindError, match=re.escape(said)):
        reader_of(Document(""), kind_of(Path(name)), with_comments=with_comments)


@pytest.mark.parametrize(("name", "extra"), [("a.tex", "formats"), ("a.rst", "formats"), ("a.py", "code")])
def test_a_kind_without_its_grammar_is_rejected_and_the_extra_is_named(
    name: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grammars, "load", lambda kind: None)
    monkeypatch.setattr(comments, "load", lambda kind: None)
    with pytest.raises(UnreadableKindError, match=re.escape(f"pip install 'logprose[{extra}]'")):
        reader_of(Document(""), kind_of(Path(name)), with_comments=True)
