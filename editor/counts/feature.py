"""Counts for the writer: words of the draft and the selection, statistics, and the session's goal."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial

from textual.timer import Timer

from editor.counts.statistics import Statistics, accepted_words, reading_time, share, statistics
from editor.counts.statistics_screen import StatisticsView
from editor.document.annotation_block import without_block
from editor.feature import Feature
from editor.settings.settings import Settings
from editor.text.printable import printable
from editor.view.widgets.dialogs import LineQuestion
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft, Workspace

_COUNTED_AT_ONCE = 20_000  # code points of selected text; more is counted once the selection has stopped changing
_SELECTIONS_AT_ONCE = 500
_REST_S = 0.2

_NUMBER = re.compile(r"\d{1,7}")


class CountsFeature(Feature):
    """Counts the words of the shown draft, its selection and the session."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._goal = self._goal_setting = 0  # words to write in this session; 0: no goal
        self._words_per_minute = Settings().words_per_minute
        self._is_reached = False
        self._timer: Timer | None = None

    # -- settings ------------------------------------------------------------------------------------------------------

    def settings_changed(self, draft: Draft, before: Settings | None) -> None:
        if draft is self._workspace.shown:
            self._follow(self._bench.settings.of(draft))

    def _follow(self, settings: Settings) -> None:
        """Follow the settings; a goal set by the writer since then stays until the setting changes."""
        self._words_per_minute = settings.words_per_minute
        if settings.goal != self._goal_setting:
            self._goal_setting = self._goal = settings.goal
            self._is_reached = False

    # -- while writing -------------------------------------------------------------------------------------------------

    @property
    def _workspace(self) -> Workspace:
        return self._bench.workspace

    def draft_shown(self, draft: Draft) -> None:
        self._follow(self._bench.settings.of(draft))
        self._show_selected()

    def state_changed(self, draft: Draft) -> None:
        """Show the number of words and the progress to the goal; say once when it is reached."""
        written = self._workspace.written
        self._bench.status.show(words=draft.words.total, written=written, goal=self._goal)
        if self._goal and written >= self._goal and not self._is_reached:
            self._is_reached = True
            self._bench.show_message(f"goal reached: {written:,} words in this session")

    def selection_changed(self, draft: Draft) -> None:
        self._show_selected()

    def _show_selected(self) -> None:
        """Show how many words are selected; for a lot of text only once the selection has stopped changing."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        selections = self._workspace.shown.canvas.selections
        if all(selection.is_empty for selection in selections):
            self._bench.status.show(selected=None)
        elif self._is_quick:
            self._show_selected_now()
        else:
            self._timer = self._bench.textual.set_timer(_REST_S, self._show_selected_now)

    @property
    def _is_quick(self) -> bool:
        """Whether counting the selected words is fast. The counts of whole lines are known."""
        selections, document = self._workspace.shown.canvas.selections, self._workspace.shown.document
        if len(selections) > _SELECTIONS_AT_ONCE:
            return False
        edges = {document.block_index(edge) for selection in selections for edge in selection.span}
        return sum(len(document.blocks[index].text) for index in edges) <= _COUNTED_AT_ONCE

    def _show_selected_now(self) -> None:
        draft = self._workspace.shown
        self._bench.status.show(
            selected=sum(draft.words.between(*selection.span) for selection in draft.canvas.selections)
        )

    # -- the goal ------------------------------------------------------------------------------------------------------

    def ask_goal(self) -> None:
        """Ask how many words to write in this session."""
        written = self._workspace.written
        text = f"Words to write in this session; 0: no goal ({written:,} so far):"
        self._bench.textual.push_screen(
            LineQuestion(self._bench.theme_in_use, text, self._set_goal, str(self._goal or ""))
        )

    def _set_goal(self, answer: str) -> None:
        number = answer.replace(",", "").replace(".", "").replace(" ", "")
        if not _NUMBER.fullmatch(number):
            self._bench.show_message(f"{printable(answer)} isn't a number of words; enter one such as 500")
            return
        self._goal, self._is_reached = int(number), False
        self.state_changed(self._workspace.shown)

    # -- statistics ----------------------------------------------------------------------------------------------------

    async def show_statistics(self) -> None:
        """Count the draft and the selection in a thread, and show the counts."""
        draft = self._workspace.shown
        document = draft.document
        text, spans = without_block(document.text), document.authorship.spans
        texts = [text]
        selected = [selection.span for selection in draft.canvas.selections if not selection.is_empty]
        if selected:
            texts.append("\n".join(text[start:end] for start, end in selected))
        places = [[(0, len(text))], selected][: len(texts)]

        def count() -> tuple[list[Statistics], list[int]]:
            return list(map(statistics, texts)), [accepted_words(text, spans, one) for one in places]

        counts, accepted = await self._bench.prompts.wait_for(asyncio.to_thread(count), "counting")
        columns = ["draft", "selection"][: len(counts)]
        rows = self._rows(counts)
        if any(not span.is_a_person for span in spans):
            shares = [share(min(words, one.words), one.words) for words, one in zip(accepted, counts, strict=True)]
            rows.append(("Accepted from the model", *shares))
        self._bench.textual.push_screen(StatisticsView(self._bench.theme_in_use, columns, rows))

    def _rows(self, counts: list[Statistics]) -> list[tuple[str, ...]]:
        def row(name: str, count: Callable[[Statistics], int]) -> tuple[str, ...]:
            return (name, *(f"{count(one):,}" for one in counts))

        reading = partial(reading_time, words_per_minute=self._words_per_minute)
        written = f"{self._workspace.written:,}" + (f" of {self._goal:,}" if self._goal else "")
        return [
            row("Words", lambda one: one.words),
            row("Characters", lambda one: one.characters),
            row("Characters without spaces", lambda one: one.characters_without_spaces),
            row("Sentences", lambda one: one.sentences),
            row("Paragraphs", lambda one: one.paragraphs),
            row("Headings", lambda one: one.headings),
            ("Reading time", *(reading(one.words) for one in counts)),
            ("Words written this session", written),
        ]
