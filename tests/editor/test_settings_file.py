"""The settings file, changed for the writer: what stands in it otherwise stays, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.settings import SettingsError, load_settings
from editor.settings_file import set_setting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'theme = "nord"\n'),
        ('# mine\ntheme = "dark"  # quiet\ncolumn=70\n', '# mine\ntheme = "nord"  # quiet\ncolumn=70\n'),
        ("theme = 'dark'\r\ncolumn = 70\r\n", 'theme = "nord"\r\ncolumn = 70\r\n'),
        ("# about keys\n[keys]\nundo = ['f9']\n", "theme = \"nord\"\n# about keys\n[keys]\nundo = ['f9']\n"),
        ("\ufeffcolumn = 70", '\ufefftheme = "nord"\ncolumn = 70'),
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
    assert load_settings(path).theme == 'o"dd'


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
    with pytest.raises(SettingsError, match=r"settings\.toml: .*theme = 'nord' is not kept"):
        set_setting(path, "theme", "nord")
    assert path.read_bytes() == content


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="is not kept"):
        set_setting(tmp_path / "file" / "settings.toml", "theme", "nord")
