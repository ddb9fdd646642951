"""How lines look: markup hidden unless a caret is in it, symbols for its meaning, and no jumping text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.selections import Selection, Selections
from editor.text.graphemes import extends_grapheme
from editor.view.layout.block_layout import BlockLayout
from editor.view.layout.live_preview import LivePreview, Mode
from editor.view.layout.table_forms import REACH
from tests.editor.view.markdown_texts import drafts

CARET = "‸"


class Preview:
    """The rows of a draft in a column of some width, without a screen."""

    def __init__(self, draft: str, width: int = 24, mode: Mode = "preview") -> None:
        self.document = Document(draft)
        self.markdown = Markdown(self.document)
        self.markdown.settle_code()
        self.selections = Selections.of([Selection(-9, -9)], Selection(-9, -9))
        self.width = width
        self._preview = LivePreview(
            self.document,
            self.markdown,
            selections=lambda: self.selections,
            width=lambda: width,
            suffix=lambda index: "",
        )
        self._preview.mode = mode

    def put(self, *carets: int) -> None:
        made = [Selection(caret, caret) for caret in carets]
        self.selections = Selections.of(made, made[0])

    def layouts(self) -> list[BlockLayout]:
        blocks = enumerate(self.document.blocks)
        return [BlockLayout.of(block.text, self.width, self._preview.form(index)) for index, block in blocks]

    def rows(self) -> list[str]:
        return [_drawn(layout, row) for layout in self.layouts() for row in range(layout.height)]


def _drawn(layout: BlockLayout, row: int) -> str:
    cells = layout.row_cells(row)
    shown = layout.row_text(row) if cells is None else "".join(cells.shown)
    return (layout.form.prefix if row else "") + shown


def rows(drawing: str, mode: Mode = "preview", width: int = 24) -> list[str]:
    """The rows of a draft as drawn, with carets where the drawing has them."""
    carets = []
    while CARET in drawing:
        carets.append(drawing.index(CARET))
        drawing = drawing.replace(CARET, "", 1)
    preview = Preview(drawing, width, mode)
    if carets:
        preview.put(*carets)
    return [row.rstrip() for row in preview.rows()]


CASES = {
    # headings
    "# One *two* #": ["One two"],
    "# One‸ *two* #": ["# One two #"],
    "# One *two‸* #": ["# One *two* #"],
    "Title\n=====": ["Title", "═════"],
    "Under\n-‸--": ["Under", "---"],
    "Under\n---": ["Under", "───"],
    # marks around words
    "a *em* **st** b": ["a em st b"],
    "‸a *em* **st** b": ["a em st b"],
    "a ‸*em* **st** b": ["a *em* st b"],
    "a *em*‸ **st** b": ["a *em* st b"],
    "a *em* ‸**st** b": ["a em **st** b"],
    "***both*** ~~no~~ `co` b": ["both no co b"],
    "***bo‸th*** ~~no~~ `co` b": ["***both*** no co b"],
    "***both*** ~~n‸o~~ `co` b": ["both ~~no~~ co b"],
    "***both*** ~~no~~ `c‸o` b": ["both no `co` b"],
    "**a *b* c**": ["a b c"],
    "**a‸ *b* c**": ["**a b c**"],
    "**a *b‸* c**": ["**a *b* c**"],
    "no *mark* 2 * 3 *": ["no mark 2 * 3 *"],
    "*two\nlines* x": ["two", "lines x"],
    # links and images
    "[a link](https://example.com/long) b": ["a link b"],
    "[a li‸nk](https://example.com/long) b": ["[a link](…) b"],
    "[a link](https‸://example.com/long) b": ["[a link](https://", "example.com/long) b"],
    "[a](u) b": ["a b"],
    "[a‸](u) b": ["[a](u) b"],
    "[a][label]\n\n[label]: /url": ["a", "", "[label]: /url"],
    "[a‸][label]\n\n[label]: /url": ["[a][…]", "", "[label]: /url"],
    "[a][none]": ["[a][none]"],
    "![pic](p.png) b": ["▣ pic b"],
    "![pi‸c](p.png) b": ["![pic](…) b"],
    "<https://a.b> b": ["https://a.b b"],
    "<https://‸a.b> b": ["<https://a.b> b"],
    "https://a.b b": ["https://a.b b"],
    # a mark that is part of a larger grapheme
    "*\ufe0f\u20e3 one *two*": ["*\ufe0f\u20e3 one two"],
    "*\ufe0f\u20e3 one* two": ["*\ufe0f\u20e3 one two"],
    "[one](https://example.com/\u0301) b": ["one b"],
    "**\u0301a** b": ["**\u0301a b"],
    # quotes and lists
    "> one two three four five six seven": ["▌ one two three four", "▌ five six seven"],
    "> on‸e": ["▌ one"],
    "‸> one": ["> one"],
    "> > one two three four five six": ["▌ ▌ one two three four", "▌ ▌ five six"],
    "- one two three four five six seven": ["• one two three four", "  five six seven"],
    "- a\n  - b\n    - c\n      - d": ["• a", "  ◦ b", "    ▪ c", "      • d"],
    "‸- a\n- b": ["- a", "• b"],
    "- a‸": ["• a"],
    "10. one two three four five six": ["10. one two three four", "    five six"],
    "- [ ] a\n- [x] b\n1. [ ] c": ["☐ a", "☑ b", "1. ☐ c"],
    "- [ ‸] a\n- [x] b": ["- [ ] a", "☑ b"],
    "- [ ] one two three four five six": ["☐ one two three four", "  five six"],
    "> - one two three four five six": ["▌ • one two three four", "▌   five six"],
    "- > one two three four five six": ["• ▌ one two three four", "  ▌ five six"],
    "- one\n  two three four five six seven": ["• one", "  two three four five", "  six seven"],
    # rules
    "***": ["─" * 24],
    "*‸**": ["***"],
    "> ***": ["▌ " + "─" * 22],
    # tables
    "| a | b |\n|---|--:|\n| one | **2** |": ["│ a   │     b │", "├─────┼───────┤", "│ one │     2 │"],
    "| a | b |\n|---|--:|\n| one | **2‸** |": ["│ a   │     b │", "├─────┼───────┤", "│ one │ **2** │"],
    "| a | b |\n|-‸--|--:|\n| one | 2 |": ["│ a   │ b │", "|---|--:|", "│ one │ 2 │"],
    "| a | b |\n|:-:|---|\n| 漢字 | 2 |": ["│  a   │ b │", "├──────┼───┤", "│ 漢字 │ 2 │"],
    "| a | b |\n|---|---|\n| c |": ["│ a │ b │", "├───┼───┤", "│ c │   │"],
    "a | b\n---|---\nccc | d": ["a   │ b", "────┼───┤", "ccc │ d"],
    "| a | b |\n|---|---|": ["│ a │ b │", "├───┼───┤"],
    "> | a | b |\n> |---|---|\n> | cc | d |": ["▌ │ a  │ b │", "▌ ├────┼───┤", "▌ │ cc │ d │"],
    "- | a | b |\n  |---|---|\n  | cc | d |": ["• │ a  │ b │", "  ├────┼───┤", "  │ cc │ d │"],
    "| a | b |\n|---|---|\n| c  ‸ | d |": ["│ a │ b │", "├───┼───┤", "│ c   │ d │"],
    "| word word word word word | b |\n|---|---|\n| c | d |": [
        "│ word word word word",
        "word │ b │",
        "|---|---|",
        "│ c │ d │",
    ],
    "> | word word word word word | b |\n> |---|---|": ["▌ │ word word word word", "▌ word │ b │", "▌ |---|---|"],
    "| word word word word word | b |\n|---|---|\n| [c](https://exa‸mple.com/) |": [
        "│ word word word word",
        "word │ b │",
        "|---|---|",
        "│ [c](https://",
        "example.com/) │",
    ],
    # code and other text that is shown as it is
    "```python\nx = 1\n```": ["python", "x = 1", ""],
    "``‸`python\nx = 1\n```": ["```python", "x = 1", ""],
    "```\n*a* **b** &amp;\n```": ["", "*a* **b** &amp;", ""],
    "    *a* b": ["    *a* b"],
    "---\ntitle: *a*\n---\nb": ["---", "title: *a*", "---", "b"],
    "a[^1] b\n\n[^1]: note": ["a¹ b", "", "[^1]: note"],
    "a[^‸1] b\n\n[^1]: note": ["a[^1] b", "", "[^1]: note"],
    "a[^x] b\n\n[^x]: note": ["ax b", "", "[^x]: note"],
    "<b>x</b> <!-- c -->": ["<b>x</b> <!-- c -->"],
    "<!-- *c* -->\n\na": ["<!-- *c* -->", "", "a"],
    "$x^2$ b\n\n$$\n*y*\n$$": ["x^2 b", "", "$$", "*y*", "$$"],
    "$x‸^2$ b": ["$x^2$ b"],
    "\\*a\\* &amp; &copy;": ["*a* & ©"],
    "\\*a‸\\* &amp; &copy;": ["*a\\* & ©"],
    "\\*a\\* &am‸p; &copy;": ["*a* &amp; ©"],
}


@pytest.mark.parametrize(("drawing", "expected"), CASES.items(), ids=repr)
def test_markup_without_a_caret_is_hidden(drawing: str, expected: list[str]) -> None:
    assert rows(drawing) == expected


@pytest.mark.parametrize("drawing", CASES, ids=repr)
def test_the_reading_view_reveals_nothing_and_the_source_view_everything(drawing: str) -> None:
    draft = drawing.replace(CARET, "")
    assert rows(drawing, "reading") == rows(draft)
    shown = "\n".join(_drawn(layout, 0) for layout in Preview(draft, 400, "source").layouts())
    assert shown == draft


@pytest.mark.parametrize("drawing", CASES, ids=repr)
def test_every_selected_marker_is_visible(drawing: str) -> None:
    draft = drawing.replace(CARET, "")
    preview = Preview(f"{draft}\n", 400)
    preview.selections = Selections.single(0, len(draft))
    if "|" not in draft:  # columns stay where they are
        assert "\n".join(preview.rows()) == f"{draft}\n"


def test_in_the_reading_view_a_caret_in_a_hidden_mark_at_a_lines_start_is_in_its_first_row() -> None:
    [layout] = Preview("**one** two", mode="reading").layouts()
    assert [layout.cell_of(offset) for offset in range(4)] == [(0, 0), (0, 0), (0, 0), (0, 1)]


@pytest.mark.parametrize("drawing", CASES, ids=repr)
def test_selecting_everything_reveals_nothing(drawing: str) -> None:
    draft = drawing.replace(CARET, "")
    preview = Preview(f"{draft}\n\n")
    before = preview.rows()
    preview.selections = Selections.single(len(draft) + 2, 0)
    assert preview.rows() == before


def _addresses(preview: Preview) -> list[tuple[int, int]]:
    return [
        (preview.document.block_start(index) + fold.start, preview.document.block_start(index) + fold.end)
        for index, layout in enumerate(preview.layouts())
        for fold in layout.form.folds
    ]


@settings(max_examples=150)
@given(drafts, st.data())
@example("| a | b |\n|---|---|\n| [c](https://example.com/) *d* | **e** |", None)
def test_no_word_jumps_when_carets_come_and_go(draft: str, data: st.DataObject | None) -> None:
    preview = Preview(draft)
    addresses = _addresses(preview)
    without = preview.layouts()
    carets = (
        data.draw(st.lists(st.integers(0, len(draft)), min_size=1, max_size=3)) if data else [draft.index("*d") + 1]
    )
    preview.put(*carets)
    inside = [one for one in addresses if any(one[0] <= caret <= one[1] for caret in carets)]
    for index, (before, after) in enumerate(zip(without, preview.layouts(), strict=True)):
        start = preview.document.block_start(index)
        span = start, start + len(before.text)
        if not any(span[0] <= first <= span[1] for first, _ in inside):
            assert before.starts == after.starts
        if not any(span[0] <= caret <= span[1] for caret in carets):
            assert (before.form, before.starts) == (after.form, after.starts)


@settings(max_examples=150)
@given(drafts, st.integers(0, 300), st.sampled_from(["source", "preview", "reading"]))
@example("a **\u0301b**\n| **\u0301c** |\n|---|\n```\u0301\n", 300, "preview")
@example("[one](https://example.com/a/long/address)\u0301 b\n\n~~~\u0301", 0, "reading")
def test_pieces_are_in_order_within_their_line_and_whole(draft: str, caret: int, mode: Mode) -> None:
    preview = Preview(draft, mode=mode)
    preview.put(min(caret, len(draft)))
    for layout in preview.layouts():
        reached = 0
        for piece in layout.form.pieces:
            assert reached <= piece.start < piece.end <= len(layout.text)
            assert not extends_grapheme(layout.text[piece.end : piece.end + 1])
            reached = piece.end
        assert len(layout.form.prefix) <= layout.form.hang
        for row in range(layout.height):
            assert layout.x_in_row(row, layout.row_span(row)[1]) <= layout.width + (layout.form.is_one_row and 400)


def test_only_the_visible_part_of_a_long_table_is_laid_out() -> None:
    count = 3 * REACH
    preview = Preview("| a | b |\n|---|---|\n" + "| c | d |\n" * count + "| eeee | f |")
    drawn = preview.rows()
    assert drawn[0] == "│ a │ b │"
    assert drawn[2] == "│ c │ d │"
    assert drawn[-1] == "│ eeee │ f │"
