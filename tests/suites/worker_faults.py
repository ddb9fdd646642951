"""A writer uses the real app while the worker does anything at all.

At every step the text must be what was written, and every report about it must be within it. At the end, once a worker
is honest again, the editor must show what an honest one reports.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from editor.app import LogproseApp
from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.document import DocumentChange, Phase
from editor.flags.draft_flags import DraftFlags
from editor.flags.feature import FlagsFeature
from editor.scorer import supervisor
from editor.scorer.client import ScorerClient
from editor.scorer.supervisor import WorkerSupervisor
from editor.workspace.workspace import Draft
from tests.suites.faulty_worker import FaultyWorker

_TEXTS = (
    "",
    "Some words stand here, remarkable ones.\n\nAnother paragraph follows.\n",
    "# A heading\n\n- listed things\n",
)
_TYPED = (
    "a",
    "b",
    " ",
    "word",
    " another ",
    "\n",
    "",
    "",
    "é",
    "👍🏽",
    "\udcff",
    "`code`",
    "z" * 300,
    "```\n",
    ". Next",
)
_MOST_UNREAD = 1_500
"""In bytes; few enough to be reached."""
_WINDOW_S = 60.0
_MOST_FAILURES = 10


class SkippingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock can be advanced."""

    def __init__(self) -> None:
        self._skipped = 0.0
        super().__init__()

    def time(self) -> float:
        return super().time() + self._skipped

    def skip(self, seconds: float) -> None:
        """Let time pass."""
        self._skipped += seconds


class Desk:
    """The app and its workers. Each draft has a twin that gets the same edits, but has no worker."""

    def __init__(self, app: LogproseApp, chance: random.Random, loop: SkippingLoop, counts: Counter[str]) -> None:
        self.app = app
        self.chance = chance
        self._loop = loop
        self.workers: list[FaultyWorker] = []
        self._started: list[float] = []
        self._made: list[DocumentChange] = []
        self.supervisor = WorkerSupervisor((), Path("never-written.log"))
        self.client = ScorerClient(self.supervisor)
        self.twins: dict[Draft, Document] = {}
        self.starts = 1  # by the writer
        self.counts = counts

    # -- what the client calls -----------------------------------------------------------------------------------------

    async def start_worker(self, *_: object) -> FaultyWorker:
        """Replace `editor.scorer.process.start_worker`."""
        self._started.append(self._loop.time())
        self.workers.append(FaultyWorker(self.chance))
        return self.workers[-1]

    @property
    def worker(self) -> FaultyWorker | None:
        """The running worker, if any."""
        return self.workers[-1] if self.workers and self.workers[-1].returncode is None else None

    # -- the writer ----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Register all drafts with the client."""
        for draft in self.app.workspace.drafts:
            self._add(draft)
        self.app.feature(FlagsFeature).attach(self.client)
        self.client.start()

    def _add(self, draft: Draft) -> None:
        self.twins[draft] = Document(draft.document.text)
        draft.document.subscribe(self._made.append, Phase.VIEW)

    async def write(self) -> str:
        """Do one step of the writer; return its name."""
        name = self.chance.choice(tuple(_STEPS))
        await _STEPS[name](self)
        return name

    async def _edit(self) -> None:
        draft = self.chance.choice(self.app.workspace.drafts)
        start = self.chance.randint(0, len(draft.document))
        end = min(len(draft.document), start + self.chance.choice([0, 0, 0, 1, 3, 20]))
        text = self.chance.choice(_TYPED)
        twin = self.twins[draft]
        draft.canvas.edit(start, end, text)
        if text or end > start:
            twin.replace(start, end, text)

    async def _paste(self) -> None:
        """Send more than a worker may leave unread."""
        for _ in range(6):
            self.app.canvas.edit(0, 0, "pasted " * 50)
            self.twins[self.app.workspace.shown].replace(0, 0, "pasted " * 50)
        self.app.canvas.edit(0, 2_100, "")
        self.twins[self.app.workspace.shown].replace(0, 2_100, "")

    async def _undo(self) -> None:
        draft = self.app.workspace.shown
        which = self.chance.choice(["undo", "redo"])
        getattr(draft.canvas, which)()
        getattr(self.twins[draft], which)()

    async def _move(self) -> None:
        place = self.chance.randint(0, len(self.app.document))
        self.app.select(place, place)

    async def _to_flag(self) -> None:
        self.app.feature(FlagsFeature).shown.go_to_flag(forward=self.chance.random() < 0.5)

    async def _ask(self) -> None:
        self.app.feature(FlagsFeature).shown.suggesting.open()

    async def _choose(self) -> None:
        """Ask, and accept the worker's offer, which is an edit of the word or next to it."""
        draft = self.app.workspace.shown
        places = [match.start() for match in re.finditer(r"\w+", draft.document.text)]
        if places:
            place = self.chance.choice(places)
            self.app.select(place, place)
            await self.settle(40)  # otherwise the message that the caret moved would close the list that opens now
            self.app.feature(FlagsFeature).shown.suggesting.open()
            if self.worker is not None and self.worker.is_ready:
                self.worker.answer_somehow()
            await self.settle()
        target = self.app.feature(FlagsFeature).of(draft).suggesting._target.next_after(-1)
        self._made.clear()
        suggestions = self.app.feature(FlagsFeature).suggestions
        if suggestions.display and suggestions.accept(self.chance.randint(1, 3)) and self._made:
            (made,) = self._made
            assert target is not None
            (change,) = made.transaction.changes
            assert target.start - 1_000 <= change.start <= change.end <= target.end + 1_000
            self.twins[draft].apply(made.transaction)
            self.counts["a word was chosen"] += 1

    async def _open(self) -> None:
        if len(self.app.workspace.drafts) < 4:
            self._add(await self.app.drafts.put(Document(self.chance.choice(_TEXTS))))

    async def _close(self) -> None:
        if len(self.app.workspace.drafts) > 1:
            draft = self.chance.choice(self.app.workspace.drafts)
            del self.twins[draft]
            await self.app.drafts.take_away(draft)

    async def _show(self) -> None:
        self.app.drafts.show(self.chance.choice(self.app.workspace.drafts))

    async def _start_again(self) -> None:
        self.client.start()

    async def _wait(self) -> None:
        """Let time pass: the worker is supervised, and a new one started."""
        for _ in range(self.chance.choice([1, 1, 3])):
            self._loop.skip(self.chance.choice([0.5, 11.0]))
            await self.settle()

    async def settle(self, rounds: int = 6) -> None:
        """Let everything finish that can finish now."""
        for _ in range(rounds):
            await asyncio.sleep(0)

    # -- what must hold ------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Raise AssertionError if something is wrong."""
        assert self.app._exception is None, self.app._exception
        for task in self.supervisor._tasks:
            if task.done() and not task.cancelled():
                assert task.exception() is None, task.exception()
        for draft, twin in self.twins.items():
            assert draft.document.text == twin.text
            _check_within(draft, self.app.feature(FlagsFeature).of(draft))
        now = self._loop.time()
        assert sum(now - moment < _WINDOW_S for moment in self._started) <= 5 * self.starts, "restarted endlessly"
        if self.worker is not None:
            assert self.worker.unread_edits() <= _MOST_UNREAD, "the worker reads nothing, but more and more is sent"

    def _is_running(self) -> bool:
        return any(not task.done() for task in self.supervisor._tasks)

    async def end(self) -> None:
        """Make the worker honest: the editor must show what a worker reports that was honest from the start."""
        if not self._is_running() or self.worker is None or self.worker.is_deaf:
            self.client.start()
            self.starts += 1
            await self.settle()
            self._loop.skip(1.0)
            await self.settle()
        await self._hear_the_truth()
        shown = self._all_said()
        await self.client.stop()
        self.supervisor = WorkerSupervisor((), Path("never-written.log"))
        self.client = ScorerClient(self.supervisor)
        for draft in self.twins:
            self.app.feature(FlagsFeature).of(draft).stop()
        self.app.feature(FlagsFeature).attach(self.client)
        self.client.start()
        await self.settle()
        await self._hear_the_truth()
        assert shown == self._all_said()
        await self.client.stop()

    async def _hear_the_truth(self) -> None:
        for _ in range(8):  # an earlier message may end this worker
            worker = self.worker
            if worker is not None:
                worker.be_honest()
                await self.settle()
                worker.be_honest()
            await self.settle()
            if self.worker is worker and worker is not None and self._is_final():
                return
            self._loop.skip(30.0)
            await self.settle()
            if not self._is_running():
                self.client.start()
                await self.settle()
        raise AssertionError("nobody is heard any more")

    def _is_final(self) -> bool:
        scored = [self.app.feature(FlagsFeature).of(draft)._scored for draft in self.twins]
        return all(one is not None and one.is_final for one in scored)

    def _all_said(self) -> list[Any]:
        """Return everything shown for all drafts."""
        said: list[Any] = []
        for draft in self.twins:
            reading, document = self.app.feature(FlagsFeature).of(draft), draft.document
            said.append(list(reading.flags.layer.in_range(0, len(document))))
            said.append([list(reading.surprisal.words_in(index)) for index in range(len(document.blocks))])
        return said


def _check_within(draft: Draft, reading: DraftFlags) -> None:
    """Check that every report about a draft is within its text."""
    document = draft.document
    blocks = {block.id: len(block.text) for block in document.blocks}
    layers: list[Layer] = [reading.flags.layer, reading.suggesting._target]
    for layer in layers:
        for number, spans in layer._spans.items():
            assert all(_is_sound(span, blocks[number]) for span in spans), spans
    for index, block in enumerate(document.blocks):
        reached = 0
        for word in reading.surprisal.words_in(index):
            assert reached <= word.start < word.end <= len(block.text), word
            assert abs(word.surprisal) + abs(word.entropy) < float("inf")
            reached = word.end


def _is_sound(span: Span, length: int) -> bool:
    return 0 <= span.start < span.end <= length and 0.0 <= span.strength < float("inf")


_STEPS: dict[str, Callable[[Desk], Any]] = {
    "edits": Desk._edit,
    "edits again": Desk._edit,
    "edits once more": Desk._edit,
    "pastes much": Desk._paste,
    "undoes or redoes": Desk._undo,
    "moves": Desk._move,
    "goes to a flag": Desk._to_flag,
    "asks for words": Desk._ask,
    "chooses a word": Desk._choose,
    "chooses another": Desk._choose,
    "opens a draft": Desk._open,
    "closes a draft": Desk._close,
    "shows a draft": Desk._show,
    "waits": Desk._wait,
}


@asynccontextmanager
async def _patched(desk: Desk) -> AsyncIterator[None]:
    async def end_worker(worker: FaultyWorker) -> None:
        worker.die(0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervisor, "start_worker", desk.start_worker)
        patch.setattr(supervisor, "end_worker", end_worker)
        patch.setattr(supervisor, "kill_worker", lambda worker: worker.die())
        patch.setattr(supervisor, "_MOST_UNREAD", _MOST_UNREAD)
        yield


async def _one(app: LogproseApp, seed: int, steps: int, loop: SkippingLoop, counts: Counter[str]) -> None:
    desk = Desk(app, random.Random(seed), loop, counts)
    log: list[str] = []
    async with _patched(desk):
        try:
            desk.begin()
            await desk.settle()
            for _ in range(steps):
                worker = desk.worker
                if worker is None or (worker.is_ready and desk.chance.random() < 0.4):
                    log.append(f"the writer {await desk.write()}")
                    if worker is None and desk.chance.random() < 0.3:
                        await desk._wait()
                        if not desk._is_running():
                            desk.starts += 1
                            await desk._start_again()
                elif not worker.is_ready and desk.chance.random() < 0.8:
                    log.append("ready")
                    worker.get_ready()
                else:
                    before = [draft.document.revision for draft in desk.twins]
                    what = worker.misbehave()
                    log.append(what)
                    counts[what] += 1
                    await desk.settle()
                    assert before == [draft.document.revision for draft in desk.twins]
                await desk.settle()
                desk.check()
            await desk.end()
            desk.check()
        except BaseException as error:
            error.add_note(f"seed {seed}, after {log[-12:]}")
            raise
        finally:
            await desk.client.stop()


async def _run(seeds: Iterator[int], steps: int, loop: SkippingLoop, counts: Counter[str]) -> None:
    """Run the seeds in one app, one after another, until one fails; that ends the app."""
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(70, 12)) as pilot:
        await pilot.pause()
        for seed in seeds:
            await _one(app, seed, steps, loop, counts)
            await app.drafts.put(Document(_TEXTS[seed % len(_TEXTS)]))
            for draft in app.workspace.drafts[:-1]:
                await app.drafts.take_away(draft)
            await pilot.pause()


def run_worker_faults(seeds: range, steps: int) -> tuple[Counter[str], list[str]]:
    """Write next to a faulty worker for `steps` steps with each of the seeds.

    The settings and journals are those of the environment.

    Returns:
        How often the worker did each thing; and for each seed that failed, how: the text wasn't what was written, a
        report was outside it, the editor did not recover, or it raised an error.
    """
    counts: Counter[str] = Counter()
    failures: list[str] = []
    left = iter(seeds)
    while len(failures) < _MOST_FAILURES:
        loop = SkippingLoop()
        try:
            with asyncio.Runner(loop_factory=lambda loop=loop: loop) as runner:  # type: ignore[misc]
                runner.run(_run(left, steps, loop, counts))
        except Exception as error:
            failures.append(f"{error!r}: {' '.join(getattr(error, '__notes__', []))}")
        else:
            break
    return counts, failures
