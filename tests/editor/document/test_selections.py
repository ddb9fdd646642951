"""One or several carets as values: how they sort, merge, and move with edits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction

LENGTH = 30
positions = st.integers(0, LENGTH)
ranges = st.lists(st.builds(Selection, positions, positions), min_size=1, max_size=6)


@st.composite
def transactions(draw: st.DrawFn) -> Transaction:
    edges = sorted(draw(st.lists(positions, max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return Transaction(tuple(Change(start, end, draw(st.text("xy", max_size=3))) for start, end in pairs))


def covered(selections: list[Selection] | Selections) -> set[int]:
    return {position for selection in selections for position in range(selection.start, selection.end)}


@given(ranges, st.data())
def test_selections_ascend_and_cover_the_selected_text(several: list[Selection], data: st.DataObject) -> None:
    main = data.draw(st.sampled_from(several))
    made = Selections.of(several, main)
    for first, second in zip(made.ranges, made.ranges[1:], strict=False):
        assert first.end <= second.start
        assert first.end < second.start or not (first.is_empty or second.is_empty)
    assert covered(made) == covered(several)
    assert made.main.start <= main.start <= main.end <= made.main.end
    assert Selections.of(made.ranges, made.main) == made


def test_touching_selections_stay_separate_and_a_caret_at_an_edge_is_dropped() -> None:
    two = [Selection(0, 3), Selection(3, 6)]
    assert Selections.of(two, two[1]) == Selections((Selection(0, 3), Selection(3, 6)), 1)
    assert Selections.of([Selection(0, 3), Selection(3, 3)], Selection(3, 3)) == Selections((Selection(0, 3),))
    assert Selections.of([Selection(2, 2), Selection(2, 2)], Selection(2, 2)) == Selections.single(2, 2)


def test_merged_selections_keep_the_direction_of_the_later_one() -> None:
    assert Selections.of([Selection(0, 4), Selection(6, 2)], Selection(0, 4)) == Selections.single(6, 0)


@given(ranges, positions, positions)
def test_between_finds_all_that_touch(several: list[Selection], start: int, length: int) -> None:
    made = Selections.of(several, several[0])
    end = start + length
    assert made.between(start, end) == tuple(one for one in made if one.end >= start and one.start <= end)


@given(transactions(), st.lists(positions), st.sampled_from([-1, 1]))
def test_many_positions_go_where_each_goes(transaction: Transaction, many: list[int], bias: int) -> None:
    assert transaction.map_positions(many, bias) == [  # type: ignore[arg-type]  # -1 or 1
        transaction.map_position(position, bias)  # type: ignore[arg-type]
        for position in many
    ]


@given(ranges, transactions())
def test_all_move_as_each_does(several: list[Selection], transaction: Transaction) -> None:
    made = Selections.of(several, several[0])
    moved = [selection.map(transaction) for selection in made]
    assert made.map(transaction) == Selections.of(moved, moved[made.main_index])


@given(st.sets(positions, min_size=1), st.text("ab\n", max_size=2))
def test_typing_at_every_caret(carets: set[int], typed: str) -> None:
    text = "".join(chr(0x100 + index) for index in range(LENGTH))
    made = Selections.of([Selection(caret, caret) for caret in carets], Selection(min(carets), min(carets)))
    transaction, after = edit_all(made, [CaretEdit(one.start, one.end, typed) for one in made])
    for change in reversed(transaction.changes):
        text = text[: change.start] + change.text + text[change.end :]
    assert len(text) == LENGTH + len(carets) * len(typed)
    for caret, selection in zip(sorted(carets), after, strict=True):
        assert selection == Selection(selection.head, selection.head)
        assert text[: selection.head].endswith(typed)
        if caret < LENGTH:
            assert text[selection.head :].startswith(chr(0x100 + caret))


def test_deletions_that_overlap_take_the_text_once() -> None:
    made = Selections.of([Selection(2, 2), Selection(4, 4)], Selection(2, 2))
    transaction, after = edit_all(made, [CaretEdit(0, 2, ""), CaretEdit(0, 4, "")])
    assert transaction.changes == (Change(0, 2, ""), Change(2, 4, ""))
    assert after == Selections.single(0, 0)
    transaction, after = edit_all(made, [CaretEdit(2, 6, ""), CaretEdit(4, 6, "")])
    assert transaction.changes == (Change(2, 6, ""),)
    assert after == Selections.single(2, 2)


def test_an_edit_says_where_its_caret_goes_and_others_do_not_move() -> None:
    made = Selections.of([Selection(1, 1), Selection(5, 8)], Selection(5, 8))
    _, after = edit_all(made, [CaretEdit(1, 1, "()", head=1), None])
    assert after == Selections((Selection(2, 2), Selection(7, 10)), 1)
    _, after = edit_all(made, [None, CaretEdit(5, 8, "(abc)", anchor=1, head=4)])
    assert after == Selections((Selection(1, 1), Selection(6, 9)), 1)
