"""The row of tabs: titles that tell files apart, and no redrawing while typing."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.app import LogproseApp
from editor.files.openings import Opening
from editor.files.tabs import TabsFeature, distinct_titles
from editor.view.widgets.tabs import TabRow


@pytest.mark.parametrize(
    ("paths", "titles"),
    [
        (["/a/b.md"], ["b.md"]),
        (["/a/b.md", "/c/b.md", "/c/d.md"], ["a/b.md", "c/b.md", "d.md"]),
        (["/x/a/b.md", "/y/a/b.md"], ["x/a/b.md", "y/a/b.md"]),
        (["Untitled", "Untitled 2"], ["Untitled", "Untitled 2"]),
    ],
)
def test_titles_are_only_as_long_as_needed_to_tell_them_apart(paths: list[str], titles: list[str]) -> None:
    assert distinct_titles([Path(path) for path in paths]) == titles


async def test_the_tabs_are_only_redrawn_when_one_of_them_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name for name in ("one.md", "two.md")]
    for path in paths:
        path.write_text("text\n")
    app = LogproseApp(openings=[Opening(path) for path in paths], scorer=False)
    async with app.run_test() as pilot:
        shown: list[list[tuple[str, bool]]] = []
        row = app.feature(TabsFeature).row
        monkeypatch.setattr(
            row, "show", lambda tabs, index: shown.append([(one.title, one.is_modified) for one in tabs])
        )
        assert isinstance(row, TabRow)
        await pilot.press(*"xyz")
        assert shown == [[("one.md", True), ("two.md", False)]], "by the first letter"
        await pilot.press("ctrl+z", "x")
        assert shown[-2:] == [[("one.md", False), ("two.md", False)], [("one.md", True), ("two.md", False)]]
        await pilot.press("ctrl+pagedown")
        assert len(shown) == 4, "the other one is shown"
