"""Inline completion: what a client shows as ghost text at the caret."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from scoring import protocol
from tests.editor.lsp.talk import URI, Talk, talk

TEXT = "The lamps in\nthe street."
_UNASKED = {"continuation": {"automatic": True, "pause": 100, "confidence": -1.5}}
_numbers = count(1000)


def begin(client: Talk, column: int, *, is_invoked: bool = True) -> int:
    """Ask for a completion in the first line; return the number of the request."""
    number = next(_numbers)
    params = {
        "textDocument": {"uri": URI},
        "position": {"line": 0, "character": column},
        "context": {"triggerKind": 1 if is_invoked else 2},
    }
    client.tell("textDocument/inlineCompletion", params, id=number)
    return number


async def answer_to(client: Talk, number: int) -> Any:
    await client.until(lambda: any(answer.get("id") == number for answer in client.heard))
    answer = next(answer for answer in client.heard if answer.get("id") == number)
    return answer.get("error") or [item["insertText"] for item in answer["result"]["items"]]


def asked(client: Talk) -> list[protocol.AskContinuation]:
    return [message for message in client.worker.sent if isinstance(message, protocol.AskContinuation)]


async def write_on(client: Talk, questions: int, *texts: str, log_prob: float = -1.0, is_final: bool = True) -> None:
    """Wait until the worker was asked so often, and let it answer the last question."""
    await client.until(lambda: len(asked(client)) == questions)
    ask = asked(client)[-1]
    found = tuple(protocol.Continuation(text, (log_prob,)) for text in texts)
    client.hear(protocol.Continuations(ask.request, 1, ask.revision, ask.start, ask.end, found, is_final))


async def begun(client: Talk) -> None:
    client.open(TEXT)
    client.is_ready()


async def test_it_is_announced_and_answers_with_all_continuations_at_the_caret() -> None:
    async with talk() as client:
        assert client.server.server_capabilities.inline_completion_provider
        await begun(client)
        number = begin(client, 12)
        await write_on(client, 1, " the", is_final=False)
        await write_on(client, 1, " the old", " a")
        assert await answer_to(client, number) == [" the old", " a"]
        answer = next(answer for answer in client.heard if answer.get("id") == number)
        place = {"line": 0, "character": 12}
        assert answer["result"]["items"][0]["range"] == {"start": place, "end": place}
        assert asked(client)[0].start == asked(client)[0].end == 12


async def test_a_continuation_is_reused_while_the_writer_types_it() -> None:
    async with talk() as client:
        await begun(client)
        number = begin(client, 12)
        await write_on(client, 1, " the old", " a")
        await answer_to(client, number)
        client.type(0, 12, " t", version=2)
        assert await answer_to(client, begin(client, 14)) == ["he old"]
        assert len(asked(client)) == 1
        client.type(0, 14, "o", version=3)
        number = begin(client, 15)
        await write_on(client, 2, " see")
        assert await answer_to(client, number) == [" see"]


async def test_older_requests_get_nothing() -> None:
    async with talk() as client:
        await begun(client)
        first, second = begin(client, 12), begin(client, 9)
        await write_on(client, 2, " again")
        assert await answer_to(client, first) == []
        assert await answer_to(client, second) == [" again"]


async def test_an_edit_cancels_the_request() -> None:
    async with talk() as client:
        await begun(client)
        number = begin(client, 12)
        await client.until(lambda: len(asked(client)) == 1)
        client.type(0, 0, "So ", version=2)
        assert await answer_to(client, number) == []


async def test_a_cancelled_request_stops_decoding() -> None:
    async with talk() as client:
        await begun(client)
        number = begin(client, 12)
        await client.until(lambda: len(asked(client)) == 1)
        client.tell("$/cancelRequest", {"id": number})
        await client.until(lambda: isinstance(client.worker.sent[-1], protocol.StopContinuation))
        await answer_to(client, number)


@pytest.mark.parametrize("reason", ["the setting is off", "there is no model", "the text is unknown"])
async def test_impossible_places_get_nothing(reason: str) -> None:
    async with talk(options=None if reason == "the setting is off" else _UNASKED) as client:
        if reason != "the text is unknown":
            client.open(TEXT)
        if reason == "the setting is off":
            client.is_ready()
        number = begin(client, 12, is_invoked=reason == "there is no model")
        assert await answer_to(client, number) == []
        assert not asked(client)


@pytest.mark.parametrize(("log_prob", "shown"), [(-1.0, [" the old"]), (-3.0, [])])
async def test_automatic_completions_come_after_a_pause_if_the_model_is_sure(log_prob: float, shown: list[str]) -> None:
    async with talk(options=_UNASKED) as client:
        await begun(client)
        number = begin(client, 12, is_invoked=False)
        await write_on(client, 1, " the old", log_prob=log_prob)
        assert await answer_to(client, number) == shown
        assert asked(client)[0].manner.candidates == 1


async def test_there_are_no_automatic_completions_while_typing() -> None:
    async with talk(options=_UNASKED) as client:
        await begun(client)
        first = begin(client, 12, is_invoked=False)
        client.type(0, 12, " s", version=2)
        second = begin(client, 14, is_invoked=False)
        await write_on(client, 1, "ee")
        assert await answer_to(client, first) == []
        assert await answer_to(client, second) == ["ee"]
