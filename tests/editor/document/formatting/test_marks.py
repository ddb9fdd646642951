"""Bold, italic, strikethrough and code, as tables: the drawing before, what is toggled, the drawing after."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formatting.emphasis import toggle
from editor.document.formatting.inline import parse_inline
from editor.document.formatting.marks import MarkKind
from editor.document.line_edits import Edited
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from tests.editor.document.formatting.drawing import after, parsed

KINDS: dict[str, tuple[MarkKind, ...]] = {
    "b": ("strong",),
    "i": ("emphasis",),
    "bi": ("strong", "emphasis"),
    "s": ("strikethrough",),
    "c": ("code",),
}

TABLE = [
    # a word, a selection, an empty caret
    ("wo¦rd", "b", "**wo¦rd**"),
    ("**wo¦rd**", "b", "wo¦rd"),
    ("one ‹two¦ three", "i", "one *‹two¦* three"),
    ("one *‹two¦* three", "i", "one ‹two¦ three"),
    ("one *¦two› three*", "i", "one ¦two› *three*"),
    ("word ¦", "b", "word **¦**"),
    ("word **¦**", "b", "word ¦"),
    ("¦", "s", "~~¦~~"),
    ("~~¦~~", "s", "¦"),
    ("a ¦", "c", "a `¦`"),
    ("a `¦`", "c", "a ¦"),
    ("*¦*", "b", "***¦***"),
    ("***¦***", "b", "*¦*"),
    ("***¦***", "i", "**¦**"),
    ("***¦***", "bi", "¦"),
    ("**¦**", "bi", "***¦***"),
    ("**bold¦**", "b", "**bold**¦"),
    ("***both¦***", "bi", "***both***¦"),
    ("`a ¦ b`", "b", "`a ¦ b`"),
    # never next to an inner space
    ("one ‹two ¦three", "b", "one **‹two** ¦three"),
    ("one‹ two¦ three", "b", "one‹ **two¦** three"),
    ("‹   ¦", "b", "‹   ¦"),
    # inside words, and where CommonMark has rules about punctuation
    ("un‹believ¦able", "i", "un*‹believ¦*able"),
    ("snake_‹case¦_name", "i", "snake_*‹case¦*_name"),
    ('‹"said"¦she', "b", '‹"**said**"¦she'),
    ("2*‹3¦", "i", "2*_‹3¦_"),
    ("_one ‹two¦ three_", "i", "_one_ ‹two¦ _three_"),
    # existing marks
    ("‹one **two** three¦", "b", "**‹one two three¦**"),
    ("**one ‹two¦ three**", "b", "**one** ‹two¦ **three**"),
    ("**one**‹two¦", "b", "**one‹two¦**"),
    ("‹*one*¦", "b", "**‹*one*¦**"),
    ("*one ‹two¦*", "b", "*one **‹two¦***"),
    ("***‹one¦ two***", "b", "*‹one¦ **two***"),
    ("***‹one¦ two***", "i", "**‹one¦ *two***"),
    ("one *two ‹three* four¦", "b", "one *two **‹three*** **four¦**"),
    ("**o¦ne**", "bi", "***o¦ne***"),
    ("***o¦ne***", "bi", "o¦ne"),
    ("[one ‹two](u) three¦", "b", "[one **‹two**](u) **three¦**"),
    ("‹[one](u)¦", "b", "**‹[one](u)¦**"),
    ("[a ‹b][c] d¦\n\n[c]: u", "b", "[a **‹b**][c] **d¦**\n\n[c]: u"),
    ("[a ‹b][c] d¦", "b", "[a **‹b][c] d¦**"),
    ("~~on¦e~~", "s", "on¦e"),
    # code: as many backticks as needed, and nothing changes its meaning
    ("‹a`b¦", "c", "``‹a`b¦``"),
    ("‹`¦ x", "c", "`` ‹`¦ `` x"),
    ("`one ‹two¦ three`", "c", "`one` ‹two¦ `three`"),
    ("`‹*x*¦`", "c", r"\‹*x\*¦"),
    (r"‹\*x\*¦", "c", "‹`*x*`¦"),
    ("‹one **two**¦", "c", "`‹one` **`two`**¦"),
    ("‹a &amp; b¦", "c", "`‹a & b¦`"),
    # lines and blocks: each separately
    ("- ‹one\n- two¦", "b", "- **‹one**\n- **two¦**"),
    ("- **‹one**\n- two¦", "b", "- **‹one**\n- **two¦**"),
    ("> # ‹one¦\n", "b", "> # **‹one¦**\n"),
    ("‹one\ntwo\n\nthree¦", "i", "*‹one*\n*two*\n\n*three¦*"),
    ("**‹one\ntwo¦**", "b", "‹one\ntwo¦"),
    ("**one\n‹two¦**", "b", "**one**\n‹two¦"),
    ("‹a *b\nc* d¦", "b", "**‹a** ***b**\n**c*** **d¦**"),
    ("| a | b |\n|---|---|\n| ‹c | d¦ |", "b", "| a | b |\n|---|---|\n| **‹c** | **d¦** |"),
    ("‹a\r\nb¦\r\n", "b", "**‹a**\r\n**b¦**\r\n"),
    ("| ‹a | b¦ |\n|---|---|", "b", "| **‹a** | **b¦** |\n|---|---|"),
    ("```\n‹one¦\n```", "b", "```\n‹one¦\n```"),
    ("    ‹one¦", "b", "    ‹one¦"),
    ("```\n¦\n```", "b", "```\n¦\n```"),
    # removing markers doesn't make a line start a block
    ("**‹- a¦**", "b", r"\‹- a¦"),
    ("**‹1. a¦**\n**b**", "b", "‹1\\. a¦\n**b**"),
    ("a\n**‹# b¦**", "b", "a\n\\‹# b¦"),
    # several selections: the same for all
    ("‹on¦e ‹two¦", "b", "**‹on¦**e **‹two¦**"),
    ("**‹one¦** ‹two¦", "b", "**‹one¦** **‹two¦**"),
    ("o¦ne t¦wo", "i", "*o¦ne* *t¦wo*"),
    ("¦\n\n¦", "b", "**¦**\n\n**¦**"),
]


@pytest.mark.parametrize(("before", "kinds", "expected"), TABLE)
def test_marks(before: str, kinds: str, expected: str) -> None:
    assert after(before, lambda *given: toggle(*given, *KINDS[kinds])) == expected


def test_in_a_line_of_any_length_only_nearby_text_is_read() -> None:
    words = "one **two** three " * 5_000
    before, behind = f"*{words}", f"{words}*"
    assert after(f"{before}fo¦ur {behind}", lambda *given: toggle(*given, "strong")) == f"{before}**fo¦ur** {behind}"


@pytest.mark.parametrize("before", ["¦", "a ¦", "wo¦rd", "‹one two¦", "- ‹one\n- two¦\n", "‹漢字¦です"])
@pytest.mark.parametrize("kinds", list(KINDS))
def test_toggling_twice_gives_the_text_back(before: str, kinds: str) -> None:
    def toggled(document: Document, lines: LineStates, selections: Selections) -> Edited:
        return toggle(document, lines, selections, *KINDS[kinds])

    result = after(before, toggled, toggled)
    assert result is not None
    assert parsed(result)[0].text == parsed(before)[0].text


def seen(source: str) -> str:
    """Return the visible text of a paragraph without white space."""
    return "".join(leaf.text for leaf, _ in parse_inline(source).leaves() if not leaf.is_blank)


PIECES = st.lists(
    st.sampled_from(
        [
            "a",
            "word",
            " ",
            "  ",
            "*",
            "**",
            "_",
            "`",
            "``",
            "~~",
            "[a](u)",
            "![i](u)",
            "\\*",
            "&amp;",
            "<b>",
            "$x$",
            ".",
            "“",
            "漢",
            "\n",
        ]
    ),
    max_size=14,
)


@settings(max_examples=150)
@given(PIECES, st.integers(0, 40), st.integers(0, 40), st.sampled_from(list(KINDS)))
def test_formatting_never_changes_the_visible_text(pieces: list[str], start: int, end: int, kinds: str) -> None:
    text = "x" + "".join(pieces).replace("\n\n", "\n").strip()
    assume(all(LineStates(Document(text)).of(index).kind == "paragraph" for index in range(text.count("\n") + 1)))
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    assume(text[start:end].strip())
    document = Document(text)
    transaction, selections = toggle(document, LineStates(document), Selections.single(start, end), *KINDS[kinds])
    document.apply(transaction, selections_after=selections)
    assert seen(document.text) == seen(text)
    assert document.text.count("\n") == text.count("\n")
    if document.undo() is not None:
        assert document.text == text


@pytest.mark.parametrize("sign", ["![", "[^a", "[a](", "[", "[[a]"])
def test_brackets_without_number_are_read_in_no_time(sign: str) -> None:
    text = f"**a** {sign * 20_000}"
    read = parse_inline(text)
    assert [(span.kind, span.start, span.end) for span in read.spans()][:1] == [("strong", 0, 5)]
    assert sum(leaf.end - leaf.start for leaf, _ in read.leaves()) > len(text) - 3_000
