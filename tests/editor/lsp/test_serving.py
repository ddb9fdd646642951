"""The real program with our own client: it serves, and leaves nothing running when the client disconnects."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import make_test_lsp_client

from editor import cli
from editor.lsp.serving import read_messages, serve
from tests.editor.lsp.talk import Talk
from tests.patience import PATIENCE_S, until
from tests.project import ROOT

pytestmark = [
    pytest.mark.usefixtures("home"),
    pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="no /proc"),
]

URI = "untitled:draft"


def command(folder: Path, *more: str) -> list[str]:
    """The server with a worker that flags long words; its processes name `folder`."""
    return [sys.executable, "-m", "tests.editor.lsp.server_with_fake_worker", str(folder), "score", *more]


def processes(folder: Path) -> list[int]:
    """The processes that name a folder and have not ended."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(folder) in (process / "cmdline").read_bytes().split(b"\0"):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def shown(client: LanguageClient) -> list[str | int | None]:
    return [found.code for found in client.diagnostics.get(URI, ())]


async def open_draft(client: LanguageClient, process: int | None = None) -> None:
    """Initialise, open a draft, and wait for its diagnostics."""
    params = types.InitializeParams(client_capabilities("neovim"), process_id=process)
    await client.initialize_session(params)
    item = types.TextDocumentItem(URI, types.LanguageKind.Markdown, 1, "Some letters spelling things.\n")
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await until(lambda: shown(client) == ["grammar", "spelling", "surprising"])


@asynccontextmanager
async def connected(folder: Path, *more: str) -> AsyncIterator[LanguageClient]:
    client = make_test_lsp_client()
    await client.start_io(*command(folder, *more), cwd=ROOT)
    try:
        yield client
    finally:
        if client._server is not None and client._server.returncode is None:
            client._server.kill()
        await client.stop()  # type: ignore[no-untyped-call]


async def test_a_client_gets_diagnostics_and_leaves_nothing_running(tmp_path: Path) -> None:
    async with connected(tmp_path) as client:
        await open_draft(client)
        start = types.Position(0, 0)
        change = types.TextDocumentContentChangePartial(types.Range(start, start), "\n\n")
        document = types.VersionedTextDocumentIdentifier(2, URI)
        client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        await until(lambda: {found.range.start.line for found in client.diagnostics[URI]} == {2})
        assert len(processes(tmp_path)) == 2
        await client.shutdown_session()
        assert client._server is not None
        assert client._server.returncode == 0
    await until(lambda: not processes(tmp_path))


async def test_nothing_is_left_running_when_the_client_disconnects(tmp_path: Path) -> None:
    async with connected(tmp_path) as client:
        await open_draft(client)
        server = client._server
        assert server is not None
        assert server.stdin is not None
        server.stdin.close()
        assert await server.wait() == 1
    await until(lambda: not processes(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_nothing_is_left_running_when_the_server_is_stopped(tmp_path: Path, number: signal.Signals) -> None:
    async with connected(tmp_path) as client:
        await open_draft(client)
        assert client._server is not None
        client._server.send_signal(number)
        await client._server.wait()
    await until(lambda: not processes(tmp_path))


async def test_a_server_ends_with_its_clients_process_even_if_its_input_stays_open(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    async with connected(tmp_path) as client:
        await open_draft(client, gone.pid)
        gone.communicate()
        assert client._server is not None
        assert await client._server.wait() == 1
    await until(lambda: not processes(tmp_path))


async def test_a_client_can_connect_from_this_machine(tmp_path: Path) -> None:
    server = await asyncio.create_subprocess_exec(
        *command(tmp_path, "0"), cwd=ROOT, stderr=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL
    )
    assert server.stderr is not None
    said = (await server.stderr.readline()).decode()
    place = re.fullmatch(r"logprose: waiting for a client at 127\.0\.0\.1:(\d+)\n", said)
    assert place is not None, said
    client = make_test_lsp_client()
    await client.start_tcp("127.0.0.1", int(place[1]))
    await open_draft(client)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", int(place[1]))
    await client.shutdown_session()
    assert await server.wait() == 0
    await client.stop()  # type: ignore[no-untyped-call]
    await until(lambda: not processes(tmp_path))


def test_a_port_that_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve(port) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"logprose: port {port} cannot be used")
    assert said.count("\n") == 1


@pytest.mark.parametrize("port", ["x", "-1", "65536", "٣", ""])
def test_an_invalid_port_is_named(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["lsp", f"--tcp={port}"])
    assert f"--tcp: must be a port from 0 to 65535, not “{port}”" in capsys.readouterr().err


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello\n" * 1000,
        b"x" * (3 << 20),
        b"Content-Length: 99999999999999\r\n\r\n",
        b"Content-Length: 9\r\n\r\n{}",
        b"Content-Length: 2\r\n\r\n{}" * 100,
        b"Content-Length: 4\r\n\r\n\xff\xfe{}",
        b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    ],
)
async def test_invalid_input_is_read_to_the_end(data: bytes) -> None:
    client = Talk()
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    await read_messages(reader, client.server)
    await client.start({})


HELLO = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}'


@pytest.mark.parametrize(
    "header",
    [
        b"content-length:%d\r\ncontent-type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
        b"Content-Type: text\r\nContent-Length: %d\r\n\r\n",
        b"\r\n\r\nContent-Length: %d\n\n",
    ],
)
async def test_a_header_is_read_however_the_client_writes_it(header: bytes) -> None:
    client = Talk()
    reader = asyncio.StreamReader()
    reader.feed_data(header % len(HELLO) + HELLO)
    reader.feed_eof()
    await read_messages(reader, client.server)
    await client.until(lambda: [answer["id"] for answer in client.heard] == [1])


@pytest.mark.parametrize("header", [b"Content-Length: abc\r\n\r\n", b"Content-Length: -5\r\n\r\n", b"{}\r\n"])
async def test_a_header_without_a_length_ends_the_server_and_is_named(
    header: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(header + b"{}")  # the client waits for an answer, and the line stays open
    async with asyncio.timeout(PATIENCE_S):
        await read_messages(reader, Talk().server)
    assert f"“{header.decode().strip()}” is not a header" in capsys.readouterr().err


async def test_a_client_that_never_reads_is_eventually_dropped() -> None:
    """Otherwise they would fill the memory."""
    ours, theirs = socket.socketpair()
    _, writer = await asyncio.open_connection(sock=ours)
    server = Talk().server
    server.protocol.set_writer(writer)
    asked = asyncio.StreamReader()
    question = b'{"jsonrpc": "2.0", "id": "%s", "method": "x", "params": {}}' % (b"x" * 100_000)
    asked.feed_data((b"Content-Length: %d\r\n\r\n" % len(question) + question) * 400)
    asked.feed_eof()
    reading = asyncio.create_task(read_messages(asked, server))
    try:
        for _ in range(2_000):
            await asyncio.sleep(0)
        assert not reading.done()
        assert writer.transport.get_write_buffer_size() < 20 << 20
        theirs.setblocking(False)
        left = len(question) * 400
        async with asyncio.timeout(PATIENCE_S):
            while left > 0:
                left -= len(await asyncio.get_running_loop().sock_recv(theirs, 1 << 20))
            await reading
    finally:
        reading.cancel()
        writer.close()
        theirs.close()
