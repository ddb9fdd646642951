"""The report on the shown draft, made while the writer keeps typing; and the words written on each day."""

from __future__ import annotations

import asyncio
import gc
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from textual.worker import Worker

from editor.document import Document
from editor.document.document import DocumentChange, Phase
from editor.document.saving import Saving
from editor.document.transaction import Transaction
from editor.feature import Feature
from editor.paths import days_path
from editor.report.days import add_written, written_on_days
from editor.report.draft_report import Section, report_on
from editor.report.screen import ReportScreen
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


class ReportFeature(Feature):
    """Makes the report in a thread, with a copy of the text; edits made meanwhile move the places it leads to."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._making: Worker[None] | None = None
        self._counted: dict[Draft, int] = {}  # words of its `written` already added to a day; may be negative
        self._unwritten: Counter[Path] = Counter()  # words to add to this day
        self._last: tuple[Draft, int, list[Section], int] | None = None  # its revision; the row chosen in it

    # -- the report ----------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Make the report on the shown draft and show it; at once if the text is the one of the last report."""
        draft = self._bench.workspace.shown
        if self._making is not None and not self._making.is_finished:
            self._bench.show_message("the report is being prepared")
        elif self._last is not None and self._last[:2] == (draft, draft.document.revision):
            self._open()
        else:
            self._making = self._bench.textual.run_worker(partial(self._make, draft))

    async def _make(self, draft: Draft) -> None:
        document = draft.document
        later: list[Transaction] = []

        def follow(change: DocumentChange) -> None:
            later.append(change.transaction)

        self._bench.show_message("reading the draft for the report …")
        stop = document.subscribe(follow, Phase.VIEW)
        try:
            sections = await asyncio.to_thread(_report, draft, document.text)
        finally:
            stop()
        if draft is not self._bench.workspace.shown:
            return
        self._last = draft, document.revision, _moved(sections, later), 0
        if self._bench.prompts.is_going_on or len(self._bench.textual.screen_stack) > 1:
            self._bench.show_message("the report is ready; ask for it again")
        else:
            self._open()

    def _open(self) -> None:
        assert self._last is not None
        draft, revision, sections, first = self._last

        def choose(number: int) -> None:
            self._last = draft, revision, sections, number
            place = [row.place for section in sections for row in section.rows][number]
            if place is not None:
                self._bench.jump(min(place, len(draft.document)))

        self._bench.textual.push_screen(ReportScreen(self._bench.theme_in_use, sections, first, choose))

    # -- words per day -------------------------------------------------------------------------------------------------

    def saved(self, draft: Draft, saving: Saving | None) -> None:
        """Add the words that were written since the last save to this day's."""
        written = draft.words.total - draft.words_at_start
        words = written - self._counted.get(draft, 0)
        self._counted[draft] = written
        if words and draft.document.path is not None:
            self._unwritten[draft.document.path] += words
            _: Worker[None] = self._bench.textual.run_worker(self._write)

    async def _write(self) -> None:
        written, self._unwritten = self._unwritten, Counter()
        if written:
            await asyncio.to_thread(add_written, days_path(), written, date.today())

    def draft_closed(self, draft: Draft) -> None:
        self._counted.pop(draft, None)
        if self._last is not None and self._last[0] is draft:
            self._last = None

    async def stop(self) -> None:
        await self._write()


def _report(draft: Draft, text: str) -> list[Section]:
    path = draft.document.path
    days = {} if path is None else written_on_days(days_path(), path)
    gc.disable()  # otherwise one garbage collection in a long draft's Markdown stops all threads for 50 ms and more
    try:
        document = Document(text)
        return report_on(document, draft.read_copy(document), days, lambda: time.sleep(0))  # lets the writer's keys run
    finally:
        gc.enable()


def _moved(sections: Sequence[Section], later: Sequence[Transaction]) -> list[Section]:
    """Return the sections with their places moved by some edits."""

    def moved(place: int) -> int:
        for transaction in later:
            place = transaction.map_position(place)
        return place

    return [
        Section(title, tuple([row if row.place is None else row._replace(place=moved(row.place)) for row in rows]))
        for title, rows in sections
    ]
