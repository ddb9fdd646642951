"""Settings come from the writer's file, the client, the folder and the text itself, in this order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scoring.protocol import ModelState
from tests.editor.lsp.talk import URI, Talk, talk

CONFIGURATION = {"workspace": {"configuration": True}}


def severity(client: Talk, uri: str = URI) -> list[int]:
    return [found["severity"] for found in client.latest(uri)["diagnostics"]]


async def test_the_writers_file_the_client_the_folder_and_the_text_override_each_other(
    settings_file: Path, tmp_path: Path
) -> None:
    settings_file.write_text('[severity]\ngrammar = "error"\nspelling = "error"\nrule = "error"\nwordiness = "error"\n')
    (tmp_path / ".logprose.toml").write_text('[severity]\nspelling = "hint"\nrule = "hint"\n')
    options = {"severity": {"grammar": "warning", "spelling": "warning", "rule": "warning"}}
    uri = (tmp_path / "draft.md").as_uri()
    async with talk(options=options) as client:
        client.open("---\nlogprose:\n  severity: {rule: information}\n---\n", uri=uri)
        draft = client.server.drafts.get(uri)
        assert draft is not None
        found = draft.settings.severity
        assert (found.wordiness, found.grammar, found.spelling, found.rule) == (
            "error",
            "warning",
            "hint",
            "information",
        )


async def test_a_change_of_the_front_matter_takes_effect_after_a_pause() -> None:
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: severity(client) == [3])
        client.type(0, 0, "---\nlogprose: {severity: {grammar: error}}\n---\n", version=2)
        await client.until(lambda: severity(client) == [1])


async def test_the_client_is_asked_for_its_settings_and_again_when_they_change() -> None:
    async with talk(CONFIGURATION, {"severity": {"grammar": "hint"}}) as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: severity(client) == [4])
        (asked,) = client.requests("workspace/configuration")
        assert asked["params"] == {"items": [{"section": "logprose"}]}
        client.reply(asked, [{"severity": {"grammar": "error"}}])
        await client.until(lambda: severity(client) == [1])
        client.tell("workspace/didChangeConfiguration", {"settings": None})
        _, asked = client.requests("workspace/configuration")
        client.reply(asked, [None])
        await client.until(lambda: severity(client) == [4])


async def test_a_client_that_cannot_be_asked_sends_its_settings() -> None:
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: severity(client) == [3])
        client.tell("workspace/didChangeConfiguration", {"settings": {"logprose": {"severity": {"grammar": "error"}}}})
        await client.until(lambda: severity(client) == [1])


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"scoring": {"sensitivity": "harsh"}}, 'scoring.sensitivity: "harsh"'),
        ({"logprose": {"sensitivity": "strict"}}, "did you mean scoring.sensitivity?"),
        ({"scoring": {"model": "/tmp/mine"}}, "scoring.model: only your own settings file can set this"),
        ({"severity": "high"}, "severity: must be a table: [severity]"),
        ("strict", "must be a table"),
        ({"scoring": {"threshold": {"x": [1]}}}, "scoring.threshold"),
    ],
)
async def test_a_wrong_setting_is_named_once(options: Any, named: str) -> None:
    async with talk(options=options) as client:
        client.open("One go home.")
        client.open("Another.", uri="untitled:other")
        client.tell("workspace/didChangeConfiguration", {"settings": options})
        warnings = [shown["message"] for shown in client.all("window/showMessage")]
        assert len(warnings) == 1
        assert warnings[0].startswith("logprose: your editor's settings for logprose")
        assert named in warnings[0]


async def test_without_a_model_there_are_no_diagnostics_until_it_is_back() -> None:
    off = {"logprose": {"scoring": {"enabled": False}}}
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: client.shown() == ["go"])
        client.tell("workspace/didChangeConfiguration", {"settings": off})
        await client.until(lambda: client.shown() == [])
        assert client.worker.stops == 1
        client.tell("workspace/didChangeConfiguration", {"settings": {}})
        client.flag("go", number=2)
        await client.until(lambda: client.shown() == ["go"])


async def test_a_capable_client_reports_changed_files(tmp_path: Path) -> None:
    watching = {"didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True}}
    async with talk({"workspace": watching}) as client:
        (asked,) = client.all("client/registerCapability")
        (registration,) = asked["registrations"]
        patterns = [watcher["globPattern"] for watcher in registration["registerOptions"]["watchers"]]
        assert {"**/.logprose.toml", "**/.logprose-words.txt"} == {
            pattern for pattern in patterns if isinstance(pattern, str)
        }
        assert {"settings.toml", "dictionary.txt", "ignored.json"} == {
            pattern["pattern"] for pattern in patterns if isinstance(pattern, dict)
        }
        uri = (tmp_path / "draft.md").as_uri()
        client.open("One go home.", uri=uri)
        client.is_ready()
        client.flag("go", uri=uri)
        await client.until(lambda: client.shown(uri) == ["go"])
        (tmp_path / ".logprose-words.txt").write_text("go\n")
        client.tell("workspace/didChangeWatchedFiles", {"changes": []})
        await client.until(lambda: client.shown(uri) == [])


@pytest.mark.parametrize(("engine", "said"), [("http://gpu:8000", "http://gpu:8000"), ("http://[::1]:8000", "")])
async def test_the_destination_is_reported_once_if_text_leaves_the_machine(
    monkeypatch: pytest.MonkeyPatch, engine: str, said: str
) -> None:
    monkeypatch.setenv("LOGPROSE_ENGINE", engine)
    async with talk() as client:
        assert client.all("window/showMessage") == []
        client.open("One go home.")
        client.open("Another go home.", uri="untitled:other")
        shown = [{"type": 3, "message": f"logprose: text goes to {said}"}] if said else []
        assert client.all("window/showMessage") == shown


async def test_an_unreachable_engine_is_reported_once() -> None:
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        for _ in range(3):
            client.hear(ModelState("unreachable", 0, 0, "http://gpu:8000 can't be reached (refused)"))
        (shown,) = client.all("window/showMessage")
        assert shown["message"] == "logprose: http://gpu:8000 can't be reached (refused); trying again"
