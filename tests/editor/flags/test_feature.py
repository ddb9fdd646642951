"""The worker follows the settings, which start, replace and stop it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from editor.app import LogproseApp
from editor.files.feature import FilesFeature
from editor.flags.feature import FlagsFeature
from scoring.protocol import THRESHOLDS
from tests.editor.resting import until
from tests.project import ROOT

_FAKE = ROOT / "tests/editor/fake_worker.py"


@pytest.fixture
def started(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Return the options of every worker that would be started; a fake one starts instead."""
    options_of: list[dict[str, str]] = []
    running = tmp_path / "workers"
    running.mkdir()

    def command(options: Sequence[str]) -> tuple[str, ...]:
        options_of.append(dict(zip(options[::2], options[1::2], strict=True)))
        return (sys.executable, "-X", " ".join(options), str(_FAKE), str(running), "serve")

    monkeypatch.setattr("editor.scorer.process.worker_command", command)
    return options_of


async def test_the_worker_is_started_replaced_and_stopped_according_to_the_settings(
    started: list[dict[str, str]], tmp_path: Path
) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("---\nlogprose:\n  scoring:\n    threshold: 0.99\n---\n")
    app = LogproseApp(draft)
    async with app.run_test(size=(80, 12)) as pilot:
        await until(pilot, lambda: app.feature(FlagsFeature).pid is not None)
        assert started[-1]["--threshold"] == str(THRESHOLDS["eager"]), "the flags of a more eager setting are known"
        first = app.feature(FlagsFeature).pid
        app.settings.keep("scoring.sensitivity", "eager")
        app.settings.keep("scoring.threshold", 0.1)
        app.settings.keep("goal", 100)
        await pilot.pause()
        await pilot.pause()
        assert app.feature(FlagsFeature).pid == first, "the draft has its own threshold"

        app.prompts.begin(app.feature(FilesFeature).new)  # which has not
        await until(pilot, lambda: app.feature(FlagsFeature).pid not in (first, None))
        assert started[-1]["--threshold"] == "0.1"
        second = app.feature(FlagsFeature).pid

        app.settings.keep("scoring.enabled", False)
        await until(pilot, lambda: app.feature(FlagsFeature).pid is None)
        assert not any(app.feature(FlagsFeature).of(one).is_attached for one in app.workspace.drafts)
        app.settings.keep("scoring.enabled", True)
        await until(pilot, lambda: app.feature(FlagsFeature).pid not in (second, None))
        assert app.feature(FlagsFeature).shown.is_attached
