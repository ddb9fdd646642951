"""Measures the language server: the cost of a key compared with pygls' own document, and how soon a mistake is marked.

    python -m benchmarks.lsp TEXT [--words 1000 100000] [--keys 2000] [--sentences 8]

TEXT is Markdown, repeated or cut to each size, with a flag in every fifty words. A key is one `didChange` as bytes; its
cost is the time until the message is read and the text updated. Keys go to our server and pygls' in turn, in one
process, in UTF-16, in the middle of the text. Now and then there is a pause, in which ours sends its diagnostics: the
longest time that a key would have to wait then is measured separately.

The second part types sentences with one mistake into the editor and into `logprose lsp` in turn, each with its own
worker, and measures the time from the last key until the mistake is marked.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pygls.lsp.server import LanguageServer

from benchmarks.lsp_client import BEFORE, KEY_SECONDS, MISTAKES, PATIENCE_SECONDS, Server, notification, typed
from benchmarks.scaling import sized
from editor.document.document import Document
from editor.lsp.server import LogproseServer
from editor.scorer.listener import ScoredRange
from editor.scorer.supervisor import Receiver
from scoring import protocol

URI = "untitled:draft"
KEYS = "the quick brown fox jumps over the lazy dog and writes about it "
WORD = re.compile(r"[^\W\d_]{4,}")
OPENED_SECONDS = 1.5  # before the first key
KEYS_A_PAUSE, PAUSE_SECONDS = 50, 0.3


class NoWorker:
    """A connection without a worker."""

    pid = None

    def send(self, message: protocol.ToWorker) -> None: ...

    def start(self, receiver: Receiver, command: Sequence[str] | None = None) -> None:
        receiver.hear(protocol.ModelState("ready", 0, 0, "none"))

    async def stop(self) -> None: ...


class Sink:
    """Receives the output of a server."""

    def __init__(self) -> None:
        self.bytes = 0

    def write(self, data: bytes) -> None:
        self.bytes += len(data)

    def close(self) -> None: ...


def feed(server: LanguageServer, message: bytes) -> float:
    """Pass the body of a message to a server; return the milliseconds."""
    line = server.protocol
    begun = time.perf_counter()
    line.handle_message(json.loads(message, object_hook=line.structure_message))
    return 1000 * (time.perf_counter() - begun)


def begin(server: LanguageServer, text: str) -> None:
    """Open a text on a server."""
    server.protocol.set_writer(Sink())
    hello: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
    item = {"uri": URI, "languageId": "markdown", "version": 1, "text": text}
    feed(server, notification("initialize", hello, id=1))
    feed(server, notification("textDocument/didOpen", {"textDocument": item}))


async def keys(text: str, count: int) -> tuple[list[float], list[float], list[float]]:
    """Type into both servers; return the milliseconds of each key in ours and in theirs, and of each sending of
    diagnostics."""
    ours, theirs = LogproseServer(NoWorker()), LanguageServer("theirs", "1")
    begin(ours, text)
    begin(theirs, text)
    draft = ours.drafts.get(URI)
    assert draft is not None
    flags = [
        protocol.Flag(
            *word.span(), 3.0, "surprising", "surprising", (protocol.Suggestion(*word.span(), "x", 1.0, "rule"),)
        )
        for word in list(WORD.finditer(text))[::50]
    ]
    draft.hear(ScoredRange(0, len(text), flags, (), 1, 1))
    await asyncio.sleep(OPENED_SECONDS)
    document = Document(text)
    line = document.block_index(len(text) // 2)
    column = len(document.blocks[line].text) // 2
    own, other, told = [], [], []
    for number in range(count):
        message = typed(URI, number + 2, line, column + number, KEYS[number % len(KEYS)])
        if number % 2:
            own.append(feed(ours, message))
            other.append(feed(theirs, message))
        else:
            other.append(feed(theirs, message))
            own.append(feed(ours, message))
        if number % KEYS_A_PAUSE == KEYS_A_PAUSE - 1:
            told.append(await longest_stall(PAUSE_SECONDS))
    await ours.stop()
    return own, other, told


async def longest_stall(seconds: float) -> float:
    """Return the longest time, in milliseconds, for which the event loop is busy."""
    longest, begun = 0.0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        before = time.perf_counter()
        await asyncio.sleep(0)
        longest = max(longest, time.perf_counter() - before)
    return 1000 * longest


def row(name: str, values: Sequence[float]) -> str:
    cuts = statistics.quantiles(values, n=100)
    return f"{name:24} {cuts[49]:8.3f} {cuts[98]:8.3f} {max(values):8.3f}"


# -- how soon a mistake is marked --------------------------------------------------------------------------------------


async def marks(count: int) -> list[tuple[str, float, float]]:
    """Type sentences into the editor and into the server; return each with the seconds until it is marked in both."""
    from editor.app import LogproseApp
    from editor.flags.feature import FlagsFeature

    command = (sys.executable, "-m", "editor.cli", "lsp")
    app, server, found = LogproseApp(), await Server.start(command, URI), []
    async with app.run_test(size=(100, 30)) as pilot:
        app.canvas.edit(0, 0, BEFORE)

        def marked() -> list[str]:
            spans = app.feature(FlagsFeature).shown.all_flags()
            return [app.document.slice(span.start, span.end) for span in spans]

        async def mark(sentence: str, word: str) -> float:
            for key in f"{sentence} ":
                app.canvas.type_text(key)
                begun = time.perf_counter()
                await asyncio.sleep(KEY_SECONDS)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while word not in marked():
                    await asyncio.sleep(0.002)
            return time.perf_counter() - begun

        await mark(*MISTAKES[0])  # the models are loaded
        await server.mark(*MISTAKES[0])
        for sentence, word in MISTAKES[:count]:
            app.canvas.edit(len(BEFORE), len(app.document), "")
            await server.clear()
            await asyncio.sleep(1.0)
            in_editor, in_server = await mark(sentence, word), await server.mark(sentence, word)
            found.append((sentence, in_editor, in_server or PATIENCE_SECONDS))
            print(f"{found[-1][1]:6.2f} {found[-1][2]:6.2f}  {sentence}", flush=True)
        await pilot.pause()
    await server.stop()
    return found


def main() -> None:
    """Measure both, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--words", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--keys", type=int, default=2_000)
    parser.add_argument("--sentences", type=int, default=len(MISTAKES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = folder
        print(f"load {os.getloadavg()[0]:.1f}\n\n{'ms a key':24} {'p50':>8} {'p99':>8} {'most':>8}")
        for words in options.words:
            own, other, told = asyncio.run(keys(sized(options.text.read_text("utf-8"), words), options.keys))
            print(row(f"{words:,} words, logprose", own))
            print(row(f"{words:,} words, pygls", other))
            print(row(f"{words:,} words, a pause", told), flush=True)
        if options.sentences:
            print(f"\nload {os.getloadavg()[0]:.1f}\n\neditor server  s from the last key to the mark")
            found = asyncio.run(marks(options.sentences))
            medians = [statistics.median(times) for times in zip(*[one[1:] for one in found], strict=True)]
            print(f"{medians[0]:6.2f} {medians[1]:6.2f}  median")


if __name__ == "__main__":
    main()
