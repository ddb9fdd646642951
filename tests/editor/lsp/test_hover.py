"""What a client shows about the word under the mouse."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from scoring import protocol
from scoring.protocol import Alternative, AskAlternatives, Flag, Suggestion, WordScore
from tests.editor.lsp.talk import URI, Talk, talk

TEXT = "She go to a `code` *b* home.\n"
GO, TO = TEXT.index("go"), TEXT.index("to")
FLAG = Flag(
    GO, GO + 2, 2.8, "grammar", "“goes” fits better than “go”", (Suggestion(GO, GO + 2, "goes", 5.0, "grammar", 0.9),)
)
MARKDOWN: dict[str, Any] = {"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}}
_numbers = count(1000)


async def checked(client: Talk) -> None:
    client.open(TEXT)
    client.is_ready()
    words = (WordScore(GO, GO + 2, 7.25, 3.5), WordScore(TO, TO + 2, 0.5, 1.0))
    client.hear(protocol.Scores(1, 0, 0, len(TEXT), (FLAG,), 9, 9, words, is_final=True))
    await client.until(lambda: client.shown() == ["go"])


def begin(client: Talk, column: int) -> int:
    """Ask about the word at a column; return the number of the request."""
    number = next(_numbers)
    place = {"line": 0, "character": column}
    client.tell("textDocument/hover", {"textDocument": {"uri": URI}, "position": place}, id=number)
    return number


async def answer_to(client: Talk, number: int) -> Any:
    await client.until(lambda: any(answer.get("id") == number for answer in client.heard))
    return next(answer for answer in client.heard if answer.get("id") == number).get("result")


def asked(client: Talk) -> list[AskAlternatives]:
    return [message for message in client.worker.sent if isinstance(message, AskAlternatives)]


async def hovered(client: Talk, column: int, *words: Alternative, suggestions: tuple[Suggestion, ...] = ()) -> Any:
    """Ask, let the worker answer, and return what the client is to show."""
    before = len(asked(client))
    number = begin(client, column)
    await client.until(lambda: len(asked(client)) > before)
    ask = asked(client)[-1]
    word = TEXT[ask.start : ask.end]
    place = ask.request, 1, ask.revision, ask.start, ask.end
    client.hear(protocol.Alternatives(*place, word, 0.00123, 1345, words, suggestions))
    return await answer_to(client, number)


async def test_a_flagged_word_shows_the_reason_its_probability_and_likelier_words() -> None:
    async with talk(MARKDOWN) as client:
        await checked(client)
        found = await hovered(client, GO + 1, Alternative("had", 0.25), Alternative("*", 0.00001))
        assert found["range"] == {"start": {"line": 0, "character": GO}, "end": {"line": 0, "character": GO + 2}}
        assert found["contents"] == {
            "kind": "markdown",
            "value": "**Grammar: “goes” fits better than “go”** · 94 % likely a mistake\n\n- goes 90 %\n\n"
            "**go** 0.1 % · no. 1,345 · surprisal 7.2 nats · entropy 3.5 nats\n\n"
            "likely after the words before:\n\n- had 25.0 %\n- \\* <0.01 %",
        }


async def test_another_word_has_its_edits_and_a_client_without_markdown_gets_none() -> None:
    async with talk() as client:
        await checked(client)
        offered = (("into", 0.2), ("for", 0.009), ("of", 0.0))
        suggestions = tuple(Suggestion(TO, TO + 2, new, 1.0, "grammar", probability) for new, probability in offered)
        found = await hovered(client, TO, suggestions=suggestions)
        assert found["contents"] == {
            "kind": "plaintext",
            "value": "to 0.1 % · no. 1,345 · surprisal 0.5 nats · entropy 1.0 nats\n\n- into 20 %",
        }


@pytest.mark.parametrize("column", [TEXT.index("code"), 6, len(TEXT) - 2, 500])
async def test_code_blanks_and_punctuation_have_nothing_to_show(column: int) -> None:
    async with talk() as client:
        await checked(client)
        assert await answer_to(client, begin(client, column)) is None
        assert asked(client) == []


async def test_without_a_model_only_the_flag_is_shown() -> None:
    async with talk() as client:
        await checked(client)
        assert client.worker.receiver is not None
        client.worker.receiver.disconnected()
        found = await answer_to(client, begin(client, GO))
        assert found["contents"]["value"].startswith("Grammar: “goes” fits better")
        assert await answer_to(client, begin(client, TO)) is None


async def test_only_the_last_word_asked_about_is_answered_and_never_for_an_older_text() -> None:
    async with talk() as client:
        await checked(client)
        first, last = begin(client, GO), begin(client, TO)
        assert await answer_to(client, first) is None
        await client.until(lambda: len(asked(client)) == 2)
        client.type(0, 0, "x", version=2)
        assert await answer_to(client, last) is None
        ask = asked(client)[-1]
        client.hear(protocol.Alternatives(ask.request, 1, 0, ask.start, ask.end, "to", 0.5, 1, ()))
        cancelled = begin(client, TO + 1)
        client.tell("$/cancelRequest", {"id": cancelled})
        assert await answer_to(client, cancelled) is None
        client.tell("textDocument/didClose", {"textDocument": {"uri": URI}})
        assert await answer_to(client, begin(client, GO)) is None
