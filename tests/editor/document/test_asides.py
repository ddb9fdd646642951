"""Actions other than edits are undone in order with the edits."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.asides import Aside, Asides
from editor.document.transaction import Change, Transaction


@given(st.lists(st.sampled_from(["edit", "aside", "undo", "redo"]), max_size=40))
def test_edits_and_asides_are_undone_and_redone_in_their_order(steps: list[str]) -> None:
    """An aside doesn't discard undone edits, so no text is lost because a word was ignored."""
    document = Document("")
    asides = Asides(document.moment)
    in_force: list[int] = []
    done, undone = list[tuple[str, int]](), list[tuple[str, int]]()
    for number, step in enumerate(steps):
        if step == "undo":
            assert (asides.undo() or document.undo() is not None) == bool(done)
            undone += [done.pop()] if done else []
        elif step == "redo":
            assert (asides.redo() or document.redo() is not None) == bool(undone)
            done += [undone.pop()] if undone else []
        elif step == "aside":
            in_force.append(number)
            asides.add(Aside(partial(_drop_last, in_force), partial(in_force.append, number)))
            done.append((step, number))
            undone = [one for one in undone if one[0] == "edit"]
        else:
            end = len(document)
            document.apply(Transaction((Change(end, end, "x"),)))
            done.append((step, number))
            undone.clear()
        assert len(document) == sum(kind == "edit" for kind, _ in done)
        assert in_force == [one for kind, one in done if kind == "aside"]


def _drop_last(numbers: list[int]) -> None:
    numbers.pop()


def test_typing_after_an_aside_is_a_new_step() -> None:
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


def test_an_aside_reverted_in_another_way_is_not_undone() -> None:
    document = Document("")
    asides = Asides(document.moment)
    one = Aside(lambda: None, lambda: None)
    asides.add(one)
    asides.drop(one)
    assert not asides.undo()
