"""Numbered lists are renumbered after any edit of lines, in the same undo step: drawings before and after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document, line_edits
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.clip import copied, cut_edits, paste_edits
from editor.document.formatting.continuation import break_line
from editor.document.formatting.lists import toggle
from editor.document.formatting.recount import apply_counted
from editor.document.line_edits import Edited
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from tests.editor.document.formatting.drawing import drawn, parsed

Edit = Callable[[Document, LineStates, Selections], Edited | None]


def of_lines(edit: Callable[[Document, Selections], Edited]) -> Edit:
    return lambda document, lines, selections: edit(document, selections)


up = of_lines(partial(line_edits.move, direction=-1))
down = of_lines(partial(line_edits.move, direction=1))
delete = of_lines(line_edits.delete)
duplicate = of_lines(line_edits.duplicate)


def cut(document: Document, lines: LineStates, selections: Selections) -> Edited:
    return edit_all(selections, cut_edits(document, selections))


def paste_line(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Copy the carets' lines and paste them above."""
    return edit_all(selections, paste_edits(document, selections, copied(document, selections), lines))


def as_bullet(document: Document, lines: LineStates, selections: Selections) -> Edited:
    return toggle(document, lines, selections, "bullet")


def erase(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Type nothing over the selections."""
    return edit_all(selections, [CaretEdit(one.start, one.end, "") for one in selections])


TABLE: list[tuple[Edit, str, str]] = [
    (up, "1. a\n2. b¦\n3. c", "1. b¦\n2. a\n3. c"),
    (down, "1. a¦\n2. b\n3. c", "1. b\n2. a¦\n3. c"),
    (up, "1. a\r\n2. b¦\r\n", "1. b¦\r\n2. a\r\n"),
    (up, "1. a\n2. ‹b\n3. c¦", "1. ‹b\n2. c¦\n3. a"),
    (up, "1. a\n2. b¦\n3. c\n4. d¦", "1. b¦\n2. a\n3. d¦\n4. c"),
    (delete, "1. a\n2. b¦\n3. c", "1. a\n2. c¦"),
    (delete, "1. ¦a\n2. b", "1. ¦b"),
    (delete, "001. a\n002. b¦\n003. c", "001. a\n002. c¦"),
    (up, "08. a\n09. b\n10. c¦\n", "08. a\n09. c¦\n10. b\n"),
    (delete, "1. a¦\n2. b\n3. c¦\n4. d\n5. e", "1. b¦\n2. d¦\n3. e"),
    (as_bullet, "1. a\n2. b¦\n3. c", "1. a\n- b¦\n2. c"),
    (as_bullet, "1. ‹a\n2. b¦\n3. c", "- ‹a\n- b¦\n1. c"),
    (as_bullet, "10. a\n20. b\n30. c¦\n40. d\n50. e", "10. a\n20. b\n- c¦\n30. d\n40. e"),
    (as_bullet, "1. a\n1. b¦\n1. c", "1. a\n- b¦\n1. c"),
    (as_bullet, "1. a\n2. b¦\n3. c\n4. d¦\n5. e", "1. a\n- b¦\n2. c\n- d¦\n3. e"),
    (cut, "1. a\n2. b¦\n3. c", "1. a\n¦2. c"),
    (duplicate, "1. a\n2. b¦\n3. c", "1. a\n2. b\n3. b¦\n4. c"),
    (paste_line, "1. a\n2. b¦\n3. c", "1. a\n2. b\n3. b¦\n4. c"),
    (erase, "1. a‹\n2. b¦\n3. c", "1. a¦\n2. c"),
    (erase, "1. a\n2. b\n\n‹para\n\n¦1. c\n2. d", "1. a\n2. b\n\n¦3. c\n4. d"),
    # lists with other kinds of numbering
    (delete, "0. a\n1. b¦\n2. c", "0. a\n1. c¦"),
    (up, "5) a\n6) b¦", "5) b¦\n6) a"),
    (duplicate, "1. a¦\n1. b", "1. a\n1. a¦\n1. b"),
    (break_line, "1. a¦\n1. b", "1. a\n1. ¦\n1. b"),
    (delete, "10. a\n20. b¦\n30. c", "10. a\n20. c¦"),
    (break_line, "10. a¦\n20. b\n30. c", "10. a\n20. ¦\n30. b\n40. c"),
    (delete, "3. a\n2. b¦\n1. c", "3. a\n2. c¦"),
    (up, "7. a\n2. b¦\n5. c", "2. b¦\n7. a\n5. c"),
    # the contents of items move along, and nested lists are numbered separately
    (duplicate, "9. a¦\n10. b\n    c", "9. a\n10. a¦\n11. b\n    c"),
    (delete, "9. a¦\n10. b\n    c", "9. ¦b\n   c"),
    (delete, "1. a\n   1. x\n   2. y¦\n   3. z\n2. b", "1. a\n   1. x\n   2. z¦\n2. b"),
    (down, "1. a\n   1. x\n   2. y¦\n2. b", "1. a\n   1. x\n2. b\n   1. y¦"),
    (delete, "> 1. a\n> 2. b¦\n> 3. c", "> 1. a\n> 2. c¦"),
    (delete, "- 1. a\n  2. b¦\n  3. c", "- 1. a\n  2. c¦"),
    (delete, "1. [x] a¦\n2. [ ] b", "1. [ ] b¦"),
    (delete, "1. a\n\n2. b¦\n\n3. c", "1. a\n\n¦\n2. c"),
    # joined lists are numbered as one, parts of a split list continue
    (delete, "1. a\n\npara¦\n\n1. b", "1. a\n\n¦\n2. b"),
    (of_lines(line_edits.insert), "1. a¦\n2. b", "1. a\n¦\n2. b"),
    # code, and a number in the text
    (up, "```\n1. a\n2. b¦\n```", "```\n2. b¦\n1. a\n```"),
    (delete, "a\n\nb¦\n2024. c", "a\n\n2¦024. c"),
    # right below a paragraph only 1 begins a list
    (down, "x\n1. a¦\n2. b", "x\n1. b\n2. a¦"),
    (up, "x\n1. a\n2. b¦", "x\n1. b¦\n2. a"),
    (delete, "x\n1. a¦\n2. b\n3. c", "x\n1. b¦\n2. c"),
    (delete, "> x\n> 1) a¦\n> 2) b", "> x\n> 1) b¦"),
]


def edited(edit: Edit, document: Document, selections: Selections, group: str | None = None) -> Selections:
    """Make an edit as the canvas does."""
    lines = LineStates(document)
    made = edit(document, lines, selections)
    return selections if made is None else apply_counted(document, lines, made[0], selections, made[1], group)


@pytest.mark.parametrize(("edit", "before", "expected"), TABLE)
def test_lists_go_on_counting(edit: Edit, before: str, expected: str) -> None:
    document, selections = parsed(before)
    text = document.text
    after = edited(edit, document, selections)
    assert drawn(document, after) == expected
    assert document.undo() == selections
    assert document.text == text
    assert not document.can_undo
    assert document.redo() == after
    assert drawn(document, after) == expected


def test_typing_goes_on_in_the_step_that_counted() -> None:
    document, selections = parsed("8. a\n9. ‹b\n10. c\n11. ¦d\n12. e")
    text = document.text
    for letter in "xy":

        def type_letter(document: Document, lines: LineStates, selections: Selections, letter: str = letter) -> Edited:
            return edit_all(selections, [CaretEdit(one.start, one.end, letter) for one in selections])

        selections = edited(type_letter, document, selections, "type")
    assert drawn(document, selections) == "8. a\n9. xy¦d\n10. e"
    document.undo()
    assert document.text == text


@st.composite
def counting_lists(draw: st.DrawFn) -> tuple[str, int, int]:
    """Return a text with a numbered list, its first number and its step."""
    start, step = draw(st.integers(0, 12)), draw(st.sampled_from([0, 1, 1, 1, 10]))
    count = draw(st.integers(3, 12))
    rows = [f"{start + step * place}. {draw(st.sampled_from('abcdef'))}" for place in range(count)]
    prefix = draw(st.sampled_from(["", "> "]))
    return "\n".join(["para", "", *(prefix + row for row in rows), "", "end"]), start, step


EDITS = st.sampled_from([up, down, delete, duplicate, cut, paste_line])


@given(counting_lists(), st.lists(st.tuples(EDITS, st.floats(0, 1)), min_size=1, max_size=3))
def test_numbered_lists_stay_numbered_after_every_edit_of_lines(
    counting: tuple[str, int, int], edits: list[tuple[Edit, float]]
) -> None:
    text, start, step = counting
    document = Document(text)
    texts = [text]
    for edit, place in edits:
        index = 2 + round(place * (len(document.blocks) - 5))
        if (edit is up and index == 2) or (edit is down and index == len(document.blocks) - 3):
            continue  # it would leave the list
        caret = document.block_start(index) + len(document.blocks[index].text)
        edited(edit, document, Selections.of([one := Selection(caret, caret)], one))
        texts.append(document.text)
        lines = LineStates(document)
        numbers = [
            int(block.text[state.markers[-1].start : state.markers[-1].end - 1])
            for number, block in enumerate(document.blocks)
            if (state := lines.of(number)).list_depth == 1 + text.count("\n- ", 0, 8) and state.markers[-1:]
            if state.markers[-1].kind == "number"
        ]
        assert numbers == [start + step * place for place in range(len(numbers))], texts
        if step > 1 and len(numbers) <= 2:
            break  # two items only count as 1 2 or 1 1
    while document.undo() is not None:
        assert document.text in texts
    assert document.text == text
