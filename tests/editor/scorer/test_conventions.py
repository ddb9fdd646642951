"""A draft's conventions, from its settings and the writer's locale."""

from __future__ import annotations

import pytest

from editor.scorer import conventions as module
from editor.scorer.conventions import conventions, dialect_of, lacks_rules
from editor.settings.settings import Scoring


@pytest.mark.parametrize(
    ("environment", "dialect"),
    [
        ({}, "any"),
        ({"LANG": "C"}, "any"),
        ({"LANG": "C.UTF-8"}, "any"),
        ({"LANG": "POSIX"}, "any"),
        ({"LANG": "de_DE.UTF-8"}, "any"),
        ({"LANG": "en"}, "any"),
        ({"LANG": "en_US.UTF-8"}, "US"),
        ({"LANG": "en_GB.UTF-8@euro"}, "GB"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_CA"}, "CA"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_CA", "LC_ALL": "en_AU.utf8"}, "AU"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "US"),
        ({"LANG": "en_NZ"}, "AU"),
        ({"LANG": "en_IE@euro"}, "GB"),
        ({"LANG": "en_IN"}, "IN"),
    ],
)
def test_the_dialect_is_that_of_the_locale(environment: dict[str, str], dialect: str) -> None:
    assert dialect_of(environment) == dialect


def test_a_dialect_in_the_settings_overrides_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert conventions(Scoring()).dialect == "GB"
    assert conventions(Scoring(dialect="CA")).dialect == "CA"
    assert conventions(Scoring(dialect="any")).dialect == "any"


@pytest.mark.parametrize(
    ("rules", "is_installed", "are_on", "is_told"),
    [
        ("auto", True, True, False),
        ("on", True, True, False),
        ("off", True, False, False),
        ("auto", False, False, False),
        ("on", False, False, True),
        ("off", False, False, False),
    ],
)
def test_rules_are_on_if_they_are_installed(
    monkeypatch: pytest.MonkeyPatch, rules: str, is_installed: bool, are_on: bool, is_told: bool
) -> None:
    monkeypatch.setattr(module, "has_rules", lambda: is_installed)
    scoring = Scoring(rules=rules)  # type: ignore[arg-type]
    found = conventions(scoring, ["zorp", "alef"])
    assert found.rules is are_on
    assert found.words == (("alef", "zorp") if are_on else ())
    assert lacks_rules(scoring) is is_told
