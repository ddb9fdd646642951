"""A change of sensitivity takes effect at once; nothing is scored again or forgotten."""

from __future__ import annotations

import math
from pathlib import Path

from editor.flags.feature import FlagsFeature
from editor.settings.entries import settings_of
from editor.settings.layers import load_layer
from editor.settings.settings import Settings
from scoring import protocol
from scoring.protocol import THRESHOLDS
from tests.editor.resting import until
from tests.editor.scripted_scorer import ScriptedScorer, reading_app, underlined

TEXT = "The faint, the plain and the glaring."


def tell_all(scorer: ScriptedScorer) -> None:
    """Report three flags, each a little stronger than one of the levels."""
    strengths = {"faint": THRESHOLDS["eager"], "plain": THRESHOLDS["normal"], "glaring": THRESHOLDS["strict"]}
    flags = [
        protocol.Flag(TEXT.index(word), TEXT.index(word) + len(word), 0.1 - math.log1p(-least), "grammar", f"{word}?")
        for word, least in strengths.items()
    ]
    scorer.hear(scorer.scores(0, len(TEXT), *flags))


async def test_a_level_shows_its_flags_at_once_without_asking_the_worker() -> None:
    async with reading_app(TEXT) as (app, scorer, pilot):
        tell_all(scorer)
        assert underlined(app) == ["plain", "glaring"]
        app.select(TEXT.index("glaring"), TEXT.index("glaring"))
        await pilot.press("shift+f9")
        assert underlined(app) == ["plain"]
        sent = len(scorer.sent)
        for level, expected in (("eager", ["faint", "plain"]), ("strict", []), ("normal", ["plain"])):
            app.settings.keep("scoring.sensitivity", level)
            assert underlined(app) == expected, level
        app.settings.keep("scoring.threshold", THRESHOLDS["eager"] + 0.001)
        assert underlined(app) == ["faint", "plain"], "the number overrides the level"
        app.settings.keep("scoring.sensitivity", "strict")
        assert underlined(app) == ["faint", "plain"]
        app.settings.keep("scoring.threshold", 0.0)
        assert underlined(app) == []
        app.settings.keep("scoring.sensitivity", None)
        app.feature(FlagsFeature).ignoring.unignore()
        assert underlined(app) == ["plain", "glaring"]
        assert scorer.sent[sent:] == []


async def test_a_draft_may_set_its_own_level() -> None:
    async with reading_app("") as (app, scorer, pilot):
        front = "---\nlogprose:\n  scoring:\n    sensitivity: strict\n---\n"
        app.canvas.edit(0, 0, front + TEXT)
        await until(pilot, lambda: app.settings.of(app.workspace.shown).scoring.sensitivity == "strict")
        text, between = app.document.text, -math.log1p(-THRESHOLDS["normal"] - 0.1)  # nats
        start = text.index("plain")
        scorer.hear(scorer.scores(0, len(text), protocol.Flag(start, start + 5, between, "grammar", "plain")))
        assert underlined(app) == []
        start = text.index("strict")
        app.canvas.edit(start, start + 6, "eager")
        await until(pilot, lambda: bool(underlined(app)))
        assert underlined(app) == ["plain"]


def test_a_wrong_level_is_reported_with_the_valid_ones(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[scoring]\nsensitivity = "high"\n')
    layer = load_layer(path, is_own=True)
    assert layer is not None
    (complaint,) = layer.complaints
    assert 'must be one of "strict", "normal", "eager"' in str(complaint)
    assert settings_of(layer.values) == Settings()


def test_the_levels_are_in_order() -> None:
    assert THRESHOLDS["eager"] < THRESHOLDS["normal"] < THRESHOLDS["strict"]
