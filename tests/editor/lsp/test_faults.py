"""Whatever a client sends, the server keeps running and answers requests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.editor.lsp.talk import PULLS, URI, Talk, talk

DIAGNOSTIC = "textDocument/diagnostic"


@pytest.mark.parametrize(
    "params", [None, [], {}, {"textDocument": {}}, {"textDocument": {"uri": 7}}, {"textDocument": {"uri": None}}, "x"]
)
async def test_an_unreadable_request_gets_an_answer(params: Any) -> None:
    async with talk(PULLS) as client:
        answer = await client.ask(DIAGNOSTIC, params)
        assert answer.get("code") in (-32602, -32603) or answer["items"] == []


async def test_an_unknown_request_gets_an_error_and_an_unknown_notification_nothing() -> None:
    async with talk() as client:
        assert (await client.ask("logprose/nonsense", {}))["code"] == -32601
        before = len(client.heard)
        client.tell("logprose/nonsense", {})
        assert len(client.heard) == before


async def test_requests_before_hello_and_after_goodbye_get_errors() -> None:
    client = Talk()
    assert (await client.ask(DIAGNOSTIC, {"textDocument": {"uri": URI}}))["code"] == -32002
    client.open("One go home.")
    await client.start({})
    assert (await client.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}}))["code"] == -32600
    assert await client.ask("shutdown", None) is None
    assert (await client.ask("shutdown", None))["code"] == -32600
    client.open("One go home.")
    client.tell("exit", None)
    assert client.server.ended.is_set()
    assert client.worker.receiver is None


async def test_a_text_with_half_a_character_has_no_diagnostics_until_it_is_saved() -> None:
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: bool(client.latest(URI)["diagnostics"]))
        place = {"line": 0, "character": 0}
        change = {"range": {"start": place, "end": place}, "text": "HALF and "}
        params = {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [change]}
        message = json.dumps({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})
        client.send(message.encode().replace(b"HALF", "é".encode()[:1]))
        await client.until(lambda: not client.latest(URI)["diagnostics"])
        client.send(message.replace("HALF and ", "then ").replace('"version": 2', '"version": 3'))
        client.tell("textDocument/didSave", {"textDocument": {"uri": URI}, "text": "é and then One go home."})
        client.flag("go")
        await client.until(lambda: bool(client.latest(URI)["diagnostics"]))
        assert client.latest(URI)["diagnostics"][0]["range"]["start"] == {"line": 0, "character": 15}


async def test_a_client_that_cancels_everything_still_gets_answers() -> None:
    async with talk(PULLS) as client:
        client.open("One go home.")
        for number in range(100, 200):
            client.tell("$/cancelRequest", {"id": number})
            client.tell(DIAGNOSTIC, {"textDocument": {"uri": URI}}, id=number)
            client.tell("$/cancelRequest", {"id": number})

        def answered() -> list[int]:
            return [answer["id"] for answer in client.heard if answer.get("id", 0) in range(100, 200)]

        await client.until(lambda: set(answered()) == set(range(100, 200)))
        assert len(answered()) == 100
        assert (await client.ask(DIAGNOSTIC, {"textDocument": {"uri": URI}}))["items"] == []


async def test_a_flood_of_changes_is_handled_and_reported_once() -> None:
    async with talk() as client:
        client.open("One go home. ")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: client.shown() == ["go"])
        before = len(client.published())
        for number in range(1000):
            client.type(0, 0, "\n" if number % 2 else "ab ", version=number + 2)
        assert client.text_of().text.count("\n") == 500
        await client.until(lambda: client.latest()["version"] == 1001)
        assert client.shown() == ["go"]
        assert len(client.published()) == before + 1


async def test_stray_answers_and_invalid_messages_do_not_crash() -> None:
    async with talk() as client:
        client.reply({"id": "nothing"}, {"x": 1})
        client.reply({"id": None}, None)
        for message in ("{}", "[]", "7", '{"jsonrpc": "1.0"}', '{"jsonrpc": "2.0"}', '{"jsonrpc": "2.0", "id": []}'):
            client.send(message)
        assert (await client.ask("shutdown", None)) is None


async def test_an_unsupported_kind_is_named_once_without_control_characters() -> None:
    async with talk() as client:
        for uri in ("untitled:one", "untitled:other"):
            client.open("One go home.", uri=uri, kind="mark\x1bdown")
            client.type(0, 0, "x", version=2, uri=uri)
        (warning,) = client.all("window/showMessage")
        assert "mark" in warning["message"]
        assert "\x1b" not in warning["message"]
