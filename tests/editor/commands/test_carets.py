"""Several carets, and selecting by units, as tables: the drawing before, keys, the drawing after."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.commands.carets import grow_selection, select_paragraph, select_sentence, select_word, shrink_selection
from editor.document import Document
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.selections import Selection, Selections
from editor.document.units import grapheme_left, word_left, word_right
from tests.editor.commands.tables import press_rows
from tests.editor.drawing import drawn, parsed, seen, set_up
from tests.editor.view.harness import CanvasApp

TABLE = [
    # carets above and below, at the cell of the first one
    ("on|e\ntwo\nthree", "alt+shift+down alt+shift+down", "on|e\ntw|o\nth|ree"),
    ("one\ntwo\nth|ree", "ctrl+alt+up alt+ctrl+up", "on|e\ntw|o\nth|ree"),
    ("one|\n\nthree", "alt+shift+down alt+shift+down", "one|\n|\nthr|ee"),
    ("one|", "alt+shift+down", "one|"),
    # every edit happens at each of them
    ("on|e\ntw|o", "x", "onx|e\ntwx|o"),
    ("<one| <two|", "x", "x| x|"),
    ("on|e tw|o", "backspace", "o|e t|o"),
    ("one| two|", "ctrl+w", "| |"),
    ("|one |two", "ctrl+delete", "| |"),
    ("o|n|e", "backspace backspace", "|e"),
    ("one| two|", "enter", "one\n| two\n|"),
    ("a|b\nc|d", "shift+right backspace", "a|\nc|"),
    ("a|b\nc|d", "x y ctrl+z", "a|b\nc|d"),
    ("a|b\nc|d", "x y ctrl+z ctrl+y", "axy|b\ncxy|d"),
    ("a|b\r\nc|d\r\n", "delete delete", "a|c|"),
    # every motion moves each of them
    ("|one |two", "ctrl+right", "one| two|"),
    ("|one |two", "shift+end", "<one two|"),
    ("one| two|", "home", "|one two"),
    ("<one| <two|", "left", "|one |two"),
    ("on|e\ntw|o", "down", "one\ntw|o|"),
    # back to one
    ("on|e tw|o", "escape", "one tw|o"),
    ("<one| <two|", "escape", "one <two|"),
    ("<one| <two|", "escape escape", "one two|"),
    # occurrences
    ("o|ne two one", "ctrl+d", "<one| two one"),
    ("o|ne two one", "ctrl+d ctrl+d", "<one| two <one|"),
    ("one two o|ne one", "ctrl+d ctrl+d ctrl+d", "<one| two <one| <one|"),
    ("one two <one| one", "ctrl+d x", "one two x| x|"),
    ("one| lone one", "alt+l", "<one| lone <one|"),
    ("l<one| lone", "alt+l", "l<one| l<one|"),
    (" | one", "ctrl+d", " | one"),
    ("<one\ntwo\nthree|", "alt+i", "one|\ntwo|\nthree|"),
    # lines
    ("one\nt|wo\nthree", "ctrl+l", "one\n<two\n|three"),
    ("one\nt|wo\nthree", "ctrl+l ctrl+l", "one\n<two\nthree|"),
    # sentences and paragraphs
    ("One two. Three |four. Five.", "alt+a", "One two. |Three four. Five."),
    ("One two. |Three four. Five.", "alt+a", "|One two. Three four. Five."),
    ("One two. Three |four. Five.", "alt+e", "One two. Three four. |Five."),
    ("One two. Three |four. Five.", "alt+shift+e", "One two. Three <four. |Five."),
    ("One two. Three |four. Five.", "alt+k", "One two. Three |Five."),
    ("One two. Three |four. Five.", "alt+h", "One two. |four. Five."),
    ("one t|wo", "ctrl+k", "one t|"),
    ("one t|wo", "ctrl+u", "|wo"),
    # a mark: arrow keys select until Escape or an edit
    ("o|ne two", "alt+m right ctrl+right", "o<ne| two"),
    ("o|ne two", "alt+m right right escape right", "one |two"),
    ("o|ne two", "alt+m end x left", "o|x"),
    # whole lines, however many rows they wrap to
    ("one two three fo|ur five", "alt+home", "|one two three four five"),
    ("one| two three four five", "alt+end", "one two three four five|"),
    ("one| two three four five", "alt+shift+end", "one< two three four five|"),
]


async def test_several_carets() -> None:
    assert await press_rows(CanvasApp("", column=12), TABLE) == TABLE


async def test_selecting_by_units_and_growing() -> None:
    app = CanvasApp("")
    text = "First one. Second o|ne here.\nMore.\n\nNext."
    async with app.run_test(size=(60, 8)):
        for select, after in (
            (select_word, "First one. Second <one| here.\nMore.\n\nNext."),
            (select_sentence, "First one. <Second one here.|\nMore.\n\nNext."),
            (select_paragraph, "<First one. Second one here.\nMore.|\n\nNext."),
        ):
            set_up(app.canvas, text)
            select(app.canvas)
            assert seen(app.canvas) == after
        set_up(app.canvas, text)
        shown = [seen(app.canvas)]
        for _ in range(4):
            grow_selection(app.canvas)
            shown.append(seen(app.canvas))
        assert shown == [
            text,
            "First one. Second <one| here.\nMore.\n\nNext.",
            "First one. <Second one here.|\nMore.\n\nNext.",
            "<First one. Second one here.\nMore.|\n\nNext.",
            "<First one. Second one here.\nMore.\n\nNext.|",
        ]
        for before in reversed(shown[:-1]):
            shrink_selection(app.canvas)
            assert seen(app.canvas) == before
        shrink_selection(app.canvas)
        assert seen(app.canvas) == text


async def test_a_thousand_carets_type_and_only_visible_ones_are_drawn() -> None:
    lines = 1000
    app = CanvasApp("word here\n" * lines)
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.press("alt+l")
        assert len(app.canvas.selections) == lines
        await pilot.press("x", "y")
        assert app.document.text == "xy here\n" * lines
        assert app.shown()[0] == "xy here"
        await pilot.press("ctrl+z")
        assert app.document.text == "word here\n" * lines
        assert len(app.canvas.selections) == lines


@pytest.mark.parametrize("drawing", ["|", "a|b", "<ab|c", "|ab>c", "<a|b|c", "|a>|b>", "a|b|c<d|"])
def test_drawings_say_what_they_draw(drawing: str) -> None:
    assert drawn(*parsed(drawing)) == drawing


PIECES = st.lists(st.sampled_from(["a", "b ", "\n", "\r\n", "e\u0301", "漢", "👨‍👩‍👧", ". ", "don't"]), max_size=12)
KINDS = ("type", "left", "word-left", "word-right")


@settings(max_examples=200)
@given(PIECES, st.lists(st.integers(0, 40), min_size=1, max_size=5), st.lists(st.sampled_from(KINDS), max_size=6))
def test_edits_at_carets_equal_the_same_edits_one_after_the_other(
    pieces: list[str], places: list[int], kinds: list[str]
) -> None:
    document = Document("".join(pieces))
    targets = {"left": grapheme_left, "word-left": word_left, "word-right": word_right}
    carets = [Selection(place, place) for place in (min(place, len(document)) for place in places)]
    selections = Selections.of(carets, carets[0])
    states = [(document.text, selections)]
    for kind in kinds:
        edits = []
        for selection in selections:
            if kind == "type":
                edits.append(CaretEdit(selection.start, selection.end, "x"))
            else:
                start, end = sorted((selection.head, targets[kind](document, selection.head)))
                edits.append(CaretEdit(start, end, ""))
        gone = {at for edit in edits for at in range(edit.start, edit.end)}
        typed = {edit.end for edit in edits if edit.text}
        text = "".join(
            ("x" if at in typed else "") + ("" if at in gone else character)
            for at, character in enumerate([*document.text, ""])
        )
        transaction, after = edit_all(selections, edits)
        document.apply(transaction, selections=selections, selections_after=after)
        assert document.text == text
        selections = after
        if transaction.changes:
            states.append((text, after))
    for text, _ in reversed(states[:-1]):
        assert document.undo() is not None
        assert document.text == text
    assert document.undo() is None
    for text, selections in states[1:]:
        assert document.redo() == selections
        assert document.text == text
