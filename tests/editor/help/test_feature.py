"""The tour: a card to page through with Enter, which doesn't get in the way of writing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.help.tour import TourFeature, note_start
from editor.help.tour_card import STEPS
from editor.paths import tour_seen_path
from editor.view.theme.theme import theme_names


def shown(app: LogproseApp) -> str:
    """Return the card's text; "" while it is hidden."""
    return str(app.feature(TourFeature).card.render()) if app.feature(TourFeature).card.is_open else ""


async def give_tour(pilot: Pilot[Any]) -> None:
    await pilot.press("ctrl+p", *"tour", "enter")
    await pilot.pause()
    await pilot.pause()


async def test_enter_and_the_arrows_go_through_it_to_its_end() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        assert shown(app) == "", "nobody is at a terminal"
        await give_tour(pilot)
        assert 5 <= len(STEPS) <= 7
        for number, step in enumerate(STEPS, 1):
            assert shown(app).startswith(f"{step.title}  {number}/{len(STEPS)}")
            await pilot.press("left", *["right"] * (number > 1), "enter")
        assert shown(app) == ""
        assert app.document.text == ""
        await give_tour(pilot)
        assert shown(app).startswith(STEPS[0].title)


async def test_it_names_the_writers_own_keys(settings_file: Path) -> None:
    settings_file.write_text('[keys]\nsave = ["ctrl+t"]\nopen = []\n')
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await give_tour(pilot)
        await pilot.press(*["enter"] * 5)
        assert "Ctrl+T saves, – opens" in shown(app)


async def test_escape_and_typing_close_it() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await give_tour(pilot)
        await pilot.press("escape")
        assert shown(app) == ""
        await give_tour(pilot)
        await pilot.press("enter", "down", "home", "ctrl+p", "escape")
        assert shown(app).startswith(STEPS[1].title)
        await pilot.press("a", "enter", "b", "left")
        assert shown(app) == ""
        assert app.document.text == "a\nb"
        assert app.selection == (2, 2)
        await give_tour(pilot)
        assert shown(app).startswith(STEPS[1].title), "it continues where it was left"


# Sizes do not depend on the colours, except for the frame in themes without any.
SCREENS = [((60, 15), theme) for theme in theme_names()]
SCREENS += [(size, theme) for size in ((250, 70),) for theme in ("dark", "terminal")]


@pytest.mark.parametrize(("size", "theme"), SCREENS)
async def test_each_step_is_fully_visible_on_every_screen(
    theme: str, size: tuple[int, int], settings_file: Path
) -> None:
    settings_file.write_text(f'theme = "{theme}"\n')
    app = LogproseApp(scorer=False)
    async with app.run_test(size=size) as pilot:
        await give_tour(pilot)
        for _ in STEPS:
            await pilot.pause()
            card = app.feature(TourFeature).card
            assert app.screen.region.contains_region(card.region)
            assert card.region.bottom <= app.status.region.y
            text = " ".join(card.render_line(y).text.strip() for y in range(card.size.height))
            assert "Esc: skip the tour" in " ".join(text.split())
            await pilot.press("enter")


def test_only_the_first_start_counts_as_first(tmp_path: Path) -> None:
    path = tmp_path / "state" / "tour-seen"
    assert note_start(path)
    assert not note_start(path)


def test_without_write_access_there_is_no_tour(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not note_start(tmp_path / "file" / "tour-seen")


def test_the_first_start_is_recorded_in_the_state_directory(home: Path) -> None:
    assert tour_seen_path().is_relative_to(home)
