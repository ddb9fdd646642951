"""Which settings apply to a draft: its front matter's, its folder's or the writer's own; and how changes apply."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.app import LogproseApp
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.flags.feature import FlagsFeature
from editor.settings.entries import ENTRIES
from editor.settings.front_matter import find_section, read_section
from editor.settings.layers import FOLDER_FILE, SettingsLayer
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import ScriptedScorer, underlined


def open_app(*paths: Path) -> LogproseApp:
    return LogproseApp(openings=[Opening(path) for path in paths], scorer=False)


def message(app: LogproseApp) -> str:
    return app.status.status.message


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


# -- front matter ------------------------------------------------------------------------------------------------------


def section_of(text: str) -> SettingsLayer:
    return read_section(find_section(text.split("\n")), "d.md")


YAML = """\
---
title: "logprose: a program"
logprose:
  column: 66
  focus: off
  zen: yes
  theme: 'nord'   # a comment
  language: de

# a comment that is not indented
  scoring:
    threshold: 0.5
    model: x
  goal: [1]
  words_per_minute: 1:30
  keys: {undo: []}
author: me
---"""


def test_yaml_is_parsed_with_the_documents_line_numbers() -> None:
    layer = section_of(YAML)
    assert layer.values == {
        "column": 66,
        "focus": "off",
        "zen": True,
        "theme": "nord",
        "scoring.threshold": 0.5,
    }
    assert layer.lines["scoring.threshold"] == 12
    assert [str(complaint) for complaint in layer.complaints] == [
        "d.md, line 8: logprose.language: no such setting; the command “Settings” lists them all",
        "d.md, line 13: logprose.scoring.model: only your own settings file can set this",
        "d.md, line 14: logprose.goal: a list: must be a whole number from 0 to 1,000,000",
        'd.md, line 15: logprose.words_per_minute: "1:30": must be a whole number from 1 to 2,000',
        "d.md, line 16: logprose.keys: only your own settings file can set this",
    ]


def test_toml_is_parsed_with_the_documents_line_numbers() -> None:
    layer = section_of(
        '+++\ntitle = "logprose"\n[logprose]\ncolumn = 66\nzen = 1\n[logprose.scoring]\nthreshold = 0.5\n+++'
    )
    assert layer.values == {"column": 66, "scoring.threshold": 0.5}
    assert layer.lines == {"column": 4, "scoring.threshold": 7}
    assert [str(one) for one in layer.complaints] == ["d.md, line 5: logprose.zen: 1: must be true or false"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\nlogprose: 3\n---", 2),
        ("---\na: 1\nlogprose:\n  zen: true\n\tgoal: 2\n---", 5),
        ("---\nlogprose:\n  a: b: c\n---", 3),
        ("---\nlogprose: *x\n---", 2),
        ("---\nlogprose: " + "[" * 2000 + "\n---", 2),
        ("---\nlogprose:\n" + "  zen: true\n" * 3000 + "---", 2),
        ("+++\nlogprose = 3\n+++", 2),
        ("+++\na = 1\n[logprose\n+++", 3),
    ],
)
def test_invalid_front_matter_is_named_by_its_line(text: str, line: int) -> None:
    (complaint,) = section_of(text).complaints
    assert str(complaint).startswith(f"d.md, line {line}: logprose")


def test_aliases_that_multiply_cost_nothing() -> None:
    bomb = "\n".join(f"  {chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(20))
    assert section_of(f"---\nlogprose:\n  a: &a [1]\n{bomb}\n  zen: true\n---").values == {"zen": True}


@given(st.text(st.sampled_from("logprose: zn\t\n-{}[]&*!|>'\"#,?true1%@`")) | st.text())
def test_no_front_matter_makes_parsing_crash(text: str) -> None:
    for fence in ("---", "+++"):
        for before in ("logprose:\n  ", "[logprose]\n", ""):
            layer = section_of(f"{fence}\n{before}{text}\n{fence}")
            assert set(layer.values) <= set(ENTRIES)
            assert all(str(complaint).isprintable() for complaint in layer.complaints)


# -- precedence --------------------------------------------------------------------------------------------------------


async def test_the_document_overrides_the_folder_which_overrides_the_writers_file(
    tmp_path: Path, settings_file: Path
) -> None:
    settings_file.write_text('column = 70\ngoal = 7\nunderlines = "plain"\n[keys]\nundo = ["ctrl+u"]\n')
    write(tmp_path / FOLDER_FILE, 'column = 60\ngoal = 6\ntheme = "light"\n')
    draft = write(tmp_path / "draft.md", "---\nlogprose:\n  column: 50\n---\ntext")
    app = open_app(draft)
    async with app.run_test(size=(100, 20)):
        shown = app.workspace.shown
        settings = app.settings.of(shown)
        assert (settings.column, settings.goal, settings.underlines, settings.zen) == (50, 6, "plain", False)
        assert (app.canvas.viewport.column, app.canvas.document_layout.width) == (50, 50)
        assert app.theme_in_use.name == "light"
        assert [app.settings.origin(shown, name) for name in ("column", "goal", "underlines", "zen")] == [
            ("document", "draft.md, line 3"),
            ("folder", ".logprose.toml, line 2"),
            ("file", "settings.toml, line 3"),
            ("default", ""),
        ]
        assert message(app) == ""


async def test_each_tab_has_its_own_settings(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    write(tmp_path / "book" / FOLDER_FILE, 'theme = "nord"\nsmart_typography = true')
    one, other = write(tmp_path / "one.md", ""), write(tmp_path / "book" / "other.md", "")
    app = open_app(one, other)
    async with app.run_test(size=(100, 20)) as pilot:
        assert app.theme_in_use.name == "dark"
        await pilot.press(*"a...")
        await pilot.press("ctrl+pagedown", *"a...")
        assert app.theme_in_use.name == "nord"
        assert app.document.text == "a…"
        await pilot.press("ctrl+pageup")
        assert app.theme_in_use.name == "dark"
        assert app.document.text == "a..."


async def test_a_draft_can_set_what_other_programs_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.app.find_tool", lambda _: None)
    draft = write(tmp_path / "draft.md", "---\nlogprose:\n  copy_as: text\n---\n*one*\n")
    app = open_app(draft)
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("ctrl+end", "up", "ctrl+c")
        assert app.clipboard == "one"
        await pilot.press("ctrl+v")
        assert app.document.text.endswith("---\n*one*\n*one*\n")


@pytest.mark.usefixtures("passing_messages")
async def test_a_draft_opened_later_follows_its_folder(tmp_path: Path) -> None:
    write(tmp_path / FOLDER_FILE, "column = 44\nwrong = 1")
    draft = write(tmp_path / "draft.md", "text")
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(100, 20)) as pilot:
        app.prompts.begin(lambda: app.feature(FilesFeature).open_file(Opening(draft)))
        await until(pilot, lambda: app.document.path == draft)
        await until(pilot, lambda: not app.prompts.is_going_on)
        assert app.canvas.viewport.column == 44
        assert ".logprose.toml, line 2: wrong: " in message(app)
        await pilot.press("x")
        assert message(app) == ""


# -- changes -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("passing_messages")
async def test_front_matter_is_followed_as_it_changes_and_complained_of_once(tmp_path: Path) -> None:
    draft = write(tmp_path / "draft.md", "---\nlogprose:\n  column: 50\n---\ntext")
    app = open_app(draft)
    async with app.run_test(size=(100, 20)) as pilot:
        start = app.document.text.index("50")
        app.canvas.edit(start, start + 2, "40")
        await until(pilot, lambda: app.canvas.document_layout.width == 40)
        app.canvas.edit(start, start + 2, "30\n  focuss: 1")
        await until(pilot, lambda: app.canvas.document_layout.width == 30)
        said = "draft.md, line 4: logprose.focuss: no such setting; did you mean focus?"
        assert message(app) == said
        app.canvas.edit(start, start + 2, "33")
        await until(pilot, lambda: app.canvas.document_layout.width == 33)
        assert [said.text for said in app.status.history].count(message(app) or said) == 1, "it isn't reported again"
        app.canvas.edit(0, 3, "")
        await until(pilot, lambda: app.canvas.viewport.column == 80)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.canvas.viewport.column == 33)


async def test_front_matter_that_is_typed_is_followed(tmp_path: Path) -> None:
    app = open_app(write(tmp_path / "draft.md", "---\nlogprose:\n  column: 50\ntext"))
    async with app.run_test(size=(100, 20)) as pilot:
        assert app.canvas.viewport.column == 80
        place = app.document.text.index("text")
        app.canvas.edit(place, place, "---\n")
        await until(pilot, lambda: app.canvas.viewport.column == 50)


async def test_the_settings_file_is_followed_when_it_is_saved_in_the_editor(
    settings_file: Path, tmp_path: Path
) -> None:
    settings_file.write_text("column = 70\n")
    app = open_app(write(tmp_path / "draft.md", "text"))
    async with app.run_test(size=(100, 20)) as pilot:
        app.prompts.begin(app.feature(FilesFeature).open_settings)
        await until(pilot, lambda: app.document.path == settings_file)
        await until(pilot, lambda: not app.prompts.is_going_on)
        app.canvas.edit(0, len(app.document), 'column = 44\ntheme = "pink"\n[keys]\nsave = ["ctrl+t"]\nfly = []\n')
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        await until(pilot, lambda: app.workspace.drafts[0].canvas.viewport.column == 44)
        await until(pilot, lambda: "fly" in message(app))
        first, second = message(app).splitlines()
        assert first.startswith("settings.toml, line 5: keys.fly: no such command")
        assert second.startswith("settings.toml, line 2: theme: no theme “pink”")
        await pilot.press("x", "ctrl+s")
        await at_rest(pilot)
        assert app.document.modified
        await pilot.press("ctrl+t")
        assert not app.document.modified


async def test_the_settings_file_is_followed_when_the_writer_comes_back(settings_file: Path) -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(100, 20)) as pilot:
        settings_file.write_text('theme = "nord"')
        app.on_app_focus()
        await until(pilot, lambda: app.theme_in_use.name == "nord")


async def test_a_draft_saved_in_another_folder_follows_that(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    write(tmp_path / "book" / FOLDER_FILE, "column = 44")
    app = open_app(write(tmp_path / "draft.md", "text"))
    async with app.run_test(size=(100, 20)) as pilot:
        app.prompts.begin(
            lambda: app.feature(FilesFeature)._write(app.workspace.shown, tmp_path / "book" / "draft.md", None, True)
        )
        await until(pilot, lambda: app.canvas.viewport.column == 44)


async def test_the_settings_file_opens_in_a_tab_and_is_created_if_missing(home: Path) -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("ctrl+p", *"edit-settings", "enter")
        await until(pilot, lambda: app.document.path is not None)
        assert "# column = 80" in app.document.text
        assert app.document.path == home / ".config" / "logprose" / "settings.toml"
        assert not app.document.modified


# -- what the model does -----------------------------------------------------------------------------------------------


async def test_a_draft_uses_its_own_threshold(tmp_path: Path) -> None:
    app = open_app(write(tmp_path / "draft.md", "---\nlogprose:\n  scoring:\n    threshold: 0.9\n---\nShe go days."))
    async with app.run_test(size=(60, 12)) as pilot:
        scorer = ScriptedScorer.attached(app)
        scorer.flag("go", strength=2.5)
        text = app.document.text
        scorer.flag("days", strength=2.2)
        await pilot.pause()
        assert underlined(app) == []
        scorer.flag("go", strength=2.5)
        assert underlined(app) == ["go"]
        start = text.index("threshold: 0.9")
        opened = len(scorer.sent)
        app.canvas.edit(start, start + 14, "enabled: no")
        await until(pilot, lambda: not app.feature(FlagsFeature).shown.is_attached)
        assert underlined(app) == []
        assert len(scorer.sent) > opened
        app.canvas.undo()
        await until(pilot, lambda: app.feature(FlagsFeature).shown.is_attached)
