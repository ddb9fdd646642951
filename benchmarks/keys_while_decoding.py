"""Measures the latency of a key while the model decodes a continuation, and while it doesn't.

    python -m benchmarks.keys_while_decoding TEXT [--rounds 20]

The letters of the ghost text are typed in two situations in turn: as soon as the ghost text begins, while the worker
still decodes five candidates, and after it is done. Measured from the key to the finished frame, in ms of wall time:
run it on an idle machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import statistics
import tempfile
import time
from pathlib import Path

from textual.pilot import Pilot

from benchmarks.keystrokes import SIZE, CountingDriver, rested
from editor.app import LogproseApp
from editor.continuation.feature import ContinuationFeature
from editor.continuation.standing import Standing

_WORDS = 1_000
_LETTERS = 8
"""Letters typed of each ghost text."""
_SETTINGS = "[continuation]\ncandidates = 5\nlength = 64\n"


async def _waited(pilot: Pilot[None], standing: Standing, letters: int, *, until_done: bool) -> bool:
    """Wait until a ghost has this many letters or is done; return whether it has that many."""
    while not (standing.is_done or (not until_done and len(standing.text) >= letters)):
        await pilot.pause(0.01)
    await pilot.pause()  # until it is drawn
    return len(standing.text) >= letters


async def _typed(pilot: Pilot[None], standing: Standing, letters: int) -> list[tuple[float, bool]]:
    """Type the first letters of a ghost; return for each how long it took, in ms, and whether the worker was
    decoding."""
    found: list[tuple[float, bool]] = []
    for _ in range(letters):
        character = standing.text[0]
        if not re.match(r"[A-Za-z ]", character):
            break
        is_decoding, begun = not standing.is_done, time.perf_counter()
        await pilot.press("space" if character == " " else character)
        found.append((1000 * (time.perf_counter() - begun), is_decoding))
        await pilot.pause(0.03)
    return found


async def _measure(path: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Return the latencies of keys while the model decoded and while it didn't, in ms."""
    app = LogproseApp(path, scorer=True)
    app.driver_class = CountingDriver
    busy: list[float] = []
    idle: list[float] = []
    async with app.run_test(headless=False, size=SIZE) as pilot:
        end = len(app.document)
        app.select(end, end)
        while app.feature(ContinuationFeature)._standing is None:  # until the model is ready
            await pilot.pause(0.5)
            await pilot.press("alt+backslash")
        await pilot.press("escape")
        await rested(pilot)
        for number in range(2 * rounds):
            await pilot.press("alt+backslash")
            standing = app.feature(ContinuationFeature)._standing
            if standing is not None and await _waited(pilot, standing, _LETTERS, until_done=number % 2 == 1):
                typed = await _typed(pilot, standing, _LETTERS)
                if number % 2 == 0:
                    busy += [cost for cost, is_decoding in typed if is_decoding]
                else:
                    idle += [cost for cost, _ in typed]
            await pilot.press("escape")
            app.document.replace(end, len(app.document), "")
            app.select(end, end)
            await pilot.pause(0.3)
    return busy, idle


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    words = options.text.read_text(encoding="utf-8").split()[:_WORDS]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = folder  # no unsaved drafts to ask about
        path = Path(folder) / "draft.md"
        path.write_text(" ".join(words).rsplit(".", 1)[0] + ". And then", encoding="utf-8")
        (Path(folder) / ".logprose.toml").write_text(_SETTINGS, encoding="utf-8")
        busy, idle = asyncio.run(_measure(path, options.rounds))
    for name, costs in (("decoding", busy), ("idle", idle)):
        median, last = statistics.median(costs), statistics.quantiles(costs, n=100)[98]
        print(f"{name:<9} {len(costs):>4} keys: median {median:.1f} ms, p99 {last:.1f} ms")
    print(f"p99, decoding by idle: {statistics.quantiles(busy, n=100)[98] / statistics.quantiles(idle, n=100)[98]:.2f}")


if __name__ == "__main__":
    main()
