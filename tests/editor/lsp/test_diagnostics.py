"""Flags reach the client as diagnostics, once each, for the newest text, and follow its edits."""

from __future__ import annotations

from editor.flags.kinds import KINDS
from tests.editor.lsp.talk import PULLS, URI, talk
from tests.project import ROOT


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


async def test_results_that_arrive_during_typing_wait_for_a_pause() -> None:
    async with talk() as client:
        client.open("One go home. ")
        client.is_ready()
        await client.until(lambda: len(client.published()) == 1)
        client.type(0, 13, "Two", version=2)
        client.flag("go")
        client.type(0, 16, " run", version=3)
        client.flag("go", "home")
        await client.until(lambda: len(client.published()) == 2)
        assert client.latest()["version"] == 3
        assert client.shown() == ["go", "home"]


async def test_many_results_in_a_row_are_sent_at_once() -> None:
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        await client.until(lambda: len(client.published()) == 1)
        for words in (["go"], ["go", "home"], ["home"], ["One", "home"]):
            client.flag(*words)
        await client.until(lambda: len(client.published()) == 2)
        assert client.shown() == ["One", "home"]


async def test_an_edit_removes_only_the_diagnostics_of_the_words_it_touches() -> None:
    async with talk() as client:
        client.open("One go home.\n\nTwo runs away.")
        client.is_ready()
        client.flag("go", "runs")
        await client.until(lambda: client.shown() == ["go", "runs"])
        client.type(0, 6, "es", version=2)
        await client.until(lambda: client.latest()["version"] == 2)
        assert client.shown() == ["runs"]


async def test_half_a_word_is_not_flagged_before_a_pause() -> None:
    async with talk() as client:
        client.open("One go home. ")
        client.is_ready()
        client.type(0, 13, "Recei", version=2)
        client.flag("Recei", "go")
        draft = client.server.drafts.get(URI)
        assert draft is not None
        assert [flag.start for flag in draft.shown_flags()] == [4]
        await client.until(lambda: client.shown() == ["go"])
        await client.until(lambda: client.shown() == ["go", "Recei"])


def test_the_page_that_a_diagnostic_names_explains_every_kind() -> None:
    page = (ROOT / "editor/flags/kinds.md").read_text("utf-8")
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == [
        kind.replace("_", "-") for kind in KINDS
    ]
