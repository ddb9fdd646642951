"""The heat map of all words, by their surprisal or by their entropy."""

from __future__ import annotations

from editor.app import LogproseApp
from scoring.protocol import Flag, WordScore
from tests.editor.scripted_scorer import reading_app, underlined

TEXT = "a plain word `code` here"


def warm(app: LogproseApp) -> list[str]:
    """Return the words whose background differs from the page's, from left to right."""
    page = app.theme_in_use.style("text").bgcolor
    return [segment.text for segment in app.canvas.render_line(0) if segment.style and segment.style.bgcolor != page]


async def test_one_key_cycles_through_flags_surprisal_entropy_and_nothing() -> None:
    async with reading_app(TEXT) as (app, scorer, pilot):
        words = (("plain", 9.5, 0.1), ("word", 0.2, 5.0), ("code", 12.0, 5.0), ("here", 2.5, 0.1))
        scores = tuple(WordScore(TEXT.index(w), TEXT.index(w) + len(w), *nats) for w, *nats in words)
        flag = Flag(TEXT.index("plain"), TEXT.index("plain") + 5, 15.0, "surprising", "plain?")
        scorer.hear(scorer.scores(0, len(TEXT), flag, words=scores))
        app.select(1, 1)
        await pilot.pause()
        code = [part for part in warm(app) if "code" in part]
        assert underlined(app) == ["plain"]

        def seen() -> list[str]:
            return [part.strip() for part in warm(app) if part not in code and len(part.strip()) > 1]

        await pilot.press("shift+f7")
        assert seen() == ["plain", "here"], "code isn't prose, and expected words stay cool"
        assert underlined(app) == []
        await pilot.press("shift+f7")
        assert seen() == ["word"]
        await pilot.press("shift+f7")
        assert seen() == []
        assert underlined(app) == []
        await pilot.press("shift+f7")
        assert underlined(app) == ["plain"]
