"""How long a test waits for something certain, and how if there is nothing to wait on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

PATIENCE_S = 240.0 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
"""Only a failing test waits this long. Far longer than anything takes, however busy the machine is."""


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that other processes or threads do: there is nothing to wait on."""
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await asyncio.sleep(0.01)
