"""While somebody types, a garbage collection visits little; nothing leaks."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from editor.app import LogproseApp
from tests.editor.resting import until

pytestmark = pytest.mark.usefixtures("own_garbage")


async def test_a_collection_skips_permanent_objects(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text("Some *words* of a draft.\n\n" * 2000)
    app = LogproseApp(path, scorer=False)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.canvas.markdown.lines.scanned == len(app.document.blocks))
        everything = gc.get_freeze_count()
        await until(pilot, lambda: len(gc.get_objects()) < everything / 10)
        await pilot.press("x")
        assert len(gc.get_objects()) < everything / 5
    assert gc.get_freeze_count() == 0


async def test_a_closed_draft_is_freed(tmp_path: Path) -> None:
    paths = [tmp_path / "one.md", tmp_path / "two.md"]
    for path in paths:
        path.write_text("words\n" * 100)
    app = LogproseApp(paths[0], scorer=False)
    async with app.run_test() as pilot:
        await pilot.press("x", "ctrl+s", "ctrl+o", *str(paths[1]), "enter")
        await until(pilot, lambda: app.document.path == paths[1])
        await until(pilot, lambda: gc.get_freeze_count() > 0)
        gone = weakref.ref(app.document)
        await pilot.press("alt+q")
        await until(pilot, lambda: app.document.path == paths[0])
        await until(pilot, lambda: gone() is None)
