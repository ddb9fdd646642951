"""Commands on words only change visible text: drawings of Markdown before and after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document, word_edits
from editor.document.formatting.inline import parse_inline
from editor.document.markdown.lines import LineStates
from editor.document.markdown.markdown import Markdown
from editor.document.selections import Selection, Selections
from editor.document.transaction import Transaction
from tests.editor.document.formatting.drawing import Command, after

Edited = tuple[Transaction, Selections]


def of_words(edit: Callable[[Document, Markdown, Selections], Edited | None]) -> Command:
    def command(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
        markdown = Markdown(document)
        markdown.settle()
        return edit(document, markdown, selections)

    return command


def recased(change_case: Callable[[str], str]) -> Command:
    return of_words(partial(word_edits.recase, change_case=change_case))


upper, lower, title = recased(str.upper), recased(str.lower), recased(word_edits.title_case)
swap_words, swap_signs = of_words(word_edits.transpose_words), of_words(word_edits.transpose_characters)

TABLE: list[tuple[Command, str, str | None]] = [
    (upper, "‹[link](http://A.b/Path)¦", "‹[LINK](http://A.b/Path)¦"),
    (upper, "‹a <https://a.b/C> b¦", "‹A <https://a.b/C> B¦"),
    (upper, "‹a https://a.b/C b¦", "‹A https://a.b/C B¦"),
    (lower, "‹A `Code` B¦", "‹a `Code` b¦"),
    (title, "‹one `two` [three](u)¦", "‹One `two` [Three](u)¦"),
    (title, "‹**w**ord and **two**¦", "‹**W**ord And **Two**¦"),
    (
        upper,
        "‹a ![alt](Pic.png) [b][Ref] [^N]¦\n\n[Ref]: u\n\n[^N]: x",
        "‹A ![ALT](Pic.png) [B][Ref] [^N]¦\n\n[Ref]: u\n\n[^N]: x",
    ),
    (upper, "‹a &amp; b <br> c $x$ d¦", "‹A &amp; B <br> C $x$ D¦"),
    (upper, "‹- [x] a¦", "‹- [x] A¦"),
    (upper, "> ‹a `b\n> c` d¦", "> ‹A `b\n> c` D¦"),
    (upper, "‹a\n```py\nb\n```\nc¦", "‹A\n```py\nb\n```\nC¦"),
    (upper, "‹| a `b` |\n|---|\n| c |¦", "‹| A `b` |\n|---|\n| C |¦"),
    (upper, "‹straße [ß](u) a¦", "‹STRASSE [SS](u) A¦"),
    (upper, "[ref]: htt¦p://a.b", None),
    (upper, "`co¦de`", None),
    (upper, "```\nco¦de\n```", None),
    (upper, "---\ntitle: a¦\n---\n", None),
    (upper, "[a](ur¦l)", None),
    (upper, "wo¦rd `code`", "WO¦RD `code`"),
    # swaps
    (swap_words, "[a](u) b¦", "[b](u) a¦"),
    (swap_words, "**a** ¦b c", "**b** a¦ c"),
    (swap_words, "a `x` b¦", "b `x` a¦"),
    (swap_words, "a b <http://c.d>¦", "b a¦ <http://c.d>"),
    (swap_words, "- [ ] a b¦", "- [ ] b a¦"),
    (swap_words, "- x¦", "- x¦"),
    (swap_words, "a `x ¦y` b", "a `x ¦y` b"),
    (swap_words, "```\na b¦\n```", "```\na b¦\n```"),
    (swap_signs, "**a¦**b", "**b**a¦"),
    (swap_signs, "[ab¦](u)", "[ba¦](u)"),
    (swap_signs, "a¦`x`", "a¦`x`"),
    (swap_signs, "- a¦b", "- ba¦"),
    (swap_signs, "- ¦a", "- ¦a"),
]


@pytest.mark.parametrize(("command", "before", "expected"), TABLE)
def test_only_text_changes(command: Command, before: str, expected: str | None) -> None:
    assert after(before, command) == expected


PIECES = st.lists(
    st.sampled_from(["a", "Word", " ", "*", "**", "`", "[x](Http://Y.z)", "<http://A.b>", "&amp;", "<Br>", "$N$", "ß"]),
    max_size=10,
)


def hidden(source: str) -> list[str]:
    """Return what isn't text in a paragraph: addresses, HTML, code."""
    parts, reached = [], 0
    for leaf, around in parse_inline(source).leaves():
        if leaf.is_text and leaf.end - leaf.start == 1 and "code" not in around:
            parts.append(source[reached : leaf.start])
            reached = leaf.end
    return [*(part for part in parts if part), source[reached:]]


@given(PIECES, st.sampled_from([str.upper, str.lower, str.swapcase, word_edits.title_case]))
def test_changing_case_leaves_hidden_text_alone(pieces: list[str], change_case: Callable[[str], str]) -> None:
    text = "x " + "".join(pieces)
    document = Document(text)
    assert LineStates(document).of(0).kind == "paragraph"
    selection = Selection(0, len(text))
    edited = word_edits.recase(document, Markdown(document), Selections.of([selection], selection), change_case)
    assert edited is not None
    document.apply(edited[0])
    assert hidden(document.text) == hidden(text)
    assert document.text.casefold() == text.casefold()
