"""Enter and Backspace in lists and quotes, as tables: the drawing before and after; None: the plain command runs.

The behaviour is CodeMirror's (its Markdown keymap); the texts are ours.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formatting.continuation import break_line, delete_markup
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from tests.editor.document.formatting.drawing import after

ENTER: list[tuple[str, str | None]] = [
    ("plain¦", None),
    ("‹- a¦", None),
    ("¦- a", None),
    ("- milk\n¦  and tea", None),
    # continue with the markup
    ("> To be¦", "> To be\n> ¦"),
    ("> To be,¦ or not", "> To be,\n> ¦ or not"),
    (">To be¦", ">To be\n>¦"),
    (">> deep¦", ">> deep\n>> ¦"),
    ("> > deep¦", "> > deep\n> > ¦"),
    ("- milk¦", "- milk\n- ¦"),
    ("+ milk¦", "+ milk\n+ ¦"),
    ("  *   milk¦", "  *   milk\n  *   ¦"),
    ("7. milk¦", "7. milk\n8. ¦"),
    ("9) milk¦", "9) milk\n10) ¦"),
    ("- [x] milk¦", "- [x] milk\n- [ ] ¦"),
    ("1. [x] milk¦", "1. [x] milk\n2. [ ] ¦"),
    ("> 1. milk¦", "> 1. milk\n> 2. ¦"),
    ("- milk\n  - oats¦", "- milk\n  - oats\n  - ¦"),
    ("-\tmilk\n\t- oats¦", "-\tmilk\n\t- oats\n\t- ¦"),
    ("- > said¦", "- > said\n  > ¦"),
    ("- milk\r\n- tea¦\r\n", "- milk\r\n- tea\r\n- ¦\r\n"),
    ("- milk   ¦", "- milk\n- ¦"),
    ("- milk and¦ tea", "- milk and\n- ¦ tea"),
    # the other lines of an item are its text
    ("- milk\n  and tea¦", "- milk\n  and tea\n  ¦"),
    ("- milk\nand tea¦", "- milk\nand tea\n¦"),
    ("> said\nlazily¦", "> said\nlazily\n> ¦"),
    # numbers
    ("1. a¦\n2. b\n3. c", "1. a\n2. ¦\n3. b\n4. c"),
    ("1. a¦\n2. b\n7. c\n8. d", "1. a\n2. ¦\n3. b\n7. c\n8. d"),
    ("8. a¦\n9. b\n   more\n", "8. a\n9. ¦\n10. b\n    more\n"),
    ("1. a\n   more¦\n2. b", "1. a\n   more\n   ¦\n2. b"),
    # with or without blank lines between the items
    ("- a\n\n- b¦", "- a\n\n- b\n\n- ¦"),
    ("- a\n- b¦", "- a\n- b\n- ¦"),
    ("> 1. a\n>\n> 2. b¦", "> 1. a\n>\n> 2. b\n>\n> 3. ¦"),
    ("- a\n- ¦", "- a\n\n¦"),
    # leaving an empty item
    ("- ¦", "¦"),
    ("- a\n- b\n- ¦", "- a\n- b\n\n¦"),
    ("- a\n\n- ¦", "- a\n\n¦"),
    ("- [ ] a\n- [ ] b\n- [ ] ¦", "- [ ] a\n- [ ] b\n\n¦"),
    ("1. a\n2. b\n3. ¦\n4. c\n", "1. a\n2. b\n\n¦\n\n3. c\n"),
    ("1. a\n2. ¦\n3. b", "1. a\n\n¦\n\n2. b"),
    ("- ¦\n- b", "¦\n\n- b"),
    ("- a\r\n- ¦\r\npara", "- a\r\n\r\n¦\r\n\r\npara"),
    ("- a\n  - b\n  - c\n  - ¦", "- a\n  - b\n  - c\n- ¦"),
    ("1. a\n   - b\n   - c\n   - ¦\n2. d", "1. a\n   - b\n   - c\n2. ¦\n3. d"),
    ("> - a\n> - b\n> - ¦", "> - a\n> - b\n>\n> ¦"),
    ("- a\n  - ¦", "- a\n- ¦"),
    ("1. a\n   1. ¦\n2. b", "1. a\n2. ¦\n3. b"),
    ("* a\n  * b\n    * ¦", "* a\n  * b\n  * ¦"),
    # leaving a quote
    ("> ¦", "¦"),
    ("> a\n> ¦", "> a\n\n¦"),
    ("> a\r\n>¦", "> a\r\n\r\n¦"),
    ("> a\n>\n> ¦", "> a\n\n¦"),
    ("> a\n> ¦\n> b", "> a\n\n¦\n> b"),
    ("> # a\n> ¦", "> # a\n\n¦"),
    ("> > a\n> > ¦", "> > a\n>\n> ¦"),
    ("> a\n> > ¦", "> a\n> ¦"),
    ("- > a\n  > ¦", "- > a\n\n  ¦"),
    ("1. x\n   > a\n   > ¦\n2. y", "1. x\n   > a\n\n   ¦\n2. y"),
    ("> a\n> ¦\n\n> b\n> ¦", "> a\n\n¦\n\n> b\n\n¦"),
    # before an item's text, Enter inserts an empty item above: nothing becomes a heading, and a tick stays with its
    # task
    ("- ¦a", "- \n- ¦a"),
    ("x\n- ¦a", "x\n\n- \n- ¦a"),
    ("x\n+ ¦a", "x\n\n+ \n+ ¦a"),
    ("x\n1. ¦a\n2. b", "x\n\n1. \n2. ¦a\n3. b"),
    ("x\r\n- ¦a\r\n", "x\r\n\r\n- \r\n- ¦a\r\n"),
    ("> x\n> - ¦a", "> x\n>\n> - \n> - ¦a"),
    ("- x\n  - ¦a", "- x\n\n  - \n  - ¦a"),
    ("x\n\n- ¦a", "x\n\n- \n- ¦a"),
    ("# x\n- ¦a", "# x\n- \n- ¦a"),
    ("- x\n- ¦a", "- x\n- \n- ¦a"),
    ("- x\n\n- ¦a", "- x\n\n- \n\n- ¦a"),
    ("x\n- [ ] ¦a", "x\n- [ ] \n- [ ] ¦a"),
    ("- [x] ¦a", "- [ ] \n- [x] ¦a"),
    ("- [¦x] a", "- [ ] \n- [¦x] a"),
    ("- b\n\n- ¦[ ] a", "- b\n\n- [ ] \n\n- ¦[ ] a"),
    ("> 1. [x¦] a", "> 1. [ ] \n> 1. [x¦] a"),
    ("009. a¦", "009. a\n010. ¦"),
    ("- [X]¦ a\n  b", "- [ ] \n- [X]¦ a\n  b"),
    ("9. [x] ¦a\n10. [ ] b", "9. [ ] \n10. [x] ¦a\n11. [ ] b"),
    ("- [x] a¦b", "- [x] a\n- [ ] ¦b"),
    # text that leaves its item or quote doesn't take the line below into its paragraph
    ("- ¦\n  h\na\n- ", "¦\n\n  h\na\n\n- "),
    ("- a¦\na\n- ", "- a\n- ¦\na\n\n- "),
    ("- \n¦  h\n- ", None),
    ("- \n  ¦h\n2. [ ] d", "- \n\n  ¦h\n\n2. [ ] d"),
    ("> e¦\na\n2. [x] d", "> e\n> ¦\na\n\n2. [x] d"),
    ("> - f¦\n> a\n> - ", "> - f\n> - ¦\n> a\n>\n> - "),
    ("- a¦\na\n---", "- a\n- ¦\na\n\n---"),
    ("- a¦\na\n===", "- a\n- ¦\na\n\n==="),
    ("- a¦\n\n  h\n- ", "- a\n- ¦\n\n  h\n\n- "),
    ("- a¦\n  a\n- ", "- a\n- ¦\n  a\n- "),
    # nothing special in code, HTML, front matter
    ("```\n- a¦\n```", None),
    ("- ```\n  a¦", None),
    ("> ~~~py¦", None),
    ("- <div¦>", None),
    ("---\ntags:\n- a¦\n---", None),
    # several carets
    ("- a¦\n\n> b¦", "- a\n- ¦\n\n> b\n> ¦"),
    ("1. a¦\n2. b¦\n3. c", "1. a\n2. ¦\n3. b\n4. ¦\n5. c"),
    ("- a¦\n\nb¦", None),
    ("---\na: b\n---\n\nc\n\n1. a¦\n2. b¦\n3. c", "---\na: b\n---\n\nc\n\n1. a\n2. ¦\n3. b\n4. ¦\n5. c"),
    ("c\n\n---\na: b\n---\n- a¦\n- b¦", "c\n\n---\na: b\n---\n- a\n- ¦\n- b\n- ¦"),
    ("```\nx\n\n- y\n```\n- a¦\n- b¦", "```\nx\n\n- y\n```\n- a\n- ¦\n- b\n- ¦"),
    ("```\nx\n\n- y¦\n- z¦\n```\n", None),
]


@pytest.mark.parametrize(("before", "expected"), ENTER)
def test_enter(before: str, expected: str | None) -> None:
    assert after(before, break_line) == expected


LINES = st.sampled_from(
    ["a", "b b", "- a", "- [x] b", "1. c", "2. [ ] d", "> e", "> - f", "  - [X] g", "  h", "", "# i", "> ", "- "]
)


def headings_and_ticks(document: Document) -> tuple[list[int], list[tuple[str, bool]]]:
    """Return the levels of the headings, and the text of each task with whether it is ticked."""
    lines = LineStates(document)
    states = [(block.text, lines.of(index)) for index, block in enumerate(document.blocks)]
    tasks = [(text[state.content :].strip(), state.task) for text, state in states if state.task is not None]
    return [state.level for _, state in states if state.level], [(text, tick) for text, tick in tasks if text]


@given(st.lists(LINES, min_size=1, max_size=4))
@example(["- ", "  h", "a", "- "])
def test_enter_makes_no_heading_and_leaves_ticks_with_their_tasks(texts: list[str]) -> None:
    document = Document("\n".join(texts))
    lines, before = LineStates(document), headings_and_ticks(document)
    assume(before[0] == [1] * texts.count("# i"))
    for place in range(len(document) + 1):
        edited = break_line(document, lines, Selections.single(place, place))
        if edited is not None:
            document.apply(edited[0])
            assert headings_and_ticks(document) == before, place
            document.undo()


BACKSPACE: list[tuple[str, str | None]] = [
    ("plain¦", None),
    ("- milk¦", None),
    ("-¦", None),
    ("> ¦", "¦"),
    ("> ¦said", "¦said"),
    (">¦said", "¦said"),
    ("> > ¦", "> ¦"),
    (">    ¦", "> ¦"),
    ("- ¦", "¦"),
    ("- ¦milk", "¦milk"),
    ("- milk\n- ¦", "- milk\n  ¦"),
    ("- milk\n- ¦tea", "- milk\n  ¦tea"),
    ("- milk\n-    ¦", "- milk\n- ¦"),
    ("1. milk\n2. ¦tea", "1. milk\n   ¦tea"),
    ("- [ ] milk\n- [ ] ¦tea", "- [ ] milk\n  ¦tea"),
    ("- milk\n  ¦", "- milk\n¦"),
    ("> - ¦milk", "> ¦milk"),
    ("- milk\n  - ¦tea", "- milk\n  ¦tea"),
    ("> ¦a\n> ¦b", "¦a\n¦b"),
    ("```\n> ¦\n```", None),
]


@pytest.mark.parametrize(("before", "expected"), BACKSPACE)
def test_backspace(before: str, expected: str | None) -> None:
    assert after(before, delete_markup) == expected


def test_several_carets_far_down_read_only_the_text_around_them(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    before = "word\n\n" * 20_000 + "1. a¦\n2. b¦\n"

    class Counted(Document):
        def __init__(self, text: str = "") -> None:
            super().__init__(text)
            read.append(len(text))

    monkeypatch.setattr("editor.document.formatting.one_by_one.Document", Counted)
    assert after(before, break_line) == "word\n\n" * 20_000 + "1. a\n2. ¦\n3. b\n4. ¦\n"
    assert sum(read) < 100
