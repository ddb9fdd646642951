"""What `logprose check` reports to programs: JSON, GitHub's commands, SARIF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.editor.headless.check.checking import TEXT, check


def test_json_has_every_detail_of_every_flag(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("draft.md", "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert [problem["word"] for problem in found] == ["Every", "grammar", "misspelt"]
    place = {"line": 3, "column": 18, "end_line": 3, "end_column": 26}
    assert found[2] == place | {
        "path": "draft.md",
        "kind": "spelling",
        "probability": 1.0,
        "strength": 8.0,
        "word": "misspelt",
        "message": "Spelling: misspelt?",
        "suggestions": [
            place
            | {"label": "tlepssim", "replacement": "tlepssim", "probability": 0.0, "gain": 5.0, "kind": "spelling"},
        ],
    }
    draft.write_text("So.")
    assert check("draft.md", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_github_commands_survive_any_file_name(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft.rename("a,b%:c\n.md")
    assert check("a,b%:c\n.md", "--format", "github", "--kind", "grammar") == 1
    assert capsys.readouterr().out == (
        "::warning file=a%2Cb%25%3Ac␊.md,line=1,endLine=1,col=10,endColumn=17,title=logprose%3A grammar"
        "::a,b%25:c␊.md:1:10: grammar: grammar? (99 %25) [rammarg]\n"
    )


def test_sarif_has_results_with_places_and_fixes(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The format was checked against OASIS's schema of 2.1.0; here are the parts that readers use."""
    name = "a b\udcff.md"
    draft.rename(name)
    assert check(name, "missing.md", "--format", "sarif") == 2
    log = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "logprose"
    assert run["columnKind"] == "unicodeCodePoints"
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert "missing.md" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    for result in run["results"]:
        assert rules[result["ruleId"]]["defaultConfiguration"]["level"] == result["level"]
    _assert_result(run["results"][1])


def fingerprints(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """Return the words that are flagged now, each with its fingerprint."""
    check("draft.md", "--format", "sarif")
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    return [
        (
            result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"],
            *result["partialFingerprints"].values(),
        )
        for result in run["results"]
    ]


def test_sarif_distinguishes_findings_by_their_context(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft.write_text(f"{TEXT}\nOur grammar is fine.\n\nOur grammar is fine.\n", "utf-8")
    before = fingerprints(capsys)
    assert len(set(before)) == len(before) == 5
    draft.write_text(f"# New\n\nSo it is too.\n\n{draft.read_text('utf-8')}\nSo.\n", "utf-8")
    assert fingerprints(capsys) == before
    draft.write_text(draft.read_text("utf-8").replace("is so.", "is so, and so it is."), "utf-8")
    assert fingerprints(capsys)[2:] == before[2:]


def _assert_result(result: dict[str, Any]) -> None:
    artifact = {"uri": "a%20b%FF.md"}
    region = {"startLine": 1, "startColumn": 10, "endLine": 1, "endColumn": 17}
    place = {"artifactLocation": artifact, "region": region | {"snippet": {"text": "grammar"}}}
    assert (result["ruleId"], result["level"], result["message"]) == (
        "grammar",
        "warning",
        {"text": "Grammar: grammar?"},
    )
    assert result["locations"] == [{"physicalLocation": place}]
    assert result["fixes"] == [
        {
            "description": {"text": "rammarg"},
            "artifactChanges": [
                {
                    "artifactLocation": artifact,
                    "replacements": [{"deletedRegion": region, "insertedContent": {"text": "rammarg"}}],
                }
            ],
        }
    ]
