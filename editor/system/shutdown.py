"""An orderly end when the system asks for it or the terminal is gone: nothing lost, nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import termios
import threading
from functools import partial
from types import FrameType
from typing import Any

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from editor.system.textual_hooks import terminal_attributes

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)
_PATIENCE_S = 3.0  # before the program ends in any state
_RESTORE = "\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[<u\x1b[?7h\x1b[?1049l\x1b[?25h"


class Shutdown:
    """Handles SIGTERM and SIGHUP, and notices when the terminal is gone.

    Args:
        app: exits with 128 plus the signal's number as its return code.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None
        self._before: dict[int, Any] = {}
        self._attributes: list[Any] | None = None
        self._is_asked = False

    def begin(self) -> None:
        """Handle the signals from now on, if there is a terminal."""
        if issubclass(self._app.driver_class, HeadlessDriver) or self._app.is_headless or _is_gone():
            return
        self._loop = asyncio.get_running_loop()
        self._attributes = terminal_attributes(self._app)
        for number in _SIGNALS:
            self._before[number] = signal.signal(number, self._asked)

    def stop(self) -> None:
        """Restore the signal handlers, unless a signal has come: more may follow."""
        if self._is_asked:
            return
        before, self._before = self._before, {}
        for number, handler in before.items():
            signal.signal(number, handler)

    def look(self) -> None:
        """End if the terminal is gone without a signal."""
        if self._loop is not None and _is_gone():
            self._asked(signal.SIGHUP, None)

    def _asked(self, number: int, _: FrameType | None) -> None:
        if self._is_asked or self._loop is None:
            return
        self._is_asked = True
        code = 128 + number
        # Writes to a terminal that is gone fail, which would end Textual's writer thread; the program would then wait
        # for that thread forever.
        is_gone = _is_gone()
        if is_gone:
            _write_nowhere()
        patience = threading.Timer(_PATIENCE_S, self._end_now, (code, is_gone))
        patience.daemon = True
        patience.start()
        self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=code))

    def _end_now(self, code: int, is_gone: bool) -> None:
        """End although the event loop is stuck: the journals hold everything."""
        if not is_gone:
            with contextlib.suppress(OSError, termios.error, ValueError):
                descriptor = sys.__stderr__.fileno() if sys.__stderr__ else 2
                os.write(descriptor, _RESTORE.encode())
                if self._attributes is not None:
                    termios.tcsetattr(descriptor, termios.TCSANOW, self._attributes)
        os._exit(code)


def _is_gone() -> bool:
    """Return True if the terminal that the program draws on is gone."""
    try:
        termios.tcgetattr(2)
    except termios.error:
        return True
    return False


def _write_nowhere() -> None:
    """Discard everything written to the terminal."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        os.close(nowhere)
