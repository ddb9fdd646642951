"""Marks toggled while typing: keys, and the resulting text. `b`, `i`, `s`, `c` in brackets toggle a kind."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formatting.emphasis import toggle
from editor.document.formatting.inline import SpanKind, parse_inline
from editor.document.formatting.marks import MarkKind
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction
from tests.editor.document.formatting.drawing import drawn, parsed

KINDS: dict[str, tuple[MarkKind, ...]] = {
    "[b]": ("strong",),
    "[i]": ("emphasis",),
    "[bi]": ("strong", "emphasis"),
    "[s]": ("strikethrough",),
    "[c]": ("code",),
}
_KEYS = re.compile(r"\[[bisc]+\]|\[left\]|.", re.DOTALL)


def type_keys(before: str, keys: str) -> tuple[Document, Selections]:
    """Type keys at the carets of a drawing."""
    document, selections = parsed(before)
    lines = LineStates(document)
    for key in _KEYS.findall(keys):
        if key in KINDS:
            transaction, after = toggle(document, lines, selections, *KINDS[key])
        else:
            transaction = Transaction(tuple(Change(one.head, one.head, key) for one in selections))
            after = selections.map(transaction)
        document.apply(transaction, selections=selections, selections_after=after)
        selections = after
    return document, selections


TABLE = [
    ("¦", "[b]important [b]rest", "**important** rest¦"),
    ("¦", "[i]x [i]z", "*x* z¦"),
    ("¦", "[s]x [s]z", "~~x~~ z¦"),
    ("¦", "[c]x [c]z", "`x` z¦"),
    ("¦", "[b]x\u00a0[b]z", "**x**\u00a0z¦"),
    ("¦", "[i]\u3000x\u3000[i]z", "\u3000*x*\u3000z¦"),
    ("¦", "[bi]x  [bi]z", "***x***  z¦"),
    ("¦", "[b] x[b]z", " **x**z¦"),
    ("¦", "[i] x[i]z", " *x*z¦"),
    ("¦", "[b] x [b]z", " **x** z¦"),
    ("a¦", "[b] x [b]z", "a **x** z¦"),
    ("¦", "[b] [b]z", " z¦"),
    ("¦", "[s] [s]z", " z¦"),
    ("¦", "[b][i] x[i][b]z", " ***x***z¦"),
    ("¦", "[b] [i]x[i] y[b]z", " ***x* y**z¦"),
    # the inner one of two, or the outer one, in either order
    ("¦", "[b][i]both[i]x[b]y", "***both*x**y¦"),
    ("¦", "[b][i]both[b]x[i]y", "***both**x*y¦"),
    ("¦", "[i][b]both[b]x[i]y", "***both**x*y¦"),
    ("¦", "[i][b]both[i]x[b]y", "***both*x**y¦"),
    ("¦", "[b][i]both [i]x[b]y", "***both* x**y¦"),
    ("¦", "[bi]both[b] x[i]y", "***both** x*y¦"),
    ("¦", "[b]a [i]b[b] c[i]d", "**a** ***b** c*d¦"),
    ("¦", "[b]a [i]b [b]c[i]d", "**a** ***b** c*d¦"),
    ("¦", "[b]a [s]b[b] c[s] d", "**a** ~~**b** c~~ d¦"),
    ("¦", "[b][s]a [b]b", "~~**a** b¦~~"),
    ("¦", "[s]a [b]b [i]c[s] d[b][i]e", "~~a **b *c***~~ ***d***e¦"),
    ("¦", "[b]a [s][b]b", "**a** ~~b¦~~"),
    ("¦", "[b][s][b]a", "~~a¦~~"),
    ("¦", "[bi][b]a[i]b", "*a*b¦"),
    ("¦", "[b][i][b][i]a", "a¦"),
    # toggling again at once continues the mark
    ("¦", "[b]a[b][b]b[b]c", "**ab**c¦"),
    ("**a**¦", "[b]b", "**ab¦**"),
    ("¦**a**", "[b]b", "**b¦a**"),
    ("**¦a**", "[b]b ", "b ¦**a**"),
    # in the middle of marks they end, and begin again
    ("**one ¦two**", "[b]x ", "**one** x ¦**two**"),
    ("**one¦ two**", "[b], or", "**one**, or¦ **two**"),
    # lines, items, quotes, cells, headings
    ("- ¦", "[b]a [b]b", "- **a** b¦"),
    ("> ¦", "[i] a[i]b", ">  *a*b¦"),
    ("* ¦", "[i]a [i]b", "* *a* b¦"),
    ("## ¦", "[b]a [b]b", "## **a** b¦"),
    ("| ¦ |\n|---|", "[b]a [b]b", "| **a** b¦ |\n|---|"),
    ("say ¦\r\nmore", "[b]a [b]b", "say **a** b¦\r\nmore"),
    ("**a\n¦**", "[b]b", "**a**\nb¦"),
    ("> **a\n> ¦**", "[b]b", "> **a**\n> b¦"),
    ("see [a ¦](u)", "[b]b [b]c", "see [a **b** c¦](u)"),
    # several carets
    ("¦\n\n¦", "[b]a [b]b", "**a** b¦\n\n**a** b¦"),
    ("x ¦ y ¦", "[b]a[b]b", "x **a**b¦ y **a**b¦"),
    # what only looks like marks
    ("```\n**a¦**\n```", "[b]", "```\n**a¦**\n```"),
    ("**a** b¦**", "[b]", "**a** b**¦****"),
]


@pytest.mark.parametrize(("before", "keys", "expected"), TABLE)
def test_marks_end_where_they_can_be_read(before: str, keys: str, expected: str) -> None:
    document, selections = type_keys(before, keys)
    assert drawn(document, selections) == expected
    while document.undo() is not None:
        pass
    assert document.text == parsed(before)[0].text


def read(source: str) -> list[tuple[str, frozenset[SpanKind]]]:
    """Return the visible text, without spaces."""
    return [(leaf.text, around - {"all"}) for leaf, around in parse_inline(source).leaves() if not leaf.is_blank]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["[b]", "[i]", "[bi]"]), st.sampled_from(["{} ", " {}", " {} "]), st.sampled_from(["a", "word"])
    ),
    max_size=6,
).map(
    lambda steps: [
        key if part == "{}" else part for key, places, text in steps for part in (*places.partition("{}"), text) if part
    ]
)


@given(STEPS)
def test_text_typed_in_bold_and_italic_is_rendered_so(steps: list[str]) -> None:
    typed: list[tuple[str, frozenset[SpanKind]]] = []
    kinds: frozenset[SpanKind] = frozenset()
    for step in steps:
        if step in KINDS:
            toggled = frozenset[SpanKind](KINDS[step])
            kinds = kinds - toggled if toggled <= kinds else kinds | toggled
        elif step != " ":
            typed += [(letter, kinds) for letter in step]
    ends = [key for key, (kind, *more) in KINDS.items() if kind in kinds and not more]
    document, _ = type_keys("¦", "".join([*steps, *ends, "z"]))
    typed.append(("z", frozenset()))
    assert read(document.text) == typed


WORDS = st.lists(
    st.tuples(st.sampled_from(["[b]", "[i]", "[s]", "[c]"]), st.sampled_from(["one", "two, three.", "(x)", "漢字"])),
    max_size=5,
)


@given(WORDS, st.booleans())
def test_words_that_contain_markers_are_rendered_literally(
    words: list[tuple[str, str]], ends_after_space: bool
) -> None:
    end = "{text} {key}" if ends_after_space else "{text}{key} "
    keys = "".join(key + end.format(text=text, key=key) for key, text in words)
    document, _ = type_keys("¦", keys)
    expected = [
        (letter, frozenset[SpanKind](KINDS[key])) for key, text in words for letter in text if not letter.isspace()
    ]
    assert read(document.text) == expected
