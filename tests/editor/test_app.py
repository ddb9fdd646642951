"""The whole program without a model, driven by real keys: files, questions, settings, help, status line."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.widgets import Input, Static

from editor.app import LogproseApp
from editor.files.path_question import PathQuestion
from editor.help.help_screen import HelpScreen
from editor.keys.readable import readable_key
from editor.storage.files import FileError
from editor.view.widgets.dialogs import Question
from tests.editor.resting import at_rest


def open_app(path: Path | None = None) -> LogproseApp:
    return LogproseApp(path, scorer=False)


def status_text(app: LogproseApp) -> str:
    return "".join(app.status.render_line(line).text for line in range(app.status.size.height))


def help_text(app: LogproseApp) -> str:
    """Return all of the help, visible or not."""
    table = app.screen.query_one("VerticalScroll Static", Static)
    return "\n".join(strip.text for strip in table.render_lines(table.size.region))


def draft(tmp_path: Path, content: bytes = b"one two\n", name: str = "draft.md") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


# -- files -------------------------------------------------------------------------------------------------------------


async def test_typed_text_is_on_disk_after_saving(tmp_path: Path) -> None:
    path = draft(tmp_path, "café\r\nline\r\n".encode())
    app = open_app(path)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("ctrl+end", *"end", "enter", "ctrl+s")
        await at_rest(pilot)
        assert path.read_bytes() == "café\r\nline\r\nend\r\n".encode()
        assert not app.document.modified
        assert "saved" in status_text(app)
        await pilot.press("x")
        assert "●" in status_text(app)
        await pilot.press("ctrl+z")
        assert "●" not in status_text(app)


async def test_a_missing_file_opens_empty_and_is_created_when_saved(tmp_path: Path) -> None:
    path = tmp_path / "new.md"
    app = open_app(path)
    async with app.run_test() as pilot:
        assert app.document.text == ""
        await pilot.press(*"hi")
        assert not path.exists()
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert path.read_bytes() == b"hi"


def test_a_directory_is_rejected_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        open_app(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_draft_without_a_name_asks_for_one(tmp_path: Path) -> None:
    app = open_app()
    async with app.run_test() as pilot:
        await pilot.press(*"text", "ctrl+s")
        await at_rest(pilot)
        assert isinstance(app.screen, PathQuestion)
        assert "Enter: save" in str(app.screen.query_one(".hint", Static).render())
        await pilot.press("escape")
        assert app.document.path is None
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        app.screen.query_one(Input).value = str(tmp_path / "a b.md")
        await pilot.press("enter")
        assert (tmp_path / "a b.md").read_bytes() == b"text"
        assert "a b.md" in app.status.status.message


@pytest.mark.parametrize(("answer", "kept"), [("o", False), ("O", False), ("k", True), ("escape", True)])
async def test_save_as_over_another_file_asks_first(tmp_path: Path, answer: str, kept: bool) -> None:
    other = draft(tmp_path, b"precious")
    app = open_app()
    async with app.run_test() as pilot:
        await pilot.press(*"text", "ctrl+s")
        await at_rest(pilot)
        app.screen.query_one(Input).value = str(other)
        await pilot.press("enter")
        assert isinstance(app.screen, Question)
        await pilot.press(answer)
        assert other.read_bytes() == (b"precious" if kept else b"text")
        assert app.document.modified is kept


@pytest.mark.parametrize("name", ["~nobody-of-that-name/x", "x" * 300, "missing/x.md", "a\x00b", "."])
async def test_a_name_that_cannot_be_saved_to_gives_an_error_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    app = open_app()
    async with app.run_test() as pilot:
        await pilot.press(*"text", "ctrl+s")
        await at_rest(pilot)
        app.screen.query_one(Input).value = name
        await pilot.press("enter")
        if isinstance(app.screen, Question):
            await pilot.press("o")
        assert app.status.status.is_error
        assert app.document.text == "text"
        assert app.document.modified


async def test_a_directory_that_may_not_be_written_gives_an_error(tmp_path: Path) -> None:
    app = open_app(Path("/proc/version.md"))
    async with app.run_test(size=(120, 10)) as pilot:
        await pilot.press(*"text", "ctrl+s")
        await at_rest(pilot)
        assert "/proc/version.md" in status_text(app)
        assert app.status.status.is_error
        assert app.document.modified


@pytest.mark.parametrize(("answer", "saved"), [("o", b"xone two\n"), ("k", b"other"), ("escape", b"other")])
async def test_a_file_changed_by_others_is_not_overwritten_without_asking(
    tmp_path: Path, answer: str, saved: bytes
) -> None:
    path = draft(tmp_path)
    app = open_app(path)
    async with app.run_test() as pilot:
        await pilot.press("x")
        path.write_bytes(b"other")
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert isinstance(app.screen, Question)
        assert path.read_bytes() == b"other"
        await pilot.press(answer)
        assert path.read_bytes() == saved
        assert app.document.text == "xone two\n"


async def test_bytes_that_are_not_utf_8_are_saved_as_they_were(tmp_path: Path) -> None:
    path = draft(tmp_path, b"a\xff\xc3(\x80 b\r\nc")
    app = open_app(path)
    async with app.run_test() as pilot:
        await pilot.press("x", "ctrl+s")
        await at_rest(pilot)
        assert path.read_bytes() == b"xa\xff\xc3(\x80 b\r\nc"


# -- leaving -----------------------------------------------------------------------------------------------------------


async def test_quitting_an_unchanged_draft_asks_nothing(tmp_path: Path) -> None:
    app = open_app(draft(tmp_path))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
        assert not app.is_running


@pytest.mark.parametrize(
    ("answer", "leaves", "content"),
    [
        ("s", True, b"xone two\n"),
        ("enter", True, b"xone two\n"),
        ("d", True, b"one two\n"),
        ("c", False, b"one two\n"),
        ("escape", False, b"one two\n"),
    ],
)
async def test_quitting_with_changes_asks(tmp_path: Path, answer: str, leaves: bool, content: bytes) -> None:
    path = draft(tmp_path)
    app = open_app(path)
    async with app.run_test() as pilot:
        await pilot.press("x", "ctrl+q")
        assert isinstance(app.screen, Question)
        await pilot.press(answer)
        assert app.is_running is not leaves
        assert path.read_bytes() == content
        assert app.document.text == "xone two\n"
        if not leaves:
            await pilot.press("y")
            assert app.document.text == "xyone two\n"


async def test_quitting_stays_when_saving_fails() -> None:
    app = open_app(Path("/proc/version.md"))
    async with app.run_test() as pilot:
        await pilot.press("x", "ctrl+q", "s")
        assert app.is_running
        assert app.status.status.is_error


async def test_save_and_quit_of_a_draft_without_a_name_asks_for_the_name_then_leaves(tmp_path: Path) -> None:
    app = open_app()
    async with app.run_test() as pilot:
        await pilot.press("x", "ctrl+q", "s")
        app.screen.query_one(Input).value = str(tmp_path / "x.md")
        await pilot.press("enter")
        assert not app.is_running
    assert (tmp_path / "x.md").read_bytes() == b"x"


# -- help and keys -----------------------------------------------------------------------------------------------------


async def test_the_help_lists_every_command_with_its_keys_and_closes() -> None:
    app = open_app()
    async with app.run_test(size=(200, 30)) as pilot:
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        shown = help_text(app)
        words = {part for word in shown.split() for part in (word, word.removesuffix(","))}
        for command in app.settings.keymap.commands.values():
            assert {*command.help.split(), command.name} <= words
            assert {readable_key(key) for key in command.keys} <= words
        assert "settings.toml" in shown
        for key in ("escape", "f1"):
            await pilot.press(key)
            assert len(app.screen_stack) == 1
            await pilot.press("f1")
            assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "x")
        assert app.document.text == "x"


async def test_keys_are_changed_in_the_settings_file(tmp_path: Path, settings_file: Path) -> None:
    settings_file.write_text(
        '[keys]\nsave = ["Ctrl+T"]\nquit = ["tab"]\ndelete-back = ["ctrl+x"]\nnext-flag = ["ctrl+c"]'
    )
    path = draft(tmp_path)
    app = open_app(path)
    async with app.run_test(size=(100, 200)) as pilot:
        await pilot.press("x", "y", "ctrl+x", "ctrl+s")
        await at_rest(pilot)
        assert path.read_bytes() == b"one two\n"
        await pilot.press("ctrl+t")
        await at_rest(pilot)
        assert path.read_bytes() == b"xone two\n"
        await pilot.press("ctrl+c")
        assert "nothing is underlined" in status_text(app)
        await pilot.press("f1")
        shown = help_text(app)
        assert "Ctrl+T" in shown
        await pilot.press("escape", "tab")
        assert not app.is_running


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('[keys]\nfly = ["f5"]', "keys.fly"),
        ('[keys]\nsave = ["hyperspace"]', "keys.save"),
        ('[keys]\nsave = ["x"]', "keys.save"),
        ("[keys\n", "settings.toml"),
        ('column = "wide"', "column"),
        ("[scoring]\nalternatives = 99", "alternatives"),
        ("colunm = 3", "colunm"),
        ('theme = "\x1b]0;pink\x07"'.replace("\x1b", "\\u001b").replace("\x07", "\\u0007"), "theme"),
        (b"\xff".decode("latin-1"), "settings.toml"),
    ],
)
async def test_settings_that_cannot_be_used_are_named_and_the_defaults_are_used(
    settings_file: Path, content: str, named: str
) -> None:
    settings_file.write_bytes(content.encode("latin-1"))
    app = open_app()
    async with app.run_test(size=(100, 10)) as pilot:
        message = app.status.status.message
        assert named in message
        assert app.status.status.is_error
        shown = status_text(app)
        assert named in shown, "the essential part must fit into 100 cells"
        assert all(character.isprintable() for character in shown)
        await pilot.press("x", "f1")
        assert app.document.text == "x"
        assert isinstance(app.screen, HelpScreen)


async def test_every_complaint_about_the_settings_is_shown(settings_file: Path, tmp_path: Path) -> None:
    settings_file.write_text('theme = "pink"\n[keys]\nfly = ["f5"]')
    app = open_app(draft(tmp_path))
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.pause()
        shown = [app.status.render_line(y).text for y in range(app.status.size.height)]
        assert "keys.fly" in shown[0]
        assert "pink" in shown[1]


async def test_a_settings_file_that_is_a_directory_is_reported(settings_file: Path) -> None:
    settings_file.mkdir()
    app = open_app()
    async with app.run_test():
        assert app.status.status.is_error
        assert "directory" in app.status.status.message


async def test_without_settings_there_are_no_complaints() -> None:
    app = open_app()
    async with app.run_test():
        assert app.status.status.message == ""


# -- selection, status line --------------------------------------------------------------------------------------------


async def test_select_sets_anchor_and_head_in_code_points(tmp_path: Path) -> None:
    app = open_app(draft(tmp_path, "a👍🏽b\r\nc".encode()))
    async with app.run_test() as pilot:
        app.select(4, 1)
        assert app.selection == (4, 1)
        app.select(2, 2)  # in the middle of a grapheme
        assert app.selection == (1, 1)
        app.select(-3, 99)
        assert app.selection == (0, len(app.document))
        await pilot.press("x")
        assert app.document.text == "x"
        assert app.selection == (1, 1)


@pytest.mark.parametrize("width", [20, 40, 120])
async def test_the_status_line_shows_as_much_as_fits(tmp_path: Path, width: int) -> None:
    app = open_app(draft(tmp_path, b"one two three", name="a rather long name of a draft.md"))
    async with app.run_test(size=(width, 5)) as pilot:
        await pilot.press("x")
        app.status.show(words=3, model="SmolLM2-135M-Instruct", done=3, total=4)
        line = status_text(app)
        assert cell_len(line) == width
        assert line.startswith(" a rather long")
        if width == 120:
            assert "a rather long name of a draft.md ●" in line
            assert "3 words" in line
            assert "checking 75%" in line
            assert line.endswith("SmolLM2-135M-Instruct ")
        app.status.show(busy="fetching the model", done=1, total=2)
        assert cell_len(status_text(app)) == width
        app.show_message("a message that is longer than the whole of the line, whatever its width may be " * 3, True)
        assert cell_len(status_text(app)) == width
        assert status_text(app).rstrip().endswith("…"), "a screen of five rows only has room for one line"
        assert app.status.render_line(1).text.startswith(" a rather long")


@pytest.mark.usefixtures("passing_messages")
async def test_a_long_message_gets_the_lines_it_needs_until_the_next_key() -> None:
    app = open_app()
    async with app.run_test(size=(40, 12)) as pilot:
        words = [f"word{number}" for number in range(15)]
        app.show_message(" ".join(words))
        await pilot.pause()
        shown = [app.status.render_line(y).text for y in range(app.status.size.height)]
        assert len(shown) == 4
        assert " ".join(shown).split()[:15] == words
        assert all(cell_len(line) == 40 for line in shown)
        app.show_message("first\n\x1bsecond")
        await pilot.pause()
        assert [app.status.render_line(y).text.split()[0] for y in range(app.status.size.height)] == [
            "first",
            "␛second",
            "Untitled",
        ]
        app.show_message("word " * 100)
        await pilot.pause()
        assert app.status.size.height == 5, "a third of the screen at most, and the line about the file"
        assert app.status.render_line(3).text.rstrip().endswith("…")
        await pilot.press("x")
        assert app.status.size.height == 1
        assert status_text(app).startswith(" Untitled")


async def test_everything_works_at_twenty_by_five(tmp_path: Path) -> None:
    path = draft(tmp_path)
    app = open_app(path)
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.press("x", "f1", "escape", "f2", "f8", "ctrl+s", "y", "ctrl+q", "escape", "ctrl+q", "s")
        assert not app.is_running
    assert path.read_bytes() == b"xyone two\n"


@pytest.mark.parametrize("name", ["a\x1b[31mb\x07.md", "\u202egnp.md", "new\nline.md", "\udcff.md"])
async def test_a_strange_file_name_is_shown_as_symbols(tmp_path: Path, name: str) -> None:
    app = open_app(draft(tmp_path, name=name))
    async with app.run_test(size=(60, 10)) as pilot:
        line = status_text(app)
        assert all(character.isprintable() for character in line)
        assert cell_len(line) == 60
        line.encode("utf-8")
        await pilot.press("x", "ctrl+q")
        question = app.screen.query(Static).first().render_line(0).text
        assert all(character.isprintable() for character in question)
        await pilot.press("s")
    assert (tmp_path / name).read_bytes() == b"xone two\n"


async def test_control_characters_pasted_into_a_prompt_are_shown_as_symbols() -> None:
    app = open_app()
    async with app.run_test() as pilot:
        await pilot.press(*"text", "ctrl+s")
        await at_rest(pilot)
        line = app.screen.query_one(Input)
        line.post_message(events.Paste("a\x1b]0;evil\x07.md\nsecond line"))
        await pilot.pause()
        assert line.value.endswith("a\x1b]0;evil\x07.md"), "it is the name that was pasted, after the folder offered"
        drawn = "".join(segment.text for strip in line.render_lines(line.region.reset_offset) for segment in strip)
        assert "a␛]0;evil␇.md" in drawn


# -- words -------------------------------------------------------------------------------------------------------------
