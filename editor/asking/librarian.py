"""The editor's end of the process that keeps the index of its drafts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from editor.asking import messages
from editor.scorer.process import end_worker, start_worker


class Librarian:
    """Runs the process, from the first message on.

    Args:
        index: the index's file.
        log: the file for the process's output.
        hear: called with each of its messages, on the event loop.
        gone: called when it has ended by itself; the next message starts another.
    """

    def __init__(
        self, index: Path, log: Path, hear: Callable[[messages.FromLibrary], None], gone: Callable[[], None]
    ) -> None:
        # -P: don't import from the current directory.
        self._command = (sys.executable, "-P", "-m", "editor.asking.library_process", str(index))
        self._log = log
        self._hear, self._gone = hear, gone
        self._task: asyncio.Task[None] | None = None
        self._pipe: asyncio.StreamWriter | None = None
        self.pid: int | None = None
        """The process's id while there is one."""
        self._waiting: list[bytes] = []

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def send(self, message: messages.ToLibrary) -> None:
        """Send a message; start the process if there is none."""
        data = messages.frame(message)
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        if self._pipe is None:
            self._waiting.append(data)
        else:
            with suppress(ConnectionError):
                self._pipe.write(data)

    async def stop(self) -> None:
        """End the process. Calling this again is harmless."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        try:
            await self._serve()
        except OSError:
            pass
        finally:
            self._task = None
            self._pipe = self.pid = None
            self._waiting.clear()
        self._gone()

    async def _serve(self) -> None:
        """Pass on messages until the process is gone. Raises OSError if it can't be started."""
        process = await start_worker(self._command, self._log)
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            self._pipe, self.pid = process.stdin, process.pid
            for data in self._waiting:
                self._pipe.write(data)
            self._waiting.clear()
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                while True:
                    header = await process.stdout.readexactly(messages.HEADER_BYTES)
                    body = await process.stdout.readexactly(int.from_bytes(header, "big"))
                    self._hear(messages.from_library_decoder.decode(body))
        finally:
            await end_worker(process)
