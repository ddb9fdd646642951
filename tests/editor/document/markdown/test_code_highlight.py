"""Fenced code in its own language: the kinds of its stretches, what an edit changes, and how much is reparsed."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.document import Document, DocumentChange, Phase
from editor.document.markdown import code_highlight, grammars
from editor.document.markdown.code_highlight import CODE_LINE_REACH, CODE_REACH
from editor.document.markdown.code_text import CodeText
from editor.document.markdown.grammars import KINDS, language_named, load
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import StyleSpan
from editor.document.transaction import Change, Transaction


def of_code(spans: tuple[StyleSpan, ...]) -> list[StyleSpan]:
    return [span for span in spans if span.kind.startswith("syntax.")]


def highlighted(text: str) -> list[list[str]]:
    """Return the spans of code in each line, as `kind:its text`."""
    document = Document(text)
    markdown = Markdown(document)
    markdown.settle_code()
    return [
        [f"{span.kind[7:]}:{block.text[span.start : span.end]}" for span in of_code(markdown.spans(index))]
        for index, block in enumerate(document.blocks)
    ]


def advance(markdown: Markdown) -> None:
    while markdown.advance():
        pass


# Kinds

PYTHON = '''```python
@cached
class Loaf(Bread):
    """Rises,
    slowly: é"""
    HEAT = 230
    def bake(self, hours: int = 3) -> str:
        return f"ö {hours!r} h" + print(len(a)) + self.oven.door(1).mass  # out
    x = None if not y else True
```'''


def test_python_is_highlighted_like_its_own_tokenizer() -> None:
    assert highlighted(PYTHON) == [
        [],
        ["function:@cached"],
        ["keyword:class", "type:Loaf", "type:Bread"],
        ['string:"""Rises,'],
        ['string:    slowly: é"""'],
        ["constant:HEAT", "operator:=", "number:230"],
        ["keyword:def", "function:bake", "type:int", "operator:=", "number:3", "operator:->", "type:str"],
        [
            "keyword:return",
            'string:f"ö ',
            "punctuation:{",
            "punctuation:}",
            'string: h"',
            "operator:+",
            "function:print",
            "function:len",
            "operator:+",
            "property:oven",
            "function:door",  # it is called
            "number:1",
            "property:mass",
            "comment:# out",
        ],
        ["operator:=", "constant:None", "keyword:if", "operator:not", "keyword:else", "constant:True"],
        [],
    ]


@pytest.mark.parametrize(
    ("info", "line", "expected"),
    [
        ("json", '{"a": "b", "c": [1, true]}', 'property:"a"  string:"b"  property:"c"  number:1  constant:true'),
        ("toml", 'a.b = "c"  # d', 'property:a  punctuation:.  property:b  operator:=  string:"c"  comment:# d'),
        ("yml", "a: b", "property:a  punctuation::  string:b"),
        ("sh", "echo -n $x # c", "function:echo  constant:-n  operator:$  property:x  comment:# c"),
        (
            "css",
            "a { color: #fff }",
            "tag:a  punctuation:{  property:color  punctuation::  punctuation:#  string:fff  punctuation:}",
        ),
        (
            "ts",
            "let a: B = c.d(e)",
            "keyword:let  type:B  operator:=  punctuation:.  function:d  punctuation:(  punctuation:)",
        ),
        ("js", "`a ${b.c}`", "string:`a   punctuation:${  punctuation:.  property:c  punctuation:}  string:`"),
        ("go", "var a = b.C(d)", "keyword:var  operator:=  function:C"),
        ("rust", "let a: u8 = b.c;", "keyword:let  punctuation::  type:u8  punctuation:.  property:c  punctuation:;"),
        ("c++", "class A : public B {};", "keyword:class  type:A  keyword:public  type:B  punctuation:;"),
        (
            "html",
            '<a b="c">d</a>',
            "punctuation:<  tag:a  attribute:b  string:c  punctuation:>  punctuation:</  tag:a  punctuation:>",
        ),
    ],
)
def test_other_languages_are_highlighted_if_their_grammar_is_installed(info: str, line: str, expected: str) -> None:
    language = language_named(info)
    assert language is not None
    if load(language) is None:
        pytest.skip(f"no grammar of {language} is installed")
    assert "  ".join(highlighted(f"```{info}\n{line}\n```")[1]) == expected


def test_every_grammar_that_is_installed_has_a_query_that_fits_it() -> None:
    for language in grammars._SOURCES:
        grammar = load(language)
        if grammar is not None:
            assert {KINDS[capture.kind] for capture in grammar.captures.values()} >= {"syntax.string", "syntax.comment"}
    assert load("python") is not None
    assert load("json") is not None


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("py", "python"),
        ("Python title='a'", "python"),
        ("{.python .numberLines}", "python"),
        ("rust,ignore", "rust"),
        ("C++", "cpp"),
        ("", None),
        ("text", None),
        ("../json", None),
        ("os", None),
        ("tree_sitter_json", None),
    ],
)
def test_an_info_string_names_a_known_language_or_none(info: str, language: str | None) -> None:
    assert language_named(info) == language


def test_an_info_string_imports_nothing_but_grammars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammars, "_known", {})
    monkeypatch.setattr(grammars, "import_module", lambda name: pytest.fail(f"{name} was imported"))
    assert highlighted("```antigravity\nx = 1\n```\n~~~ this\ny\n~~~")[1] == []


def test_without_its_grammar_code_stays_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammars, "_known", {})
    monkeypatch.setitem(sys.modules, "tree_sitter_json", None)
    assert highlighted("```json\n[1]\n```")[1] == []


def test_code_in_quotes_and_lists_is_read_without_their_marks() -> None:
    assert highlighted("> - ```py\n>   x = '''a\n>   b'''\n> c")[1:3] == [
        ["operator:=", "string:'''a"],
        ["string:b'''"],
    ]
    document = Document("> ```py\n> x = 1\n")
    markdown = Markdown(document)
    markdown.settle_code()
    assert [(span.start, span.end) for span in of_code(markdown.spans(1))] == [(4, 5), (6, 7)]


def test_difficult_characters_do_not_shift_highlights() -> None:
    assert highlighted("```py\n\0é\ud800 = 1\n\nx\0y = '\U0001f600' # z\n```")[3][-2:] == [
        "string:'\U0001f600'",
        "comment:# z",
    ]


# Timing


def test_the_first_paint_waits_for_no_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammars, "_known", {})
    markdown = Markdown(Document("```json\n[1]\n[2]\n```\n```json\n3\n```\n"))
    assert markdown.changed(9)
    assert [of_code(markdown.spans(index)) for index in (1, 2, 5)] == [[], [], []]
    assert not markdown.changed(9)
    advance(markdown)
    assert {1, 2, 5} <= set(markdown.changed(9))
    assert all(of_code(markdown.spans(index)) for index in (1, 2, 5))


def test_an_edit_returns_the_lines_of_code_to_redraw() -> None:
    lines = ["```python", *[f"def f{number}(): return {number}" for number in range(59)], '# """', "```", "end"]
    document = Document("\n".join(lines))
    markdown = Markdown(document)
    markdown.settle_code()
    markdown.changed(99)
    before = [markdown.spans(index) for index in range(63)]

    document.replace(document.block_start(31), document.block_start(31), "async ")
    assert markdown.changed(99) == range(31, 32)

    document.replace(document.block_start(31), document.block_start(31), '"""')
    assert markdown.changed(99) == range(31, 61)
    assert [span.kind for span in of_code(markdown.spans(50))] == ["syntax.string"]

    document.undo()
    document.undo()
    markdown.changed(99)
    assert [markdown.spans(index) for index in range(63)] == before


def test_the_end_of_an_edit_may_change_the_code_above_it() -> None:
    document = Document('```json\n{\n "a"\n  1}\n```')
    markdown = Markdown(document)
    markdown.settle_code()
    assert [span.kind for span in of_code(markdown.spans(2))] == ["syntax.string"]
    markdown.changed(9)
    document.replace(document.block_start(3), document.block_start(3), ":")
    assert 2 in markdown.changed(9)
    assert [span.kind for span in of_code(markdown.spans(2))] == ["syntax.property"]


def test_code_next_to_a_change_may_change_its_meaning() -> None:
    if load("javascript") is None:
        pytest.skip("no grammar of javascript is installed")
    document = Document("```js\nx = {\n  a:\n\n    1}\n```")
    markdown = Markdown(document)
    markdown.settle_code()
    start = document.text.index("1")

    def kind() -> str:
        return of_code(markdown.spans(2))[0].kind

    markdown.changed(9)
    assert kind() == "syntax.property"
    document.replace(start, start + 1, "() => 1")
    assert 2 in markdown.changed(9)
    assert kind() == "syntax.function"
    document.undo()
    assert 2 in markdown.changed(9)
    assert kind() == "syntax.property"


def test_a_fence_that_becomes_code_gives_its_lines_to_the_one_above() -> None:
    """The lines below have the same text but another meaning."""
    document = Document("x = 1\n\n```python\n).rise\n")
    markdown = Markdown(document)
    markdown.settle_code()
    markdown.changed(9)
    assert of_code(markdown.spans(3)) == []
    document.replace(0, 0, "\n```python\n")
    assert 5 in markdown.changed(9)
    assert of_code(markdown.spans(5)) != []


def test_changing_the_language_reparses_the_text() -> None:
    document = Document("```python\nTrue\ntrue\n```")
    markdown = Markdown(document)
    markdown.settle_code()
    load("json")
    assert [bool(of_code(markdown.spans(index))) for index in (1, 2)] == [True, False]
    document.replace(3, 9, "json")
    markdown.changed(9)
    assert [bool(of_code(markdown.spans(index))) for index in (1, 2)] == [False, True]
    document.replace(3, 7, "")
    assert [bool(of_code(markdown.spans(index))) for index in (1, 2)] == [False, False]


# Amount of work


def test_typing_elsewhere_does_not_reparse_code(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("a\n\n```python\nx = 1\n```\nb\n\nc\n")
    markdown = Markdown(document)
    markdown.settle_code()
    assert of_code(markdown.spans(3))
    monkeypatch.setattr(CodeText, "change", lambda text, rows: pytest.fail("code was read again"))
    for index in (0, 5, 7):
        document.replace(document.block_start(index), document.block_start(index), "x")
        markdown.changed(9)
    document.replace(0, 0, "d\n\n")
    document.replace(document.block_start(7), document.block_start(7), "e\n\n")
    markdown.changed(20)
    assert of_code(markdown.spans(5))


def test_a_fence_opened_above_a_long_text_costs_only_the_text_within_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    load("python")
    steps: list[int | None] = []
    parse = CodeText.parse

    def counting(text: CodeText, count: int | None = None) -> Iterable[int] | None:
        steps.append(count)
        return parse(text, count)

    monkeypatch.setattr(CodeText, "parse", counting)
    sentence = "It's fine, he said; (and \"so on)\n"
    document = Document(sentence * 20_000)
    markdown = Markdown(document)
    markdown.settle()
    document.replace(0, 0, "```python\n")
    markdown.changed(50)
    for index in range(50):
        markdown.spans(index)
    assert markdown.lines.scanned < 500
    assert len(steps) <= 1
    assert None not in steps
    advance(markdown)
    assert None not in steps
    assert of_code(markdown.spans(49))
    within = min(CODE_LINE_REACH, CODE_REACH // len(sentence))
    assert of_code(markdown.spans(within - 1))
    assert not of_code(markdown.spans(within + 2))
    assert not of_code(markdown.spans(15_000))


def test_a_long_block_is_parsed_in_steps_and_keeps_its_old_look_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    load("python")
    monkeypatch.setattr(code_highlight, "_STEPS", 2)
    document = Document("```python\n" + "x = [1, 'a']\n" * 500)
    markdown = Markdown(document)
    markdown.changed(20)
    assert not any(of_code(markdown.spans(index)) for index in range(1, 20))
    advance(markdown)
    assert markdown.changed(20) == range(1, 20)
    before = [markdown.spans(index) for index in range(20)]
    assert of_code(before[1])
    document.replace(document.block_start(3), document.block_start(3), "'''\n")
    markdown.changed(20)
    assert [markdown.spans(index) for index in (1, 2, 5)] == [before[1], before[2], before[4]]
    advance(markdown)
    assert {5, 6, 19} <= set(markdown.changed(20))
    assert markdown.spans(5) != before[4]

    document.undo()
    advance(markdown)
    markdown.changed(20)
    document.replace(document.block_start(480), document.block_start(480), "y = 2 #")
    markdown.changed(490)
    assert not of_code(markdown.spans(100))
    advance(markdown)
    assert 100 in markdown.changed(490)
    assert of_code(markdown.spans(100))


# Properties

WORDS = """
    def f( ) : [ ] { } \"\"\" ''' " ' # \\ return class A x = 1 + 2.5 , . @d None f"{ }" lambda é
    ``` ```py ```json ~~~ > - <!-- true null {"a":1} async pass match
"""
LINES = ["\n", "\n", "\n", "\n    ", "\n```\n", "\n```python\n", "x = 1\n", "    return f(x)\n"]
PIECES = st.sampled_from([*WORDS.split(), *LINES, " ", "  ", "\t", "\0", "\r", "> "])
TEXTS = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(["", "```py\n", "> ```json\n"]))
def test_after_any_edits_highlights_equal_a_fresh_parse(data: st.DataObject, opening: str) -> None:
    document = Document(opening + data.draw(TEXTS))
    markdown = Markdown(document)
    drawn: list[tuple[StyleSpan, ...] | None] = []  # like a canvas: redrawn only where something changed

    def follow(event: DocumentChange) -> None:
        for change in event.block_changes:
            if change.first < len(drawn):
                drawn[change.first : change.first + change.removed] = [None] * change.inserted

    document.subscribe(follow, Phase.VIEW)
    for _ in range(data.draw(st.integers(1, 6))):
        if data.draw(st.booleans()):
            markdown.advance()
        looked_at = data.draw(st.integers(0, len(document.blocks)))
        for index in markdown.changed(looked_at):
            drawn[index : index + 1] = [None]
        del drawn[looked_at:]
        drawn += [None] * (looked_at - len(drawn))
        drawn[:] = [markdown.spans(i) if spans is None else spans for i, spans in enumerate(drawn)]
        assert drawn == [markdown.spans(index) for index in range(looked_at)]
        if data.draw(st.integers(0, 4)) == 0:
            document.undo()
        else:
            edges = sorted(data.draw(st.lists(st.integers(0, len(document)), min_size=2, max_size=4)))
            pairs = zip(edges[::2], edges[1::2], strict=False)
            document.apply(Transaction(tuple([Change(start, end, data.draw(TEXTS)) for start, end in pairs])))
    advance(markdown)
    fresh = Markdown(Document(document.text))
    fresh.settle_code()
    for index in range(len(document.blocks)):
        assert markdown.spans(index) == fresh.spans(index), index
