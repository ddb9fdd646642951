"""Opening and closing drafts: what remains of a closed one."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.document import Document
from editor.flags.feature import FlagsFeature
from editor.paths import ignored_path
from editor.workspace.workspace import Draft
from scoring import protocol
from tests.editor.resting import until
from tests.editor.scripted_scorer import TEXT, ScriptedScorer


@pytest.mark.usefixtures("own_garbage")
async def test_closed_drafts_are_released() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        scorer = ScriptedScorer.attached(app)
        closed: weakref.WeakSet[Draft] = weakref.WeakSet()
        for _ in range(8):
            await _used_and_closed(app, pilot, closed)
        await until(pilot, lambda: _held(closed) <= 2)  # Textual holds the last focus, timers hold callbacks
        assert len([sent for sent in scorer.sent if isinstance(sent, protocol.Close)]) == 8


def _held(drafts: weakref.WeakSet[Draft]) -> int:
    """Return how many of the drafts are still referenced."""
    gc.collect()
    return len(drafts)


async def _used_and_closed(app: LogproseApp, pilot: Pilot[None], closed: weakref.WeakSet[Draft]) -> None:
    draft = await app.drafts.put(Document(TEXT))
    closed.add(draft)
    await pilot.press("f8", "ctrl+f", *"go", "enter", "escape", "alt+z", "ctrl+g", "1", "enter", "alt+y")
    await app.drafts.take_away(draft)
    await pilot.pause()


async def test_a_draft_closed_right_after_an_edit_of_its_settings_is_no_longer_scored() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        scorer = ScriptedScorer.attached(app)
        draft = await app.drafts.put(Document("---\nlogprose:\n  column: 40\n---\n" + TEXT))
        at = draft.document.text.index("40")
        draft.document.replace(at, at + 2, "50")
        pauses = [timer for timer in app._timers if timer._interval == 0.5]
        await app.drafts.take_away(draft)
        sent = len(scorer.sent)
        await until(pilot, lambda: all(timer._task is None or timer._task.done() for timer in pauses))
        await pilot.pause()
        assert not [one for one in scorer.sent[sent:] if isinstance(one, protocol.Open)]


async def test_an_ignore_right_before_closing_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT)
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        scorer = ScriptedScorer.attached(app)
        await pilot.pause()
        scorer.flag("go")
        await pilot.press("f8", "shift+f9", "ctrl+f4")
        await app.feature(FlagsFeature).ignoring.close()
        assert "a.md" in ignored_path().read_text()
