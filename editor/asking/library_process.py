"""The process that keeps the index of the drafts for the editor: `python -m editor.asking.library_process INDEX`.

It is a separate process so that reading thousands of files never delays a key: a thread would hold Python's lock.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from editor.asking import messages
from editor.asking.library import Library
from scoring.protocol import sendable

_NICENESS = 10


class Desk:
    """Takes the editor's messages, and reads drafts while there are none."""

    def __init__(self, place: Path, say: Callable[[messages.FromLibrary], None]) -> None:
        self._say = say
        self._library = Library(place, self._complain, self._complain, lambda text: say(messages.Progress(text)))
        self._asked: messages.Ask | None = None
        self._is_reading = False

    def _complain(self, line: str) -> None:
        self._say(messages.Complaint(sendable(line)))

    def take(self, message: messages.ToLibrary) -> None:
        """Handle a message; a question is left for `work`, in case a later one follows."""
        self._is_reading = True  # also after a question: the index may have had to be rebuilt
        if isinstance(message, messages.Ask):
            self._asked = message
        elif isinstance(message, messages.Look):
            self._say(messages.Progress("looking for drafts"))
            self._library.look_in([Path(os.fsdecode(folder)) for folder in message.folders])
        elif isinstance(message, messages.Put):
            self._library.put(Path(os.fsdecode(message.path)), message.text)
        else:
            self._library.drop(Path(os.fsdecode(message.path)))

    def work(self) -> bool:
        """Answer the question, or else read a file. Return False if there is nothing to do."""
        if self._asked is not None:
            asked, self._asked = self._asked, None
            found = self._library.best(asked.question, asked.count, is_begun=asked.is_begun)
            passages = [messages.FoundPassage(one.number, os.fsencode(one.path), one.piece, one.score) for one in found]
            self._say(messages.Answered(asked.request, tuple(passages)))
        elif self._is_reading and not self._library.step():
            self._is_reading = False
            self._say(messages.Progress(""))
        return self._asked is not None or self._is_reading


def main() -> None:
    """Serve the editor until it closes the standard input."""
    with suppress(OSError):
        os.nice(_NICENESS)
    arrived: queue.SimpleQueue[messages.ToLibrary | None] = queue.SimpleQueue()

    def listen() -> None:
        while (message := messages.read(sys.stdin.buffer)) is not None:
            arrived.put(message)
        arrived.put(None)

    def say(message: messages.FromLibrary) -> None:
        sys.stdout.buffer.write(messages.frame(message))
        sys.stdout.buffer.flush()

    threading.Thread(target=listen, daemon=True).start()
    desk, is_busy = Desk(Path(sys.argv[1]), say), False
    with suppress(BrokenPipeError):
        while True:
            try:
                message = arrived.get(block=not is_busy)
            except queue.Empty:
                is_busy = desk.work()
                continue
            if message is None:
                return
            desk.take(message)
            is_busy = True


if __name__ == "__main__":
    main()
