"""The server's text equals the client's, whatever the client does; if it can't, there are no diagnostics."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from scoring.protocol import Focus
from tests.editor.lsp.talk import URI, Talk, talk
from tests.editor.lsp.test_positions import ENCODINGS, plain_lines, plain_offset, texts

places = st.tuples(st.integers(0, 9), st.integers(0, 40))


class ClientMachine(RuleBasedStateMachine):
    """A client that keeps its text as a plain string, and changes it in batches."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._talk = self._runner.run(_made())
        self._text = ""
        self._version = 0

    @initialize(text=texts, encoding=st.sampled_from(ENCODINGS))
    def opens(self, text: str, encoding: Any) -> None:
        self._encoding = encoding
        self._text = text
        self._runner.run(self._talk.start({"general": {"positionEncodings": [encoding]}}))
        self._run(self._talk.open, text, version=self._version)

    def _run(self, send: Any, *arguments: Any, **named: Any) -> None:
        async def sending() -> None:
            send(*arguments, **named)

        self._runner.run(sending())

    @rule(
        batch=st.lists(st.tuples(places, places, texts) | texts.map(lambda text: (None, None, text)), max_size=5),
        step=st.integers(1, 7),
    )
    def changes(self, batch: list[Any], step: int) -> None:
        changes: list[dict[str, Any]] = []
        for one, other, text in batch:
            if one is None:
                self._text = text
                changes.append({"text": text})
                continue
            start, end = sorted((one, other))
            first, last = (plain_offset(self._text, line, at, self._encoding) for line, at in (start, end))
            self._text = self._text[:first] + text + self._text[last:]
            places = [{"line": line, "character": column} for line, column in (start, end)]
            changes.append({"range": {"start": places[0], "end": places[1]}, "text": text})
        self._version += step
        self._run(self._talk.change, *changes, version=self._version)

    @rule()
    def closes_and_opens(self) -> None:
        self._run(self._talk.tell, "textDocument/didClose", {"textDocument": {"uri": URI}})
        self._version = 0
        self._run(self._talk.open, self._text, version=self._version)

    @rule(text=texts)
    def loses_its_count_and_saves(self, text: str) -> None:
        self._text = text + self._text
        start = {"line": 0, "character": 0}
        change = {"range": {"start": start, "end": start}, "text": text}
        self._run(self._talk.change, change, version=self._version)
        assert self._talk.server.drafts.get(URI).shown_flags() == []  # type: ignore[union-attr]
        saved = {"textDocument": {"uri": URI}, "text": self._text}
        self._run(self._talk.tell, "textDocument/didSave", saved)

    @invariant()
    def both_have_the_same_text(self) -> None:
        if self._talk.heard:
            document = self._talk.text_of()
            assert document.text == self._text
            assert len(document.blocks) == len(plain_lines(self._text))

    def teardown(self) -> None:
        self._runner.run(self._talk.server.stop())
        self._runner.close()


async def _made() -> Talk:
    return Talk()


ClientMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=15)
TestClient = ClientMachine.TestCase


async def test_a_version_that_does_not_rise_clears_the_diagnostics_until_the_whole_text_is_sent() -> None:
    async with talk() as client:
        client.open("One go home.", version=3)
        client.is_ready()
        client.flag("go")
        await client.until(lambda: client.shown() == ["go"])
        client.type(0, 0, "Now ", version=3)
        await client.until(lambda: client.latest()["diagnostics"] == [])
        assert any("version 3 came after 3" in line["message"] for line in client.all("window/logMessage"))
        client.type(0, 0, "Now ", version=4)
        assert client.text_of().text == "One go home."
        client.change({"text": "Now One go home."}, version=5)
        await client.until(lambda: client.shown() == ["go"])
        assert client.latest()["version"] == 5


async def test_any_rising_version_is_accepted() -> None:
    async with talk() as client:
        client.open("One", version=0)
        client.type(0, 3, " two", version=17)
        client.type(0, 7, " three", version=4711)
        assert client.text_of().text == "One two three"


@pytest.mark.parametrize(
    "place", [{"line": -1, "character": 0}, {"line": 0, "character": -3}, {"line": "x", "character": 0}, {}, None, 7]
)
async def test_an_invalid_position_does_not_crash(place: Any) -> None:
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: client.shown() == ["go"])
        client.change({"range": {"start": place, "end": place}, "text": "x"}, version=2)
        await client.until(lambda: client.latest()["diagnostics"] == [])
        client.change({"text": "All new."}, version=3)
        assert client.text_of().text == "All new."


async def test_unchanged_words_in_a_new_whole_text_keep_their_flags() -> None:
    rest = "\n\nThis stays as it was, word by word, all through it.\n"
    async with talk() as client:
        client.open(f"One go home.{rest}")
        client.is_ready()
        client.flag("go", "stays")
        await client.until(lambda: client.shown() == ["go", "stays"])
        client.change(
            {"text": "New.\n\nOne goes home.\n\nThis stays as it was, word by word, all through it.\n"}, version=2
        )
        await client.until(lambda: client.shown() == ["stays"])
        assert client.latest()["version"] == 2


async def test_unknown_texts_do_not_crash() -> None:
    async with talk() as client:
        client.type(0, 0, "x", version=2, uri="file:///nowhere.md")
        client.tell("textDocument/didClose", {"textDocument": {"uri": "file:///nowhere.md"}})
        client.tell("textDocument/didSave", {"textDocument": {"uri": "file:///nowhere.md"}, "text": "x"})
        for uri in ("", "file://[", "file:///a%00b.md", "vscode-notebook-cell:/x#y", "file:///" + "x" * 5000):
            client.open("One go home.", uri=uri)
            client.type(0, 0, "x", version=2, uri=uri)
            assert client.text_of(uri).text == "xOne go home."


async def test_a_text_that_is_closed_has_no_diagnostics() -> None:
    async with talk() as client:
        client.open("One go home.")
        client.is_ready()
        client.flag("go")
        await client.until(lambda: client.shown() == ["go"])
        client.tell("textDocument/didClose", {"textDocument": {"uri": URI}})
        assert client.latest()["diagnostics"] == []


async def test_the_text_edited_last_is_scored_first_its_edited_sentence_before_the_rest() -> None:
    def focus() -> tuple[int, str]:
        found = [message for message in client.worker.sent if isinstance(message, Focus)][-1]
        uri = URI if found.document == 1 else "untitled:other"
        return found.document, client.text_of(uri).slice(found.start, found.end)

    async with talk() as client:
        client.open("One go home. Two goes away.\n\nThree stays.")
        client.is_ready()
        client.open("Another text.", uri="untitled:other")
        assert focus() == (2, "Another text.")
        client.type(0, 18, "x", version=2)
        assert focus() == (1, "Two gxoes away.")
        client.type(2, 0, "x", version=3)
        assert focus() == (1, "xThree stays.")
        client.type(0, 0, "x", version=2, uri="untitled:other")
        assert focus() == (2, "xAnother text.")
