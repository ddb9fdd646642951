"""Runs the server on standard input and output, or for one client at a port of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Sequence

from pygls.exceptions import JsonRpcException

from editor.headless.arguments import BAD_INPUT, are_terminals, complain
from editor.lsp.framing import FramingError, bodies
from editor.lsp.server import LogproseServer
from editor.paths import log_path
from editor.scorer.supervisor import WorkerSupervisor
from editor.text.printable import printable

_HOST = "127.0.0.1"
_BUFFER = 1 << 20  # bytes read ahead


_Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def serve(port: int | None, command: Sequence[str] | None = None) -> int:
    """Serve one client to its end. Returns the exit status: 0 if it ended properly, 1 if it just disappeared.

    Args:
        port: wait for it at this port; None: it is at standard input and output.
        command: runs another worker.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="logprose: %(message)s")
    logging.getLogger("pygls").setLevel(logging.ERROR)  # its warnings are about things that clients do all the time
    if port is None and are_terminals(sys.stdin):
        complain("waiting for an editor's messages on standard input; docs/editors.md shows how to set one up")
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(_serve(port, command))
    return 1


async def _serve(port: int | None, command: Sequence[str] | None) -> int:
    server = LogproseServer(None if command is None else WorkerSupervisor(command, log_path("lsp")))
    try:
        reader, writer = await (_standard_line() if port is None else _line_at(port))
    except (OSError, ValueError) as error:
        where = "standard input and output" if port is None else f"port {port}"
        complain(f"{where} cannot be used ({error}); see `logprose lsp --help`")
        return BAD_INPUT
    server.protocol.set_writer(writer)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, server.end)
    ends = (read_messages(reader, server), server.ended.wait())
    tasks = [asyncio.ensure_future(end) for end in ends]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await server.stop()
        with contextlib.suppress(OSError):
            writer.close()
    return 0 if server.protocol.is_shut_down else 1


async def read_messages(reader: asyncio.StreamReader, server: LogproseServer) -> None:
    """Process the client's messages until it closes the connection or wants the server to end."""
    line = server.protocol
    try:
        async for body in bodies(reader):
            try:
                line.take(body)
            except Exception as error:
                server.report_server_error(error, JsonRpcException)
            if server.ended.is_set():
                return
            await server.relieved()
    except FramingError as error:
        complain(f"{printable(str(error))}; the server stops")


async def _standard_line() -> _Line:
    """Return standard input and output, and redirect everything else that is printed to standard error.

    Raises ValueError if they are neither pipes nor sockets nor terminals.
    """
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(_BUFFER)
    source, sink = (os.fdopen(os.dup(number), mode, 0) for number, mode in ((0, "rb"), (1, "wb")))
    os.dup2(2, 1)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), source)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, sink)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


async def _line_at(port: int) -> _Line:
    """Return the connection to the first client at a port. Raises OSError if the port is taken."""
    connected: asyncio.Future[_Line] = asyncio.get_running_loop().create_future()

    def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if connected.done():
            writer.close()
        else:
            connected.set_result((reader, writer))

    server = await asyncio.start_server(connect, _HOST, port, limit=_BUFFER)
    complain(f"waiting for a client at {_HOST}:{server.sockets[0].getsockname()[1]}")
    try:
        return await connected
    finally:
        server.close()
