"""At any size of the screen, no list covers the rows it is about, and the flagged word is fully visible."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region, Size
from textual.widgets import OptionList

from editor.app import LogproseApp
from editor.flags.feature import FlagsFeature
from editor.flags.list_screen import FlagList, FlagRow
from editor.view.widgets.placing import place_beside
from scoring import protocol
from scoring.protocol import Suggestion
from tests.editor.scripted_scorer import reading_app

TEXT = (
    "The committee have recieved teh long report, which nobody in the room had read to the end.\n\n"
    "Nobody have read it.\n\nWe discussed about an incomprehensible paragraph.\n"
)
FLAGGED = {
    "have": ("has", "has had"),
    "recieved": ("received", "received, after a good deal of waiting,"),
    "teh": ("the",),
    "discussed about": ("discussed", ""),
    "incomprehensible": ("unclear", "quite incomprehensible to anyone who was there", "an"),
}
SIZES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
SMALL = [(20, 5), (20, 8), (28, 6), (40, 10), (60, 15), (80, 24), (120, 5), (20, 40)]


def flags() -> list[protocol.Flag]:
    found = []
    for word, edits in FLAGGED.items():
        start = TEXT.index(word)
        edit = [Suggestion(start, start + len(word), text, 5.0, "grammar", 0.5) for text in edits]
        found.append(protocol.Flag(start, start + len(word), 9.0, "grammar", f"{word}?", tuple(edit)))
    return found


def rows_of_word(app: LogproseApp, start: int, end: int) -> range:
    """Return the rows of the screen from the first letter of a word to its last, previewed edits included."""
    canvas = app.canvas
    first, last = (canvas.viewport.cell_of(place)[1] + canvas.content_region.y for place in (start, end))
    return range(first, last + 1)


def assert_seen(app: LogproseApp, start: int, end: int, popup: Region) -> None:
    rows = rows_of_word(app, start, end)
    screen = app.size
    if len(rows) >= app.canvas.size.height:
        return  # the word fills the draft's part of the screen
    assert rows.start >= 0
    assert rows.stop <= screen.height, "the word itself is on the screen"
    assert popup.height >= 1
    assert Region(0, 0, *screen).contains_region(popup)
    assert not set(rows) & set(range(popup.y, popup.bottom)), f"{popup} covers {rows}"


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("word", FLAGGED)
async def test_the_list_of_suggestions_never_covers_the_word_it_changes(size: tuple[int, int], word: str) -> None:
    async with reading_app(TEXT, size=size) as (app, scorer, pilot):
        scorer.hear(scorer.scores(0, len(TEXT), *flags()))
        start = TEXT.index(word)
        app.select(start, start)
        await pilot.pause()
        await pilot.press("f2")
        popup = app.feature(FlagsFeature).suggestions
        for _ in range(len(FLAGGED[word]) + 1):
            await pilot.pause()
            assert popup.display
            assert_seen(app, start, start + len(word), popup.region)
            assert popup.virtual_size.height == popup.option_count, "each row is one line"
            await pilot.press("down")


@SIZES
@given(st.integers(20, 100), st.integers(5, 30), st.sampled_from(list(FLAGGED)), st.integers(0, 40))
@example(20, 5, "incomprehensible", 0)  # the preview of a shorter word wraps into the row above
async def test_the_list_of_suggestions_never_covers_its_word_at_any_size_or_scroll_position(
    width: int, height: int, word: str, lines: int
) -> None:
    text = "filler\n" * lines + TEXT + "filler\n" * 9
    async with reading_app(text, size=(width, height)) as (app, scorer, pilot):
        word = word.split()[0]
        start = text.index(word)
        app.select(start, start)
        await pilot.press("f2")
        popup = app.feature(FlagsFeature).suggestions
        assert_seen(app, start, start + len(word), popup.region)
        scorer.answer("one", "two", "three of them, to be sure", *(f"word{n}" for n in range(6)))
        await pilot.pause()
        assert_seen(app, start, start + len(word), popup.region)
        assert popup.virtual_size.height == popup.option_count, "each row is one line"


@pytest.mark.parametrize("size", SMALL)
async def test_the_list_of_flags_never_covers_the_flag_it_previews_nor_shortens_it(size: tuple[int, int]) -> None:
    async with reading_app(TEXT, size=size) as (app, scorer, pilot):
        scorer.hear(scorer.scores(0, len(TEXT), *flags()))
        await pilot.press("f16")
        listed = app.screen
        assert isinstance(listed, FlagList)
        await pilot.press("f16")  # by place
        options = listed.query_one(OptionList)
        box = options.parent
        assert box is not None
        for flag in flags():
            await pilot.pause()
            assert_seen(app, flag.start, flag.end, box.region)  # type: ignore[attr-defined]  # it is a widget
            assert options.highlighted is not None
            assert options.virtual_size.height == options.option_count, "each row is one line"
            drawn = str(options.get_option_at_index(options.highlighted).prompt)
            if len(TEXT[flag.start : flag.end]) <= options.scrollable_content_region.width:
                assert TEXT[flag.start : flag.end] in drawn
            await pilot.press("down")


@given(
    st.integers(1, 130),
    st.text("abc 今é", max_size=60),
    st.text("xyz今", min_size=1, max_size=30),
    st.text("abc 今é", max_size=60),
    st.text("uv今", max_size=40),
)
def test_a_row_has_its_width_and_the_whole_word(width: int, before: str, word: str, after: str, edit: str) -> None:
    row = FlagRow(0, 1, 12345, "word choice", 0.87, before, word, after, edit)
    parts = row.drawn(width)
    drawn = "".join(parts)
    assert cell_len(drawn) <= width
    if cell_len(word) <= width:
        assert parts.word == word
    if parts.note and width > cell_len(drawn):
        raise AssertionError("the suggestion is at the right edge")


@given(st.integers(-10, 60), st.integers(1, 12), st.integers(-5, 90), st.integers(1, 60), st.integers(1, 20), st.data())
def test_a_list_is_on_the_screen_and_next_to_its_rows(
    first: int, count: int, x: int, width: int, height: int, data: st.DataObject
) -> None:
    screen = Size(data.draw(st.integers(20, 80)), data.draw(st.integers(5, 40)))
    rows = range(first, first + count)
    place = place_beside(rows, x, Size(width, height), screen)
    assert Region(0, 0, *screen).contains_region(place)
    assert 1 <= place.height <= height
    free = max(min(max(0, rows.start), screen.height), screen.height - min(max(0, rows.stop), screen.height))
    if free > 0:
        assert not set(rows) & set(range(place.y, place.bottom))
        assert place.height == min(height, free)
