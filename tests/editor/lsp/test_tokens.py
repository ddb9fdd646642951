"""The request `logprose/tokens`: the data that a plug-in gets to draw."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from scoring import protocol
from scoring.protocol import AskTokens, Token
from tests.editor.lsp.talk import URI, Talk, talk

_numbers = count(1000)

TEXT = "One go\n\U0001f600 home."


def asked(client: Talk) -> list[AskTokens]:
    return [message for message in client.worker.sent if isinstance(message, AskTokens)]


def params(start: int | None = None, end: int = 0) -> dict[str, Any]:
    """Return the parameters for the whole text, or for columns of its first line."""
    found: dict[str, Any] = {"textDocument": {"uri": URI}}
    if start is not None:
        found["range"] = {"start": {"line": 0, "character": start}, "end": {"line": 0, "character": end}}
    return found


def begin(client: Talk, sent: Any) -> int:
    """Send a request without waiting for its answer; return its number."""
    number = next(_numbers)
    client.tell("logprose/tokens", sent, id=number)
    return number


async def answer_to(client: Talk, number: int) -> Any:
    await client.until(lambda: any(answer.get("id") == number for answer in client.heard))
    answer = next(answer for answer in client.heard if answer.get("id") == number)
    return answer.get("error", answer.get("result"))


async def test_each_token_has_its_range_and_its_scores() -> None:
    async with talk() as client:
        client.open(TEXT, version=7)
        client.is_ready()
        number = begin(client, params())
        await client.until(lambda: len(asked(client)) == 1)
        assert (asked(client)[0].start, asked(client)[0].end) == (0, len(TEXT))
        client.hear(protocol.Tokens(asked(client)[0].request, 1, 0, 0, 6, (Token(0, 3, -2.5, 4.25, True),)))
        await client.until(lambda: len(asked(client)) == 2)
        assert asked(client)[1].start == 6, "the rest is requested"
        rest = (Token(7, 8, None, None, False), Token(8, 13, -1.0, 0.5, False))
        client.hear(protocol.Tokens(asked(client)[1].request, 1, 0, 6, len(TEXT), rest))
        found = await answer_to(client, number)
        assert found["version"] == 7
        assert [(one["logProb"], one["entropy"], one["isSettled"]) for one in found["tokens"]] == [
            (-2.5, 4.25, True),
            (None, None, False),
            (-1.0, 0.5, False),
        ]
        assert found["tokens"][2]["range"] == {"start": {"line": 1, "character": 1}, "end": {"line": 1, "character": 6}}


async def test_only_the_range_is_requested() -> None:
    async with talk() as client:
        client.open(TEXT)
        client.is_ready()
        number = begin(client, params(4, 6))
        await client.until(lambda: bool(asked(client)))
        assert (asked(client)[0].start, asked(client)[0].end) == (4, 6)
        client.hear(protocol.Tokens(asked(client)[0].request, 1, 0, 4, 6, ()))
        assert (await answer_to(client, number))["tokens"] == []


async def test_there_is_no_answer_for_an_older_text_or_without_a_model() -> None:
    async with talk() as client:
        client.open(TEXT)
        assert await client.ask("logprose/tokens", params()) is None, "the model isn't loaded yet"
        client.is_ready()
        number = begin(client, params())
        await client.until(lambda: bool(asked(client)))
        client.type(0, 0, "x", version=2)
        assert await answer_to(client, number) is None
        overtaken, newest = begin(client, params()), begin(client, params(0, 3))
        assert await answer_to(client, overtaken) is None
        client.hear(protocol.Tokens(asked(client)[-1].request, 1, 1, 0, 3, ()))
        assert (await answer_to(client, newest))["version"] == 2
        gone = begin(client, params())
        client.tell("textDocument/didClose", {"textDocument": {"uri": URI}})
        assert await answer_to(client, gone) is None
        assert await client.ask("logprose/tokens", params()) is None


ENDLESS = {"line": float("inf"), "character": 0}


@pytest.mark.parametrize(
    "sent",
    [
        {"textDocument": 5},
        [1],
        {},
        {"textDocument": {"uri": URI}, "range": {"start": 1}},
        {"textDocument": {"uri": URI}, "range": {"start": ENDLESS, "end": ENDLESS}},
    ],
)
async def test_an_invalid_request_gets_an_error(sent: Any) -> None:
    async with talk() as client:
        client.open(TEXT)
        found = await client.ask("logprose/tokens", sent)
        assert found["code"] == -32602
        assert "logprose/tokens" in found["message"]
