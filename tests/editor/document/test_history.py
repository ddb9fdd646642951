"""How edits are grouped into undo steps, and how much history is kept."""

from __future__ import annotations

import pytest

from editor.document import history
from editor.document.history import SUBSTITUTION, History, Step
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction
from tests.editor.document.texts import apply_naively, deleted_texts


class Typist:
    """Edits a string and records it, with its own clock."""

    def __init__(self, text: str = "", budget: int = 1_000_000) -> None:
        self.history = History(budget)
        self.text = text
        self.now = 0.0

    def edit(self, start: int, end: int, text: str, group: str | None) -> None:
        transaction = Transaction((Change(start, end, text),))
        inverse = transaction.invert(deleted_texts(self.text, transaction))
        self.text = apply_naively(self.text, transaction)
        caret = Selections.single(start + len(text), start + len(text))
        self.history.record(Step(transaction, inverse, Selections.single(end, end), caret), group, self.now)
        self.now += 0.2

    def type(self, text: str, at: int | None = None) -> None:
        for character in text:
            position = len(self.text) if at is None else at
            self.edit(position, position, character, "type")

    def modified(self) -> bool:
        return self.history.modified

    def undo_all(self) -> list[str]:
        """Undo everything and return the texts on the way."""
        texts = []
        while (replay := self.history.undo()) is not None:
            self.text = apply_naively(self.text, replay.transaction)
            texts.append(self.text)
        return texts


@pytest.mark.parametrize(
    ("steps"),
    [
        ["one two", "\n", "\nthree"],
        ["He said, ", "“Well: ", "I don't,” ", "and (so?) ", "went."],
        ["One. ", "Two... ", "three 3.5 p.m"],
        ["Sure — ", "it is"],
        ["今日は、", "晴れ。", "「はい！」", "終わり"],
        ["a" * 59 + " ", "b", "\nc"],
    ],
)
def test_typing_is_undone_phrase_by_phrase_and_line_by_line(steps: list[str]) -> None:
    typist = Typist()
    typist.type("".join(steps))
    assert typist.undo_all() == ["".join(steps[:count]) for count in reversed(range(len(steps)))]


def test_a_sentence_without_commas_is_undone_in_few_steps() -> None:
    typist = Typist()
    typist.type(
        "it goes on and on and never comes to any kind of rest so that it has to be cut somewhere along the way"
    )
    assert len(typist.undo_all()) == 2


def test_a_substitution_is_a_step_until_typing_goes_on() -> None:
    typist = Typist()
    typist.type("don'")
    typist.edit(3, 4, "’", SUBSTITUTION)
    assert typist.history.can_undo
    typist.type("t go")
    typist.edit(7, 8, "O", SUBSTITUTION)
    assert typist.text == "don’t gO"
    assert typist.undo_all() == ["don’t go", ""]
    typist.type("a'")
    typist.edit(1, 2, "’", SUBSTITUTION)
    typist.history.mark_saved(typist.history.end_group())
    typist.type("b")
    assert typist.undo_all() == ["a’", "a'", ""]


def test_a_pause_begins_a_new_step() -> None:
    typist = Typist()
    typist.type("ab")
    typist.now += history.GROUP_PAUSE_S
    typist.type("cd")
    assert typist.undo_all() == ["ab", ""]


def test_a_jump_of_the_caret_begins_a_new_step() -> None:
    typist = Typist()
    typist.type("abc")
    typist.type("X", at=2)
    typist.type("Y", at=1)
    assert typist.undo_all() == ["abXc", "abc", ""]


def test_other_kinds_of_edits_are_separate_steps() -> None:
    typist = Typist()
    typist.type("abc")
    typist.edit(2, 3, "", "delete-back")
    typist.edit(1, 2, "", "delete-back")
    typist.edit(1, 1, "paste", None)
    typist.edit(6, 6, "more", None)
    assert typist.undo_all() == ["apaste", "a", "abc", ""]


def test_held_delete_keys_are_one_step() -> None:
    typist = Typist("abcdef")
    for end in (6, 5, 4):
        typist.edit(end - 1, end, "", "delete-back")
    for _ in range(2):
        typist.edit(1, 2, "", "delete-forward")
    assert typist.text == "a"
    assert typist.undo_all() == ["abc", "abcdef"]


def test_typing_over_a_selection_is_one_step_with_the_typing_after_it() -> None:
    typist = Typist("old")
    typist.edit(0, 3, "n", "type")
    typist.type("ew")
    assert typist.undo_all() == ["old"]


def test_a_step_has_the_selection_before_its_first_and_after_its_last_edit() -> None:
    typist = Typist()
    typist.type("abc")
    undone = typist.history.undo()
    redone = typist.history.redo()
    assert undone is not None
    assert redone is not None
    assert undone[2] == Selections.single(0, 0)
    assert redone[2] == Selections.single(3, 3)


def test_saving_and_undoing_end_a_step() -> None:
    typist = Typist()
    typist.type("ab")
    typist.history.mark_saved(typist.history.end_group())
    typist.type("cd")
    assert typist.modified()
    step = typist.history.undo()
    assert step is not None
    assert not typist.modified()
    typist.text = apply_naively(typist.text, step.transaction)
    assert typist.text == "ab"
    typist.type("ef")
    assert not typist.history.can_redo
    assert typist.undo_all() == ["ab", ""]
    assert typist.modified()


def test_undo_and_redo_end_a_step() -> None:
    typist = Typist("xxxx")
    typist.edit(0, 0, "ab", "type")
    step = typist.history.undo()
    assert step is not None
    typist.text = apply_naively(typist.text, step.transaction)
    typist.edit(2, 2, "c", "type")  # where the undone typing ended
    step = typist.history.undo()
    assert step is not None
    typist.history.redo()
    typist.edit(3, 3, "d", "type")
    assert typist.undo_all() == ["xxcxx", "xxxx"]


def test_an_unreachable_saved_state_leaves_the_text_modified() -> None:
    typist = Typist()
    typist.edit(0, 0, "a", None)
    typist.history.mark_saved(typist.history.end_group())
    typist.history.undo()
    typist.text = ""
    typist.edit(0, 0, "b", None)
    assert typist.modified()
    typist.history.undo()
    assert typist.modified()


LARGE = "x" * 40_000


def test_the_oldest_steps_are_dropped_first_and_the_newest_never() -> None:
    typist = Typist(budget=100_000)
    for _ in range(5):
        typist.edit(0, 0, LARGE, None)
    assert len(typist.undo_all()) == 2
    assert typist.modified()  # the initial state can no longer be reached
    typist.edit(0, 0, LARGE * 3, None)
    assert len(typist.undo_all()) == 1


def test_the_size_of_a_group_counts_too() -> None:
    for pieces, steps in ((2, 1), (1, 2)):
        typist = Typist(budget=100_000)
        typist.edit(0, 0, LARGE, None)
        for _ in range(pieces):
            typist.edit(len(typist.text), len(typist.text), LARGE, "type")
        assert len(typist.undo_all()) == steps


def test_many_small_steps_stay_within_the_budget_too() -> None:
    typist = Typist(budget=100_000)
    for _ in range(1_000):
        typist.edit(0, 0, "x", None)
    assert 50 < len(typist.undo_all()) < 200


def test_typing_at_several_carets_is_one_step() -> None:
    history, text = History(), "ab"
    for character, places in (("x", (0, 1)), ("y", (1, 3))):
        transaction = Transaction(tuple(Change(place, place, character) for place in places))
        inverse = transaction.invert(deleted_texts(text, transaction))
        text = apply_naively(text, transaction)
        history.record(Step(transaction, inverse, None, None), "type", 0.0)
    assert text == "xyaxyb"
    replay = history.undo()
    assert replay is not None
    assert apply_naively(text, replay.transaction) == "ab"
    assert history.undo() is None


def test_typing_continues_where_the_caret_was() -> None:
    typist = Typist()
    transaction = Transaction((Change(0, 0, "()"),))
    caret = Selections.single(1, 1)
    typist.history.record(Step(transaction, transaction.invert([""]), None, caret), "type", 0.0)
    typist.text = "()"
    typist.type("a", at=1)
    assert typist.undo_all() == [""]
