"""The bars next to paragraphs, and the map of flags next to the scroll bar."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from editor.view.canvas.canvas import Canvas
from scoring import protocol
from tests.editor.resting import until
from tests.editor.scripted_scorer import reading_app


async def _map_drawn(pilot: Pilot[Any], canvas: Canvas) -> None:
    """Wait until no map is waiting to be drawn."""
    await until(pilot, lambda: not canvas._map.is_waiting)
    await pilot.pause()


async def test_the_strip_shows_how_surprising_each_paragraph_is() -> None:
    text = "plain words here\n\nodd words here"
    async with reading_app(text) as (app, scorer, pilot):
        canvas = app.canvas
        starts = [text.index("plain"), text.index("odd")]
        words = tuple(
            protocol.WordScore(start, start + 3, nats, 2.0) for start, nats in zip(starts, (3.0, 20.0), strict=True)
        )
        scorer.hear(scorer.scores(0, len(text), words=words))
        await pilot.pause()
        x = canvas.viewport.text_left - 2
        assert [canvas.render_line(line).crop(x, x + 1).text for line in range(3)] == [" "] * 3, (
            "not before it is turned on"
        )
        canvas.has_strip = True
        column = [canvas.render_line(line).crop(x, x + 1).text for line in range(4)]
        assert column == ["▏", " ", "▉", " "]
        canvas.has_strip = False
        assert [canvas.render_line(line).crop(x, x + 1).text for line in range(3)] == [" "] * 3


async def test_the_map_shows_where_words_are_flagged() -> None:
    text = "\n".join(f"number{n} word" for n in range(200))
    async with reading_app(text) as (app, scorer, pilot):
        canvas = app.canvas
        scorer.flag("number100 ", *[f"number{n} " for n in range(190, 200)])
        await _map_drawn(pilot, canvas)
        width = canvas.scrollable_content_region.width
        signs = [canvas.render_line(line).crop(width - 1, width).text for line in range(canvas.viewport.page_rows)]
        page = canvas.viewport.page_rows
        assert signs[100 * page // 200] == "▗"
        assert signs[-1] == "▐"
        assert [sign for sign in signs if sign != " "] == ["▗", "▐"]
        canvas.has_gutter = False
        await _map_drawn(pilot, canvas)
        assert all(canvas.render_line(line).crop(width - 1, width).text == " " for line in range(page))
