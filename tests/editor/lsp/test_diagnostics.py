"""Flags reach the client as diagnostics, once each, for the newest text, and follow its edits."""

from __future__ import annotations

import pytest

from tests.editor.lsp.talk import PULLS, URI, talk

pytestmark = pytest.mark.usefixtures("home")


async def test_a_flag_becomes_a_diagnostic() -> None:
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: client.shown() == ["go"])
        (found,) = client.latest()["diagnostics"]
        assert found["range"] == {"start": {"line": 0, "character": 4}, "end": {"line": 0, "character": 6}}
        assert (found["source"], found["code"], found["severity"]) == ("logprose", "grammar", 3)
        assert found["message"] == "Grammar: go?"
        assert found["codeDescription"]["href"].endswith("kinds.md#grammar")


async def test_diagnostics_follow_an_edit() -> None:
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: client.shown() == ["go"])
        client.type(0, 0, "Now\n", version=2)
        await client.until(lambda: client.latest()["version"] == 2)
        assert client.shown() == ["go"]
        assert client.latest()["diagnostics"][0]["range"]["start"] == {"line": 1, "character": 4}


async def test_a_client_that_pulls_is_not_pushed_to() -> None:
    async with talk(PULLS) as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: bool(client.requests("workspace/diagnostic/refresh")))
        report = await client.ask("textDocument/diagnostic", {"textDocument": {"uri": URI}})
        assert [found["code"] for found in report["items"]] == ["grammar"]
        known = {"textDocument": {"uri": URI}, "previousResultId": report["resultId"]}
        assert (await client.ask("textDocument/diagnostic", known))["kind"] == "unchanged"
        assert not client.published()
