"""CriticMarkup: the resulting text, accepting and rejecting, comments; and that deleted text is never judged."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.critic_edits import as_meant, comment, next_mark, settle_all, settle_at
from editor.document.markdown.critic import critic_marks, without_signs
from editor.document.markdown.lines import LineStates
from editor.document.markdown.markdown import Markdown
from scoring.language.markup import without_markup
from tests.editor.document.formatting.drawing import Command, after

MEANT = [
    ("a {++b++} c", "a b c"),
    ("a {--b--} c", "a c"),
    ("a{-- b--}.", "a."),
    ("a {--b--}.", "a."),
    ("{--a--} b", "b"),
    ("a {~~b~>c~~} d", "a c d"),
    ("a {~~b~>~~} d", "a d"),
    ("{==a==}{>>why?<<} b", "a b"),
    ("a {>>why?<<} b", "a b"),
    ("a{>>why?<<}", "a"),
    ("x\n\n{>>a remark\non two lines<<}\n\ny", "x\n\ny"),
    ("x\n\n{--a\n\nb--}\n\ny", "x\n\ny"),
    ("- x\n- {--y--}\n- z", "- x\n-\n- z"),
    ("x\r\n\r\n{>>why<<}\r\n\r\ny", "x\r\n\r\ny"),
    ("| a{>>b|c<<} | {++d++} |\n| --- | --- |", "| a | d |\n| --- | --- |"),
    ("a {++**b**++} {==`c`==}", "a **b** `c`"),
    # no marks
    ("`{++a++}` \\{++b++} <!-- {--c--} -->", "`{++a++}` \\{++b++} <!-- {--c--} -->"),
    ("```\n{--a--}\n```\n\n    {--b--}", "```\n{--a--}\n```\n\n    {--b--}"),
    ("a {++ b", "a {++ b"),
    ("{~~a~~} {-b-} {{c}}", "{~~a~~} {-b-} {{c}}"),
]


@pytest.mark.parametrize(("text", "meant"), MEANT)
def test_the_accepted_text_of_a_draft(text: str, meant: str) -> None:
    assert as_meant(text) == meant


accept, reject = partial(settle_at, accept=True), partial(settle_at, accept=False)
EDITS: list[tuple[Command, str, str | None]] = [
    (accept, "a {++b¦++} c", "a b¦ c"),
    (reject, "a {++b¦++} c {++d++}", "a¦ c {++d++}"),
    (accept, "a {--b¦--} c", "a¦ c"),
    (reject, "a ¦{--b--} c", "a ¦b c"),
    (accept, "{~~b~>c¦~~}", "c¦"),
    (reject, "{~~b¦~>c~~}", "b¦"),
    (accept, "{==a==}{>>b¦<<}", "{==a==}¦"),
    (reject, "a {++b++} c¦", None),
    (accept, "‹{++a++} {--b--}¦ {++c++}", "a¦ {++c++}"),
    (partial(settle_all, accept=True), "{++a++} {--b--} {==c==}{>>d<<}¦", "a {==c==}{>>d<<}¦"),
    (partial(settle_all, accept=False), "{++a++} {--b--} {~~c~>d~~}¦", "b c¦"),
    (partial(settle_all, accept=True), "a¦", None),
    (comment, "a ‹word¦ b", "a {==word==}{>>¦<<} b"),
    (comment, "wo¦rd b", "word{>>¦<<} b"),
    (comment, "¦word", "{>>¦<<}word"),
    (comment, "```\na¦\n```", None),
]


@pytest.mark.parametrize(("command", "before", "expected"), EDITS)
def test_edits(command: Command, before: str, expected: str | None) -> None:
    assert after(before, command) == expected


def test_the_next_mark_is_the_first_after_the_last() -> None:
    document = Document("a {++b++} {>>c<<} d")
    lines = LineStates(document)
    starts = [next_mark(document, lines, position) for position in (0, 2, 11)]
    assert [mark and mark.start for mark in starts] == [2, 10, 2]
    assert next_mark(Document("a"), LineStates(Document("a")), 0) is None


@given(st.text(st.sampled_from("ab {}+-~=<>`\\\n*"), max_size=30))
def test_marks_are_in_order_and_nested_as_parsed(text: str) -> None:
    reached = 0
    marks = list(critic_marks(text))
    for mark in marks:
        assert reached <= mark.start < mark.end <= len(text)
        reached = mark.end
        assert [edge for sign in mark.signs for edge in sign] == sorted(edge for sign in mark.signs for edge in sign)
        assert (text[mark.start], text[mark.end - 1]) == ("{", "}")
    assert len(without_signs(text, marks)) == len(text)


DRAFT = "The {--wrnog--} {~~teh~>the~~} cat {++sat++} {==on==}{>>realy?<<} it."


def test_deletions_and_comments_are_not_prose() -> None:
    markdown = Markdown(Document(DRAFT))
    judged = {
        word: markdown.is_prose(0, DRAFT.index(word), DRAFT.index(word) + len(word))
        for word in ("The", "wrnog", "teh", "the~", "sat", "on=", "realy", "it.")
    }
    assert judged == {
        "The": True, "wrnog": False, "teh": False, "the~": True, "sat": True, "on=": True, "realy": False, "it.": True,
    }  # fmt: skip
    assert without_markup(DRAFT).split() == ["The", "the", "cat", "sat", "on", "it."]
