"""Find, replace, go to: keys in, the draft, its selection and the bar out."""

from __future__ import annotations

import threading

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.widgets import Input, Static

import editor.commands.find  # importing it registers the commands
import editor.find.feature
from editor.document import Document
from editor.find import search
from editor.find.bar import FindBar
from editor.find.search import Matches
from editor.view.canvas.canvas import Canvas
from tests.editor.find.find_app import FindApp, shows
from tests.editor.resting import until
from tests.patience import PATIENCE_S


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait long enough for a slow machine."""
    monkeypatch.setattr(editor.find.feature, "_PATIENCE_S", 60.0)


VERSES = "one two\nTwo three two\n"


async def test_typing_searches_from_the_caret_on_and_marks_and_counts() -> None:
    app = FindApp(VERSES)
    async with app.run_test(size=(100, 12)) as pilot:
        app.canvas.select(5, 5)
        await pilot.press("ctrl+f", "t")
        await shows(pilot, "2 of 4")
        assert app.selected == (8, 9)
        await pilot.press("w", "o")
        await shows(pilot, "2 of 3")
        assert app.selected == (8, 11)
        assert (app.marked(0), app.marked(1)) == (["two"], ["[Two]", "two"])
        await pilot.press("x")
        await shows(pilot, "no matches")
        assert app.selected == (5, 5)  # where it began
        assert (app.marked(0), app.marked(1)) == ([], [])
        await pilot.press("backspace")
        await shows(pilot, "2 of 3")


async def test_next_and_previous_wrap_around() -> None:
    app = FindApp(VERSES)
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", *"two")
        for key, state in [
            ("enter", "2 of 3"),
            ("down", "3 of 3"),
            ("f3", "1 of 3, continued from the top"),
            ("up", "3 of 3, continued from the bottom"),
            ("shift+f3", "2 of 3"),
            ("f15", "1 of 3"),
            ("shift+enter", "3 of 3, continued from the bottom"),
        ]:
            await pilot.press(key)
            await shows(pilot, state)
        assert app.selected == (18, 21)
        assert app.marked(1) == ["Two", "[two]"]


async def test_keys_work_however_fast_they_are_typed() -> None:
    app = FindApp(VERSES)
    async with app.run_test(size=(100, 12)) as pilot:
        for key in ["ctrl+f", *"twx", "backspace", "o", "enter", "enter", "escape", "!", "f3", "?"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: "?" in app.document.text)
        assert app.document.text == "one ?\nTwo three !\n"


async def test_closing_leaves_the_match_selected_and_nothing_marked() -> None:
    app = FindApp(VERSES)
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", *"three", "enter", "escape")
        assert app.focused is app.canvas
        assert not app.finding.bar.is_open
        assert app.selected == (12, 17)
        assert app.marked(1) == []
        await pilot.press("X", "f3")
        await until(pilot, lambda: app.notes == ["no matches"])
        await pilot.press("ctrl+z", "ctrl+home", "f3", "f3")
        await until(pilot, lambda: app.notes == ["no matches", "continued from the top"])
        assert app.selected == (12, 17)
        await pilot.press("ctrl+f", "delete", *"two")
        await shows(pilot, "3 of 3")
        await pilot.click(app.canvas, offset=(9, 0))
        await pilot.press("escape")  # in the draft too
        assert not app.finding.bar.is_open


async def test_switches_by_key_and_click_are_remembered() -> None:
    app = FindApp("Two twos t.o\n")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", *"t.o")
        await shows(pilot, "1 of 1")
        await pilot.press("alt+r")
        await shows(pilot, "1 of 3")
        await pilot.press("alt+c")
        await shows(pilot, "1 of 2")
        word = next(one for one in app.finding.bar.query(Static) if str(one.render()).endswith("Word"))
        await pilot.click(word)
        await shows(pilot, "1 of 1")
        assert app.selected == (9, 12)
        await pilot.press("escape", "ctrl+home", "ctrl+f")
        await shows(pilot, "1 match")
        await pilot.press("alt+w")
        await shows(pilot, "1 of 2")


async def test_the_selection_is_the_query_or_the_range() -> None:
    app = FindApp("two one\ntwo\ntwo\ntwo\n")
    async with app.run_test(size=(100, 12)) as pilot:
        app.canvas.select(0, 3)
        await pilot.press("ctrl+f")
        await shows(pilot, "1 of 4")
        await pilot.press("escape")
        app.canvas.select(8, 16)
        await pilot.press("ctrl+r")
        await shows(pilot, "2 matches")
        await pilot.press("tab", "x", "alt+a")
        await shows(pilot, "no matches, 2 replaced")
        assert app.document.text == "two one\nx\nx\ntwo\n"
        await pilot.press("alt+l")
        await shows(pilot, "2 matches")
        await pilot.press("enter", "alt+l")
        await shows(pilot, "select the text to search first")


async def test_selected_text_is_found_literally_even_with_regex_on() -> None:
    app = FindApp("a.b axb")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", "alt+r", "escape")
        app.canvas.select(0, 3)
        await pilot.press("ctrl+f")
        await shows(pilot, "1 of 1")


async def test_replacing_one_by_one() -> None:
    app = FindApp("ab ab\nab\n")
    async with app.run_test(size=(100, 12)) as pilot:
        app.canvas.select(3, 3)
        await pilot.press("ctrl+r", *"ab", "tab", *"abab", "enter")
        assert app.document.text == "ab abab\nab\n"
        assert app.selected == (8, 10)  # not the replacement
        await pilot.press("down", "enter")
        await shows(pilot, "1 of 1")  # replacements aren't searched
        assert app.document.text == "abab abab\nab\n"
        await pilot.press("shift+tab", "ctrl+a", *"x", "tab", "enter")
        assert app.document.text == "abab abab\nab\n"


async def test_replacing_one_by_one_moves_past_empty_matches() -> None:
    app = FindApp("a\r\nb\r\n\r\nc\r\n")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+r", "alt+r", "$", "tab", "X")
        await shows(pilot, "1 of 5")
        await pilot.press("enter", "enter")
        assert app.document.text == "aX\r\nbX\r\n\r\nc\r\n"
        await pilot.press("enter", "enter", "enter")
        await shows(pilot, "5 of 5, all replaced")
        assert app.document.text == "aX\r\nbX\r\nX\r\ncX\r\nX"
        await pilot.press("enter")  # begins again, with the next match
        await shows(pilot, "1 of 5, continued from the top")
        assert app.document.text == "aX\r\nbX\r\nX\r\ncX\r\nX"


async def test_after_replacing_one_by_one_the_rest_is_replaced_at_once() -> None:
    app = FindApp("abbb")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+r", "alt+r", *"(?<=a)b|b$", "tab", "a", "enter", "alt+a")
        await shows(pilot, "1 match, 1 replaced")
        assert app.document.text == "aaba"


async def test_exact_matches_punctuation_only_as_typed() -> None:
    app = FindApp("don’t don't")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", *"don't")
        await shows(pilot, "1 of 2")
        await pilot.press("alt+e")
        await shows(pilot, "1 of 1")
        assert app.selected == (6, 11)


async def test_replacing_all_is_one_step_and_keeps_the_caret() -> None:
    app = FindApp("one\r\ntwo\r\n")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+r", "alt+r", *"(o)(.)", "tab", *"$2$1", "backslash", "n")
        app.canvas.select(6, 6)
        await pilot.press("alt+a")
        await shows(pilot, "no matches, 1 replaced")
        assert app.document.text == "no\r\ne\r\ntwo\r\n"
        assert app.selected == (8, 8)
        await pilot.press("escape", "ctrl+z")
        assert app.document.text == "one\r\ntwo\r\n"


async def test_an_invalid_pattern_is_reported_and_an_endless_one_blocks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(editor.find.feature, "_PATIENCE_S", 0.05)
    states, show_state, may_end = [], FindBar.show_state, threading.Event()

    def endless(*_: object) -> Matches:
        may_end.wait(PATIENCE_S)
        raise TimeoutError

    def kept(bar: FindBar, text: str, **options: bool) -> None:
        states.append(text)  # "searching …" soon takes the place of the one that is looked for here
        show_state(bar, text, **options)

    monkeypatch.setattr(FindBar, "show_state", kept)
    app = FindApp("a" * 40 + "b")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", "alt+r", *"(a|a")
        await shows(pilot, "missing ) at position 4")
        with monkeypatch.context() as patched:
            patched.setattr(search.Search, "find_all", endless)
            await pilot.press(*")+$", "enter")
            await until(pilot, lambda: "still searching" in states)
            app.finding.close()
            await pilot.press("x")
            assert "x" in app.document.text  # while it goes on
        may_end.set()
        monkeypatch.setattr(search, "TIME_LIMIT_S", 0.05)
        app.canvas.undo()
        app.finding.open()
        await shows(pilot, "this search takes too long")


async def test_editing_repeats_the_search() -> None:
    app = FindApp("two two")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", *"two")
        await shows(pilot, "1 of 2")
        await pilot.click(app.canvas, offset=(0, 0))
        await pilot.press("ctrl+end", *" two")
        await shows(pilot, "3 matches")
        assert app.marked() == ["two", "two", "two"]
        assert app.selected == (11, 11)


async def test_every_match_becomes_a_selection() -> None:
    app = FindApp("two one two")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", *"two", "alt+enter", "x")
        assert app.document.text == "x one x"


async def test_the_bar_has_its_own_undo_and_shows_pasted_text() -> None:
    app = FindApp("two")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("x", "ctrl+f", *"ab", "ctrl+z")
        assert app.finding.bar.search_query.text == "a"
        await pilot.press("ctrl+y", "ctrl+z", "ctrl+z", "ctrl+z")
        assert app.finding.bar.search_query.text == ""
        assert app.document.text == "xtwo"
        app.post_message(events.Paste("tw\x1b[31mo\nnot this"))
        await pilot.pause()
        assert app.finding.bar.search_query.text == "tw\x1b[31mo"
        assert "tw␛[31mo" in app.finding.bar.query(Input).first().render_line(0).text


async def test_keys_without_a_meaning_in_the_bar_go_to_the_program() -> None:
    app = FindApp("two")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", "a", "left", "tab", "ctrl+pageup", "ctrl+s", "alt+1", "alt+c")
        assert app.left_over == ["ctrl+pageup", "ctrl+s", "alt+1"]
        assert app.finding.bar.search_query.text == "a"


async def test_marks_appear_with_the_screen_however_many_there_are() -> None:
    app = FindApp("two words\n" * 10_000)
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", *"two")
        await shows(pilot, "1 of 10,000")
        await pilot.press("up")
        await shows(pilot, "10,000 of 10,000, continued from the bottom")
        assert app.marked(app.canvas.viewport.page_rows - 2) == ["[two]"]
        app.canvas.scroll_rows(-5000)
        await until(pilot, lambda: all(app.marked(y) == ["two"] for y in range(app.canvas.viewport.page_rows)))


async def test_another_draft_is_searched_when_it_is_shown() -> None:
    app = FindApp("two")
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.press("ctrl+f", *"two")
        await shows(pilot, "1 of 1")
        other = Canvas(Document("two two"), app.canvas.theme)
        await app.mount(other)
        first = app.canvas
        app.show(other)
        await shows(pilot, "2 matches")
        assert app.marked(canvas=first) == []
        await pilot.press("enter")
        assert (other.selection.start, other.selection.end) == (0, 3)


async def test_on_a_narrow_screen_the_switches_are_letters() -> None:
    app = FindApp("two")
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("ctrl+f", *"two")
        await shows(pilot, "1 of 1")
        line = app.screen._compositor.render_strips()[-1].text
        assert line.split() == ["Find", "two", "1", "of", "1", "○C", "○W", "○R", "○E", "○L"]


async def test_going_to_lines_and_edits() -> None:
    app = FindApp("\n".join(map(str, range(1, 101))))
    async with app.run_test(size=(100, 12)) as pilot:
        for written, line in [("50", 50), ("+7", 57), ("100%", 100), ("1:2", 1)]:
            await pilot.press("ctrl+g", *written, "enter")
            await until(pilot, lambda: app.screen is app.screen_stack[0])
            assert app.document.block_index(app.canvas.selection.head) + 1 == line
        assert app.selected == (1, 1)
        await pilot.press("ctrl+g", "x", "enter")
        await until(pilot, lambda: app.notes == ["x isn't a line; enter 120, 120:7, 50%, +10 or -10"])
        await pilot.press("!", "ctrl+end", "?", "ctrl+home", "alt+z")
        assert app.canvas.selection.head == len(app.document)
        await pilot.press("alt+z")
        assert app.canvas.selection.head == 2


def test_the_byte_of_backspace_is_not_replace() -> None:
    keys = [event.key for event in XTermParser().feed("\x08\x7f") if isinstance(event, events.Key)]
    assert keys == ["backspace", "backspace"]


async def test_a_query_taken_from_the_current_match_starts_at_that_match() -> None:
    app = FindApp("one two three")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+f", "alt+r", *"[a-z]+", "enter", "enter")
        await shows(pilot, "3 of 3")
        app.canvas.focus()
        await pilot.press("ctrl+f")
        await shows(pilot, "1 of 1")
