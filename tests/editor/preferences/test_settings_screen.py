"""The settings screen, driven by keys: what it shows, what it changes, and what it saves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.text import Text
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from editor.app import LogproseApp
from editor.appearance.theme_choice import ThemeChoice
from editor.preferences.settings_screen import SettingsScreen, ValueQuestion
from editor.settings.entries import ENTRIES, Value
from editor.settings.layers import FOLDER_FILE, load_layer
from editor.view.theme.theme import theme_names
from editor.view.widgets.dialogs import Dialog


def open_app(tmp_path: Path, text: str = "text", name: str = "draft.md") -> LogproseApp:
    path = tmp_path / name
    path.write_text(text)
    return LogproseApp(path, scorer=False)


async def open_settings(pilot: Pilot[Any]) -> None:
    await pilot.press("alt+shift+g")
    await pilot.pause()


def is_open(app: LogproseApp, kind: type[Dialog]) -> bool:
    return isinstance(app.screen, kind)


def rows(app: LogproseApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    prompts = [options.get_option_at_index(index).prompt for index in range(options.option_count)]
    return [prompt.plain for prompt in prompts if isinstance(prompt, Text)]


def explanation(app: LogproseApp) -> str:
    return str(app.screen.query_one(".explanation", Static).render())


def kept(path: Path) -> dict[str, Value]:
    layer = load_layer(path, is_own=True)
    assert layer is None or layer.complaints == ()
    return {} if layer is None else dict(layer.values)


async def test_every_setting_is_listed_with_its_value_and_where_it_comes_from(
    tmp_path: Path, settings_file: Path
) -> None:
    settings_file.write_text("goal = 500\n")
    (tmp_path / FOLDER_FILE).write_text("column = 60")
    app = open_app(tmp_path, "---\nlogprose:\n  zen: true\n---\n")
    async with app.run_test(size=(100, 40)) as pilot:
        await open_settings(pilot)
        titles = [f"Advanced: {entry.title}" if entry.is_expert else entry.title for entry in ENTRIES.values()]
        assert [row.partition("  ")[0] for row in rows(app)] == titles
        shown = dict(zip(ENTRIES, (row.partition("  ")[2].split() for row in rows(app)), strict=True))
        assert shown["goal"] == ["500", "file"]
        assert shown["column"] == ["60", "folder"]
        assert shown["zen"] == ["on", "document"]
        assert shown["scoring.sensitivity"] == ["normal"]
        assert shown["scoring.threshold"] == ["0.0"]
        await pilot.press(*"goal")
        await pilot.pause()
        assert rows(app)[0].split() == ["Word", "goal", "500", "file"]
        assert explanation(app).startswith("Words to write per session; 0: no goal.")
        assert "settings.toml, line 1" in explanation(app)


async def test_switches_and_choices_turn_and_take_effect_at_once(tmp_path: Path, settings_file: Path) -> None:
    settings_file.write_text("# mine\nauto_pairs = true # yes\n")
    app = open_app(tmp_path)
    async with app.run_test(size=(100, 40)) as pilot:
        await open_settings(pilot)
        await pilot.press(*"pairs", "enter")
        assert settings_file.read_text() == "# mine\nauto_pairs = false # yes\n"
        assert not app.canvas.typing.auto_pairs
        await pilot.press(*["backspace"] * 5, *"focus", "space", "space")
        assert kept(settings_file)["focus"] == "paragraph"
        assert app.settings.of(app.workspace.shown).focus == "paragraph"
        assert rows(app)[0].split() == ["Focus", "paragraph", "file"]
        await pilot.press("space")
        assert kept(settings_file)["focus"] == "off"
        await pilot.press("delete")
        assert kept(settings_file) == {"auto_pairs": False}
        assert rows(app)[0].split() == ["Focus", "off"]
        await pilot.press("escape", *"(x")
        assert app.document.text == "(xtext"


async def test_numbers_and_texts_are_typed_and_errors_are_reported(tmp_path: Path, settings_file: Path) -> None:
    app = open_app(tmp_path)
    async with app.run_test(size=(100, 40)) as pilot:
        await open_settings(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert is_open(app, ValueQuestion)
        await pilot.press(*"wide", "enter")
        await pilot.pause()
        assert "wide: must be a whole number from 0 to 1,000" in str(app.screen.query_one(".complaint").render())
        assert not settings_file.exists()
        await pilot.press(*["backspace"] * 4, *"44", "enter")
        await pilot.pause()
        assert is_open(app, SettingsScreen)
        assert kept(settings_file) == {"column": 44}
        assert app.canvas.document_layout.width == 44
        assert rows(app)[1].split() == ["Column", "width", "44", "file"]
        await pilot.press("enter", "9", "escape")
        await pilot.pause()
        assert kept(settings_file) == {"column": 44}
        await pilot.press(*"thresh", "enter", *"0.7", "enter")
        assert kept(settings_file) == {"column": 44, "scoring.threshold": 0.7}
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


async def test_keys_typed_in_a_burst_all_work(tmp_path: Path, settings_file: Path) -> None:
    app = open_app(tmp_path)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press(
            "alt+shift+g", *"typew", "enter", *["backspace"] * 5, *"goal", "enter", *"5", "enter", "escape", "x"
        )
        await pilot.pause()
        assert kept(settings_file) == {"typewriter": True, "goal": 5}
        assert app.document.text == "xtext"


async def test_settings_overridden_by_the_document_are_marked(tmp_path: Path, settings_file: Path) -> None:
    app = open_app(tmp_path, "---\nlogprose:\n  zen: true\n---\n", name="dr\x1baft.md")
    async with app.run_test(size=(100, 40)) as pilot:
        await open_settings(pilot)
        await pilot.press(*"zen", "enter")
        await pilot.pause()
        assert kept(settings_file) == {"zen": False}
        assert app.settings.of(app.workspace.shown).zen
        assert explanation(app) == "Zen mode is saved, but dr␛aft.md, line 3 overrides it here"


async def test_the_theme_is_chosen_from_the_list_of_themes(tmp_path: Path, settings_file: Path) -> None:
    app = open_app(tmp_path)
    async with app.run_test(size=(100, 40)) as pilot:
        await open_settings(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert is_open(app, ThemeChoice)
        await pilot.press(*"nord", "enter")
        await pilot.pause()
        assert is_open(app, SettingsScreen)
        assert app.theme_in_use.name == "nord"
        assert kept(settings_file) == {"theme": "nord"}
        assert rows(app)[0].split() == ["Theme", "nord", "file"]
        await pilot.press("delete")
        assert app.theme_in_use.name == "dark"


async def test_a_settings_file_that_cannot_be_written_is_reported(tmp_path: Path, settings_file: Path) -> None:
    settings_file.write_text("zen = \n")
    app = open_app(tmp_path)
    async with app.run_test(size=(100, 40)) as pilot:
        await open_settings(pilot)
        await pilot.press(*"typew", "enter")
        await pilot.pause()
        assert "typewriter = true is not saved" in explanation(app)
        assert settings_file.read_text() == "zen = \n"


# Sizes don't depend on colours, except for the frame of the theme without any.
SCREENS = [((60, 15), theme) for theme in theme_names()]
SCREENS += [(size, theme) for size in ((250, 70), (20, 5)) for theme in ("dark", "terminal")]


@pytest.mark.parametrize(("size", "theme"), SCREENS)
async def test_every_size_and_theme_shows_the_list_and_the_explanation(
    tmp_path: Path, settings_file: Path, size: tuple[int, int], theme: str
) -> None:
    settings_file.write_text(f'theme = "{theme}"\n')
    app = open_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        await open_settings(pilot)
        await pilot.press("down", "down")
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        assert options.highlighted == 2
        if size != (20, 5):
            visible = app.screen.region
            for part in (options, *app.screen.query(Static)):
                assert visible.contains_region(part.region)
                assert part.region.height
            assert options.region.height >= 4
            assert "Live preview" in "".join(options.render_line(y).text for y in range(options.size.height))
        await pilot.press("enter")
        assert kept(settings_file)["live_preview"] is False
        await pilot.press("escape")
        assert len(app.screen_stack) == 1
