"""Watches the client's process: it may be gone while its end of the pipe, inherited by others, is still open."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path

_LOOK_S = 2.0  # between looks


def is_alive(process: int) -> bool:
    """Return True if there is a process with this number that has not ended."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):  # a process that has ended keeps its number until its parent has noticed
        return not Path(f"/proc/{process}/stat").read_bytes().rpartition(b") ")[2].startswith(b"Z")
    return True


async def until_gone(process: int) -> None:
    """Return when a process has ended."""
    while is_alive(process):
        await asyncio.sleep(_LOOK_S)
