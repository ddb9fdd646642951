"""The flags of a file by `logprose check`, in the editor, and from the language server: `python -m
tests.suites.same_flags FILE…` prints where they differ."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from lsprotocol import types
from pytest_lsp.client import make_test_lsp_client

from editor.app import LogproseApp
from editor.document.formats.kinds import kind_of
from editor.flags.feature import FlagsFeature
from tests.patience import PATIENCE_S
from tests.project import ROOT

Place = tuple[int, int, int, str]
"""Of a flag: line, columns of its start and end in code points, and kind."""

_CLI = ("-m", "editor.cli")
_RESTED = 300  # polls of 0.05 s without news after the first flags


async def by_check(path: Path) -> set[Place]:
    """Return the flags that `check` reports for a file it has never seen."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, *_CLI, "check", "--format", "json", "--no-cache", str(path))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe)
    output, _ = await process.communicate()
    return {
        (one["line"] - 1, one["column"] - 1, one["end_column"] - 1, one["kind"])
        for one in json.loads(output)
        if one["line"] == one["end_line"]
    }


@asynccontextmanager
async def in_editor(path: Path) -> AsyncIterator[Callable[[], set[Place]]]:
    """Open a file in the editor; yields a function that returns the flags it shows."""
    app = LogproseApp(path)
    async with app.run_test(size=(100, 30)):

        def shown() -> set[Place]:
            document, found = app.document, set[Place]()
            for span in app.feature(FlagsFeature).shown.all_flags():
                line = document.block_index(span.start)
                start = document.block_start(line)
                found.add((line, span.start - start, span.end - start, span.kind.removeprefix("flag.")))
            return found

        yield shown


@asynccontextmanager
async def from_server(path: Path) -> AsyncIterator[Callable[[], set[Place]]]:
    """Open a file in a client of the language server; yields a function that returns its diagnostics."""
    client = make_test_lsp_client()
    await client.start_io(sys.executable, *_CLI, "lsp", cwd=ROOT)
    able = types.ClientCapabilities(general=types.GeneralClientCapabilities(position_encodings=["utf-32"]))
    await client.initialize_session(types.InitializeParams(able))
    text = path.read_text("utf-8")
    language = kind_of(path, text.partition("\n")[0]).id
    item = types.TextDocumentItem(path.as_uri(), language, 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def shown() -> set[Place]:
        return {
            (one.range.start.line, one.range.start.character, one.range.end.character, str(one.code))
            for one in client.diagnostics.get(path.as_uri(), ())
        }

    yield shown
    await client.shutdown_session()
    await client.stop()  # type: ignore[no-untyped-call]


async def compare(path: Path) -> tuple[set[Place], set[Place], set[Place]]:
    """Return the flags of all three once they have stopped changing."""
    expected = await by_check(path)
    async with in_editor(path) as editor, from_server(path) as server:
        last, rested, given_up = (editor(), server()), 0, time.monotonic() + PATIENCE_S
        while rested < _RESTED and last != (expected, expected) and time.monotonic() < given_up:
            await asyncio.sleep(0.05)
            now = editor(), server()
            last, rested = now, rested + 1 if now == last and all(now) else 0
        return expected, *last


def main() -> None:
    """Compare the given files; exit with 1 if any differ."""
    differing = 0
    for name in sys.argv[1:]:
        path = Path(name).resolve()
        expected, editor, server = asyncio.run(compare(path))
        print(f"{path.name}: {len(expected)} flags, {'the same' if expected == editor == server else 'DIFFERENT'}")
        for where, found in (("editor", editor), ("server", server)):
            if found != expected:
                differing += 1
                print(f"  {where}: more {sorted(found - expected)}, fewer {sorted(expected - found)}")
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()
