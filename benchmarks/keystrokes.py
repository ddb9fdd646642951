"""Measures the cost of a key compared with Textual's TextArea: CPU time and bytes to the terminal, by document size.

    python -m benchmarks.keystrokes TEXT [--words 1000 10000 100000] [--keys 60] [--rounds 3] [--traces DIRECTORY]

TEXT is Markdown, repeated or cut to each size. The same keys drive both editors in the same process, in turn, on a
120×40 screen whose output is counted: ours with live preview and a flag in every fifty words, theirs with its Markdown
highlighting. `--traces` is a folder of recorded writing (*.json.gz).
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

os.environ.setdefault("TEXTUAL_FPS", "120")

from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.widgets import TextArea

from benchmarks.scaling import sized
from editor.app import LogproseApp
from editor.document import Document
from editor.document.annotations import Span
from editor.flags.feature import FlagsFeature
from editor.flags.kinds import style_name
from editor.flags.known_flags import KnownFlag

SIZE = (120, 40)
WORD = re.compile(r"[^\W\d_]{4,}")
KEYS = "the quick brown fox jumps over the lazy dog and writes about it "


class CountingDriver(HeadlessDriver):
    """Counts the bytes that would go to a terminal."""

    written: ClassVar[int] = 0

    @property
    def is_headless(self) -> bool:
        return False  # otherwise Textual would not draw at all

    def write(self, data: str) -> None:
        CountingDriver.written += len(data.encode())

    def flush(self) -> None:
        pass


class TextAreaApp(App[None]):
    """The rival."""

    def __init__(self, path: Path) -> None:
        super().__init__(driver_class=CountingDriver)
        self.area = TextArea(path.read_text("utf-8"), soft_wrap=True, language="markdown")

    def compose(self) -> ComposeResult:
        yield self.area

    def caret_to_middle(self) -> None:
        self.area.focus()
        self.area.move_cursor((self.area.document.line_count // 2, 0), center=True)


class DraftApp(LogproseApp):
    """Ours, without the model."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, scorer=False)
        self.driver_class = CountingDriver

    def caret_to_middle(self) -> None:
        document = self.document
        start = document.block_start(len(document.blocks) // 2)
        middle = start if len(document.blocks) > 1 else len(document) // 2
        self.select(middle, middle)

    def flag_words(self) -> None:
        """Flag one word in fifty."""
        words = list(WORD.finditer(self.document.text))[::50]
        self.set_flags([word.span() for word in words])

    def set_flags(self, places: Iterable[tuple[int, int]]) -> None:
        """Flag the words at these code points, and nothing else."""
        known = KnownFlag("surprising", "surprising")
        spans = [Span(start, end, style_name(known.kind), 1.0, known) for start, end in places]
        self.feature(FlagsFeature).shown.flags.layer.replace(0, len(self.document), spans)


Editor = Callable[[Path], TextAreaApp | DraftApp]
RIVALS: tuple[tuple[str, Editor], ...] = (("logprose", DraftApp), ("TextArea", TextAreaApp))


async def typed(app: TextAreaApp | DraftApp, keys: int, *, with_flags: bool = True) -> tuple[float, float]:
    """Type in the middle of the document; return the medians of CPU milliseconds and bytes per key."""
    costs, sizes = [], []
    async with app.run_test(headless=False, size=SIZE) as pilot:
        app.caret_to_middle()
        if with_flags and isinstance(app, DraftApp):
            app.flag_words()
        await rested(pilot)
        for number in range(keys):
            written, begun = CountingDriver.written, time.process_time()
            await pilot.press("space" if KEYS[number % len(KEYS)] == " " else KEYS[number % len(KEYS)])
            costs.append(time.process_time() - begun)
            sizes.append(CountingDriver.written - written)
    return 1000 * statistics.median(costs), statistics.median(sizes)


async def rested(pilot: Pilot[None]) -> None:
    """Wait until the work started by opening is done: until a second with less than 10 % CPU."""
    work = 1.0
    while work > 0.1:
        begun = time.process_time()
        await pilot.pause(1.0)
        work = time.process_time() - begun


async def opened(editor: Editor, path: Path) -> float:
    """Return the milliseconds from the file to the first paint, with the program already loaded."""
    begun = time.perf_counter()
    app = editor(path)
    async with app.run_test(headless=False, size=SIZE):
        return 1000 * (time.perf_counter() - begun)


def by_size(text: str, words: list[int], keys: int, rounds: int, folder: Path) -> Iterator[str]:
    """Yield the table of typing in documents of several sizes."""
    yield f"{'words':>9} {'editor':<9} {'ms a key':>9} {'bytes':>6} {'× 1,000 words':>14} {'of TextArea':>12}"
    smallest: dict[str, float] = {}
    for count in words:
        path = folder / f"{count}.md"
        path.write_text(sized(text, count), "utf-8")
        found: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in RIVALS}
        for _ in range(rounds):
            for name, editor in RIVALS:
                found[name].append(asyncio.run(typed(editor(path), keys)))
        medians = {
            name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in found.items()
        }
        for name, (cost, size) in medians.items():
            growth = cost / smallest.setdefault(name, cost)
            share = f"{cost / medians['TextArea'][0]:.2f}"
            yield f"{count:>9,} {name:<9} {cost:>9.2f} {size:>6.0f} {growth:>14.2f} {share:>12}"


def long_line(text: str, keys: int, folder: Path) -> Iterator[str]:
    """Measure typing in the middle of one line of a megabyte, bare and with 16,000 annotations on it."""
    path = folder / "line.md"
    path.write_text(sized(text, 250_000).replace("\n", " ")[:1_000_000], "utf-8")
    for flags in (0, 16_000):
        app = DraftApp(path)
        length = len(app.document)
        step = length // flags if flags else length
        app.set_flags([(at, at + 4) for at in range(0, length - 4, step)] if flags else [])
        cost, _ = asyncio.run(typed(app, keys, with_flags=False))
        yield f"one line of 1 MB, {flags:>6,} annotations: {cost:.1f} ms a key"


async def fenced(path: Path) -> list[float]:
    """Return the CPU milliseconds, until the paint, of the three keys that open a fence at the top, and of the jump to
    the end afterwards."""
    app, costs = DraftApp(path), []
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await rested(pilot)
        for key in ("`", "`", "`", "ctrl+end"):
            begun = time.process_time()
            await pilot.press(key)
            costs.append(1000 * (time.process_time() - begun))
    return costs


def fence(text: str, words: list[int], folder: Path) -> Iterator[str]:
    """Measure opening a fence at the top of the longest document."""
    path = folder / "fence.md"
    path.write_text("\n" + sized(text, max(words)), "utf-8")
    *keys, end = asyncio.run(fenced(path))
    shown = ", ".join(f"{cost:.0f}" for cost in keys)
    yield f"a fence at the top of {max(words):,} words: {shown} ms a key; then to the end: {end:.0f} ms"


def opening(text: str, rounds: int, folder: Path) -> Iterator[str]:
    """Measure opening a megabyte."""
    path = folder / "open.md"
    path.write_text(sized(text, 250_000)[:1_000_000], "utf-8")
    found: dict[str, list[float]] = {name: [] for name, _ in RIVALS}
    for _ in range(rounds):
        for name, editor in RIVALS:
            found[name].append(asyncio.run(opened(editor, path)))
    for name, times in found.items():
        yield f"opening 1 MB to the first paint, {name}: {statistics.median(times):.0f} ms"


def edits(traces: Path) -> Iterator[str]:
    """Replay recorded writing on the document alone, as it is and with a hundred times as much text after it."""
    for trace in sorted(traces.glob("*.json.gz")):
        recorded: dict[str, Any] = json.loads(gzip.decompress(trace.read_bytes()))
        patches = [patch for transaction in recorded["txns"] for patch in transaction["patches"]]
        for after in ("", recorded["endContent"] * 100):
            document = Document(recorded["startContent"] + after)
            costs = []
            for at, deleted, inserted in patches:
                begun = time.perf_counter_ns()
                document.replace(at, at + deleted, inserted)
                costs.append(time.perf_counter_ns() - begun)
            if document.text != recorded["endContent"] + after:
                raise SystemExit(f"{trace}: the replay went wrong")
            name = trace.name.partition(".")[0]
            yield (
                f"{name}, {len(document):>9,} code points, {len(costs):,} edits: "
                f"{statistics.median(costs) / 1000:.1f} µs, mean {statistics.mean(costs) / 1000:.1f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("text", type=Path)
    parser.add_argument("--words", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--traces", type=Path)
    options = parser.parse_args()
    text = options.text.read_text("utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = name
        for table in (
            by_size(text, options.words, options.keys, options.rounds, folder),
            long_line(text, options.keys, folder),
            fence(text, options.words, folder),
            opening(text, options.rounds, folder),
            edits(options.traces) if options.traces else iter(()),
        ):
            for line in table:
                print(line, flush=True)
            print()


if __name__ == "__main__":
    main()
