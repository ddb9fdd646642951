"""Rules apply once they are requested and loaded, and report what is missing."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

import pytest

from scoring.protocol import Conventions
from scoring.rules.engine import RuleEngine
from scoring.rules.harper import HarperRules
from scoring.rules.spelling import DialectSpelling
from tests.patience import PATIENCE_S


def loaded(folder: Path | None) -> RuleEngine:
    """Return an engine that has tried to load the optional rules."""
    done = Event()
    engine = RuleEngine(folder, done.set)
    engine.load()
    engine.load()
    assert done.wait(timeout=PATIENCE_S)
    assert engine.is_ready
    return engine


def test_a_dialect_needs_no_optional_rules() -> None:
    engine = RuleEngine(None, lambda: None)
    assert engine.sources(Conventions(1)) == []
    assert [type(source) for source in engine.sources(Conventions(1, "GB", True))] == [DialectSpelling]


def test_optional_rules_come_after_the_dialect_and_complaints_name_the_file(tmp_path: Path) -> None:
    pytest.importorskip("harper", reason="no test of the rules: pip install 'logprose[rules]'")
    (tmp_path / "odd.weirpack").write_bytes(b"odd")
    engine = loaded(tmp_path)
    found = engine.sources(Conventions(1, "GB", True))
    assert [type(source) for source in found] == [DialectSpelling, HarperRules]
    assert [line.split(":")[0] for line in engine.complaints] == [str(tmp_path / "odd.weirpack")]


def test_missing_rules_say_how_to_get_them_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "harper", None)
    engine = loaded(None)
    assert engine.sources(Conventions(1, "any", True)) == []
    (line,) = engine.complaints
    assert line.endswith("pip install 'logprose[rules]'")
    assert "\n" not in line
