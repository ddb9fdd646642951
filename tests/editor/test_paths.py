"""Everything that the program stores is in the platform's directories, which the environment can change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from editor import paths


@pytest.mark.parametrize(
    ("path", "variable", "name"),
    [
        (paths.settings_path, "XDG_CONFIG_HOME", "settings.toml"),
        (paths.own_themes_path, "XDG_CONFIG_HOME", "themes"),
        (paths.dictionary_path, "XDG_CONFIG_HOME", "dictionary.txt"),
        (paths.recent_path, "XDG_STATE_HOME", "recent.json"),
        (paths.ignored_path, "XDG_STATE_HOME", "ignored.json"),
        (paths.rescue_directory, "XDG_STATE_HOME", "rescue"),
        (paths.tour_seen_path, "XDG_STATE_HOME", "tour-seen"),
        (lambda: paths.log_path("check"), "XDG_STATE_HOME", "log/check.log"),
    ],
)
def test_each_file_is_in_the_directory_of_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Callable[[], Path], variable: str, name: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path))
    assert path() == tmp_path / "logprose" / name
