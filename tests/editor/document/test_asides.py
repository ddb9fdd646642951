"""What is done apart from the text is undone in its turn."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.asides import Aside, Asides
from editor.document.transaction import Change, Transaction


@given(st.lists(st.sampled_from(["edit", "type", "aside", "undo", "redo"]), max_size=40))
def test_edits_and_asides_are_undone_and_redone_in_the_order_in_which_they_were_done(steps: list[str]) -> None:
    document = Document("")
    asides = Asides(document.moment)
    aside: list[int] = []

    def state() -> tuple[str, tuple[int, ...]]:
        return document.text, tuple(aside)

    done, undone = [state()], list[tuple[str, tuple[int, ...]]]()
    for number, step in enumerate(steps):
        before = state()
        if step == "undo":
            if asides.undo() or document.undo() is not None:
                undone.append(done.pop())
            assert state() == done[-1]
        elif step == "redo":
            if asides.redo() or document.redo() is not None:
                done.append(undone.pop())
            assert state() == done[-1]
        else:
            if step == "aside":
                aside.append(number)
                asides.add(Aside(partial(_drop_last, aside), partial(aside.append, number)))
            else:
                end = len(document)
                document.apply(Transaction((Change(end, end, "x"),)))
            assert state() != before
            undone.clear()
            done.append(state())


def _drop_last(numbers: list[int]) -> None:
    numbers.pop()


def test_typing_after_an_aside_is_a_step_of_its_own() -> None:
    document = Document("")
    asides = Asides(document.moment)
    said: list[str] = []
    document.replace(0, 0, "a", group="type")
    asides.add(Aside(lambda: said.append("undone"), lambda: said.append("redone")))
    document.replace(1, 1, "b", group="type")
    document.undo()
    assert document.text == "a"
    assert asides.undo()
    assert not asides.undo()
    document.undo()
    assert document.text == ""
    assert not asides.redo()
    document.redo()
    assert asides.redo()
    assert said == ["undone", "redone"]


def test_what_was_taken_back_in_another_way_is_not_undone() -> None:
    document = Document("")
    asides = Asides(document.moment)
    one = Aside(lambda: None, lambda: None)
    asides.add(one)
    asides.drop(one)
    assert not asides.undo()
