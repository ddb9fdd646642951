"""A client in this process: it passes messages to the server as a client would write them, and records the answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pygls.exceptions import JsonRpcException

from editor.lsp.server import LogproseServer
from scoring import protocol
from tests.editor.scripted_scorer import ScriptedTransport
from tests.patience import PATIENCE_S

URI = "untitled:draft"

PULLS: dict[str, Any] = {
    "textDocument": {"diagnostic": {}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
"""The capabilities of a client that pulls diagnostics."""


class _Worker(ScriptedTransport):
    """A scripted worker that signals when it gets something."""

    def __init__(self, got: Callable[[], None]) -> None:
        super().__init__()
        self._got = got
        self.stops = 0

    def send(self, message: protocol.ToWorker) -> None:
        super().send(message)
        self._got()

    async def stop(self) -> None:
        self.stops += 1


class Talk:
    """A conversation between a client and the server.

    Attributes:
        server: the server.
        worker: catches what is sent to the worker.
        heard: the server's messages, in order.
    """

    def __init__(self) -> None:
        self._news = asyncio.Event()
        self.worker = _Worker(self._news.set)
        self.server = LogproseServer(self.worker)
        self.heard: list[dict[str, Any]] = []
        self._requests = 0
        self.server.protocol.set_writer(self)

    # -- the server's output -------------------------------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        self.heard.append(json.loads(data.partition(b"\r\n\r\n")[2]))
        self._news.set()

    def close(self) -> None:
        pass

    # -- what the client says ------------------------------------------------------------------------------------------

    def tell(self, method: str, params: Any, **more: Any) -> None:
        """Send a notification, or with an `id` a request."""
        self.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}))

    def reply(self, request: dict[str, Any], result: Any) -> None:
        """Answer a request of the server's."""
        self.send(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}))

    def send(self, message: str | bytes) -> None:
        """Send the body of a message."""
        try:
            self.server.protocol.take(message.encode() if isinstance(message, str) else message)
        except Exception as error:
            self.server.report_server_error(error, JsonRpcException)

    async def ask(self, method: str, params: Any) -> Any:
        """Send a request; return its result or its error."""
        self._requests += 1
        number = self._requests
        self.tell(method, params, id=number)
        await self.until(lambda: any(answer.get("id") == number and "method" not in answer for answer in self.heard))
        answer = next(answer for answer in self.heard if answer.get("id") == number and "method" not in answer)
        return answer["error"] if "error" in answer else answer["result"]

    async def start(self, capabilities: dict[str, Any], options: Any = None) -> dict[str, Any]:
        """Initialise; return the server's capabilities."""
        params = {"processId": None, "rootUri": None, "capabilities": capabilities, "initializationOptions": options}
        answer = await self.ask("initialize", params)
        self.tell("initialized", {})
        found: dict[str, Any] = answer["capabilities"]
        return found

    def open(self, text: str, uri: str = URI, version: int = 1, kind: str = "markdown") -> None:
        item = {"uri": uri, "languageId": kind, "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def change(self, *changes: dict[str, Any], version: int, uri: str = URI) -> None:
        document = {"uri": uri, "version": version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def type(self, line: int, column: int, text: str, version: int, uri: str = URI) -> None:
        """Insert a text."""
        place = {"line": line, "character": column}
        self.change({"range": {"start": place, "end": place}, "text": text}, version=version, uri=uri)

    # -- what the worker says ------------------------------------------------------------------------------------------

    def is_ready(self) -> None:
        """Report that the worker has loaded its model."""
        self.hear(protocol.ModelState("ready", 0, 0, "TestLM"))

    def hear(self, message: protocol.FromWorker) -> None:
        """Deliver a worker's message to the server."""
        assert self.worker.receiver is not None
        self.worker.receiver.hear(message)

    def die(self, message: str) -> None:
        """Report that the worker has died."""
        assert self.worker.receiver is not None
        self.worker.receiver.disconnected()
        self.worker.receiver.worker_died(message)

    def flag(self, *words: str, uri: str = URI, number: int = 1, kind: str = "grammar") -> None:
        """Report that a draft is fully scored, with the first of each of `words` flagged."""
        document = self.text_of(uri)
        text = document.text
        flags = sorted(
            (protocol.Flag(text.index(word), text.index(word) + len(word), 5.0, kind, f"{word}?") for word in words),
            key=lambda flag: flag.start,
        )
        self.hear(protocol.Scores(number, document.revision, 0, len(text), tuple(flags), 9, 9, is_final=True))

    def text_of(self, uri: str = URI) -> Any:
        """Return the server's document."""
        draft = self.server.drafts.get(uri)
        assert draft is not None
        return draft.document

    # -- what was heard ------------------------------------------------------------------------------------------------

    def all(self, method: str) -> list[Any]:
        """Return the parameters of all messages with a method."""
        return [message["params"] for message in self.heard if message.get("method") == method]

    def requests(self, method: str) -> list[dict[str, Any]]:
        """Return the server's requests with a method."""
        return [message for message in self.heard if message.get("method") == method]

    def published(self, uri: str = URI) -> list[dict[str, Any]]:
        """Return everything published about a text."""
        return [params for params in self.all("textDocument/publishDiagnostics") if params["uri"] == uri]

    def latest(self, uri: str = URI) -> dict[str, Any]:
        """Return the latest diagnostics published for a text."""
        return (self.published(uri) or [{"version": 0, "diagnostics": []}])[-1]

    def shown(self, uri: str = URI) -> list[str]:
        """Return the words that have a diagnostic now, as the client finds them in the text."""
        return words_at(self.text_of(uri).text, self.latest(uri)["diagnostics"])

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until a condition holds, checking it after each message to the client or the worker."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                self._news.clear()
                await self._news.wait()


def words_at(text: str, diagnostics: Sequence[dict[str, Any]]) -> list[str]:
    """Return the words that diagnostics with columns in code points are about."""
    lines = text.split("\n")
    places = [(found["range"]["start"], found["range"]["end"]) for found in diagnostics]
    return [lines[start["line"]][start["character"] : end["character"]] for start, end in places]


@asynccontextmanager
async def talk(capabilities: dict[str, Any] | None = None, options: Any = None) -> AsyncIterator[Talk]:
    """Yield a talk that has begun, in code points."""
    found = Talk()
    general = {"general": {"positionEncodings": ["utf-16", "utf-32"]}}
    await found.start(general | (capabilities or {}), options)
    try:
        yield found
    finally:
        await found.server.stop()
