"""A client that types at the end of a text over standard input and output, and measures a server's responses."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

KEY_SECONDS = 0.08
PATIENCE_SECONDS = 60.0
BEFORE = "It rained for most of the week, and nobody went out.\n\n"
MISTAKES = (
    ("My sister go to school in the city.", "go"),
    ("The dogs was barking all night long.", "was"),
    ("He have three brothers and a sister.", "have"),
    ("They has been waiting for an hour.", "has"),
    ("The childrens played in the garden.", "childrens"),
    ("She don't like the taste of coffee.", "don't"),
    ("We was going to call you yesterday.", "was"),
    ("I recieved your letter this morning.", "recieved"),
)
_NO_SUCH_METHOD = "benchmark/nothing"
_WHOLE = 1
_PAGE = os.sysconf("SC_PAGE_SIZE")


def notification(method: str, params: Any, **more: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()


def typed(uri: str, version: int, line: int, column: int, text: str, end: int | None = None) -> bytes:
    """Return the change that puts `text` at a column, or in place of the columns up to `end`."""
    place, last = {"line": line, "character": column}, {"line": line, "character": column if end is None else end}
    change = {"range": {"start": place, "end": last}, "text": text}
    document = {"uri": uri, "version": version}
    return notification("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})


def whole(uri: str, version: int, text: str) -> bytes:
    """Return the change that replaces the text."""
    document = {"uri": uri, "version": version}
    return notification("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})


class Server:
    """A language server with one open text, whose last line is being typed."""

    def __init__(self, process: asyncio.subprocess.Process, uri: str, before: str) -> None:
        self._process = process
        self._uri = uri
        self._before = before
        self._takes_all = False  # whether it needs the whole text at each change
        self._row = before.count("\n")
        self._version = 1
        self._news = asyncio.Event()
        self._marked: list[str] = []
        self._line = ""
        self._asked = 0
        self._answered = -1
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        uri: str,
        before: str = BEFORE,
        *,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Server:
        """Start a server and open a text."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=pipe,
            stdout=pipe,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, **(environment or {})},
        )
        server = cls(process, uri, before)
        root = None if folder is None else folder.as_uri()
        hello = {"processId": None, "rootUri": root, "capabilities": {"general": {"positionEncodings": ["utf-16"]}}}
        language = "plaintext" if uri.endswith(".txt") else "markdown"
        item = {"uri": uri, "languageId": language, "version": 1, "text": before}
        server._send(notification("initialize", hello, id=server._next()))
        await server._until_answered()
        server._send(notification("initialized", {}))
        server._send(notification("textDocument/didOpen", {"textDocument": item}))
        await server.answer()
        return server

    def _next(self) -> int:
        self._asked += 1
        return self._asked

    def _send(self, body: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    async def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := await stream.readline():
            length = 0
            while header.strip():
                if header.lower().startswith(b"content-length:"):
                    length = int(header.rpartition(b":")[2])
                header = await stream.readline()
            self._hear(json.loads(await stream.readexactly(length)))
            self._news.set()

    def _hear(self, message: Any) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            ranges = [one["range"] for one in message["params"]["diagnostics"]]
            self._marked = [
                self._line[one["start"]["character"] : one["end"]["character"]]
                for one in ranges
                if one["start"]["line"] == self._row
            ]
        elif "method" in message and "id" in message:
            items = message["params"].get("items") if isinstance(message["params"], dict) else None
            answer = {"jsonrpc": "2.0", "id": message["id"], "result": None if items is None else [None] * len(items)}
            self._send(json.dumps(answer).encode())
        elif "id" in message:
            self._answered = message["id"]
            if self._asked == 1:
                sync = message["result"]["capabilities"]["textDocumentSync"]
                self._takes_all = (sync if isinstance(sync, int) else sync["change"]) == _WHOLE

    async def _until_answered(self) -> None:
        while self._answered != self._asked:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), PATIENCE_SECONDS)

    async def answer(self) -> None:
        """Wait until the server has answered an unknown request, so that it has read everything before it."""
        self._send(notification(_NO_SUCH_METHOD, {}, id=self._next()))
        await self._until_answered()

    def _typed(self, key: str) -> bytes:
        """Type a key in our copy; return the change."""
        self._version += 1
        self._line += key
        if self._takes_all:
            return whole(self._uri, self._version, self._before + self._line)
        return typed(self._uri, self._version, self._row, len(self._line) - len(key), key)

    async def handled(self, key: str) -> float:
        """Type a key; return the milliseconds until a request sent after it is answered."""
        change = self._typed(key)
        begun = time.perf_counter()
        self._send(change)
        await self.answer()
        return 1000 * (time.perf_counter() - begun)

    async def mark(self, sentence: str, word: str, patience: float = PATIENCE_SECONDS) -> float | None:
        """Type a sentence; return the seconds from the last key until a word in it is marked; None if it never is."""
        begun = time.perf_counter()
        for key in f"{sentence} ":
            await asyncio.sleep(KEY_SECONDS)
            change = self._typed(key)
            begun = time.perf_counter()
            self._send(change)
        try:
            async with asyncio.timeout(patience):
                while word not in self._marked:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return None
        return time.perf_counter() - begun

    async def clear(self) -> None:
        """Delete the typed text."""
        self._version += 1
        if self._takes_all:
            self._send(whole(self._uri, self._version, self._before))
        else:
            self._send(typed(self._uri, self._version, self._row, 0, "", len(self._line)))
        self._line, self._marked = "", []
        await self.answer()

    def memory(self) -> float:
        """Return the resident memory of the server and its child processes, in MB."""
        parents: dict[int, int] = {}
        pages: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                    pages[int(entry.name)] = int((entry / "statm").read_text().split()[1])
                except OSError:
                    continue  # it has just ended
        own = more = {self._process.pid}
        while more:
            more = {pid for pid, parent in parents.items() if parent in own} - own
            own |= more
        return sum(pages.get(pid, 0) for pid in own) * _PAGE / 1e6

    async def stop(self) -> None:
        assert self._process.stdin is not None
        self._send(notification("shutdown", None, id=self._next()))
        self._send(notification("exit", None))
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            self._process.kill()
        await self._reading
