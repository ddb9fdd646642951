"""Edits to the settings file: everything else in it stays, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.settings.entries import ENTRIES, Value, WrongValueError, documented_file
from editor.settings.layers import load_layer, read_toml
from editor.settings.settings import SettingsError
from editor.settings.settings_file import make_settings_file, set_setting, unset_setting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'theme = "nord"\n'),
        ('# mine\ntheme = "dark"  # quiet\ncolumn=70\n', '# mine\ntheme = "nord"  # quiet\ncolumn=70\n'),
        ("theme = 'dark'\r\ncolumn = 70\r\n", 'theme = "nord"\r\ncolumn = 70\r\n'),
        ("# about keys\n[keys]\nundo = ['f9']\n", "theme = \"nord\"\n# about keys\n[keys]\nundo = ['f9']\n"),
        ("\ufeffcolumn = 70", '\ufefftheme = "nord"\ncolumn = 70'),
        ("column = 70\n\n# theme = 'dark'\n# more\n", "column = 70\n\n# theme = 'dark'\ntheme = \"nord\"\n# more\n"),
        ("# theme = 'dark'", "# theme = 'dark'\ntheme = \"nord\"\n"),
        ('[scoring]\n# theme = "dark"\n', 'theme = "nord"\n[scoring]\n# theme = "dark"\n'),
    ],
)
def test_one_setting_changes_and_nothing_else(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(before.encode())
    set_setting(path, "theme", "nord")
    assert path.read_bytes().decode() == after


def test_a_missing_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    set_setting(path, "theme", 'o"dd')
    layer = load_layer(path, is_own=True)
    assert layer is not None
    assert layer.values == {"theme": 'o"dd'}


def test_a_linked_file_stays_linked(tmp_path: Path) -> None:
    dotfile, path = tmp_path / "dotfile", tmp_path / "settings.toml"
    dotfile.write_text("column = 70\n")
    path.symlink_to(dotfile)
    set_setting(path, "column", 66)
    assert path.is_symlink()
    assert dotfile.read_text() == "column = 66\n"


@pytest.mark.parametrize("content", [b"theme = \n", b"[keys\n", b"column = 1\ncolumn = 2\n"])
def test_a_broken_file_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml: .*theme = \"nord\" is not saved"):
        set_setting(path, "theme", "nord")
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="is not saved"):
        set_setting(tmp_path / "file" / "settings.toml", "theme", "nord")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[scoring]\nthreshold = 0.5\n"),
        ("column = 70", "column = 70\n\n[scoring]\nthreshold = 0.5\n"),
        ("[scoring] # mine\nstride = 3\n", "[scoring] # mine\nthreshold = 0.5\nstride = 3\n"),
        (
            "[scoring]\nstride = 3\n# threshold = 0.9\n[keys]\n",
            "[scoring]\nstride = 3\n# threshold = 0.9\nthreshold = 0.5\n[keys]\n",
        ),
        ("[scoring]\nthreshold = 0.8 # hm\n", "[scoring]\nthreshold = 0.5 # hm\n"),
        ("scoring.stride = 3\n", "scoring.stride = 3\nscoring.threshold = 0.5\n"),
        ("scoring = {stride = 3}\n", "scoring = {stride = 3,threshold = 0.5}\n"),
        ('x = """\n[scoring]\n"""\n', 'x = """\n[scoring]\n"""\n\n[scoring]\nthreshold = 0.5\n'),
    ],
)
def test_a_setting_in_a_table_changes_and_nothing_else(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(before)
    set_setting(path, "scoring.threshold", 0.5)
    assert path.read_text() == after
    unset_setting(path, "scoring.threshold")
    layer = load_layer(path, is_own=True)
    assert layer is not None
    assert "scoring.threshold" not in layer.values


def test_a_setting_taken_out_leaves_the_others_and_all_comments(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mine\ntheme = "nord"\n# wide\ncolumn = 70\n')
    unset_setting(path, "theme")
    unset_setting(path, "goal")
    unset_setting(path, "scoring.model")
    assert path.read_text() == "# mine\n# wide\ncolumn = 70\n"


def test_comments_stay_when_the_last_setting_of_a_split_table_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[scoring.mine]\nx = 1\n[keys]\n# models\n[scoring]\nthreshold = 0.9\n# slow machine\n")
    unset_setting(path, "scoring.threshold")
    assert path.read_text() == "[scoring.mine]\nx = 1\n[keys]\n# models\n[scoring]\n# slow machine\n"


def test_a_key_that_is_not_a_table_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("column = 70\nscoring = 3\n")
    with pytest.raises(SettingsError, match=r"line 2: scoring must be a table; scoring.threshold = 0.5 is not saved"):
        set_setting(path, "scoring.threshold", 0.5)


def test_the_documented_file_is_made_once_and_takes_every_setting_below_its_explanation(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    make_settings_file(path)
    assert path.read_text() == documented_file()
    other: dict[str, Value] = {}
    for entry in ENTRIES.values():
        values: list[Value] = [*entry.choices, False, 2, 7, 700, 0.7, -0.7, "else"]
        others = [value for value in values if _fits(entry.name, value)]
        other[entry.name] = next(value for value in others if value != entry.default or entry.default is False)
        set_setting(path, entry.name, other[entry.name])
    written = path.read_text()
    assert [line for line in written.splitlines() if not line or line.startswith(("#", "["))] == (
        documented_file().splitlines()
    )
    layer = read_toml(written, "settings.toml", is_own=True)
    assert layer.complaints == ()
    assert layer.values == other
    for name, line in layer.lines.items():
        assert written.splitlines()[line - 2].startswith(f"# {name.rpartition('.')[2]} =")
    make_settings_file(path)
    assert path.read_text() == written


def _fits(name: str, value: Value) -> bool:
    try:
        return ENTRIES[name].checked(value) == value
    except WrongValueError:
        return False
