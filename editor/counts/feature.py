"""Counts for the writer: words of the draft and of the selection, statistics, and the goal of the session."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App
from textual.timer import Timer

from editor.counts.statistics import Statistics, reading_time, statistics
from editor.counts.statistics_screen import StatisticsView
from editor.settings.settings import Settings
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import LineQuestion
from editor.view.widgets.status import StatusLine
from editor.workspace.prompt_task import PromptTask
from editor.workspace.workspace import Workspace

_COUNTED_AT_ONCE = 20_000  # code points of selected text; more are counted when the selection rests
_SELECTIONS_AT_ONCE = 500
_REST_S = 0.2

_NUMBER = re.compile(r"\d{1,7}")


class CountsFeature:
    """Counts the draft that is shown.

    Args:
        app: shows questions.
        workspace: the drafts.
        status: shows the counts.
        say: shows a message.
    """

    def __init__(
        self,
        app: App[Any],
        workspace: Workspace,
        status: StatusLine,
        say: Callable[[str], None],
    ) -> None:
        self._app = app
        self._workspace = workspace
        self._status = status
        self._say = say
        self._goal = self._goal_setting = 0  # words to write in this session; 0: no goal
        self._words_per_minute = Settings().words_per_minute
        self._is_reached = False
        self._timer: Timer | None = None

    def follow(self, goal: int, words_per_minute: int) -> None:
        """Count as the settings say; a goal that the writer has named since stays until the setting changes."""
        self._words_per_minute = words_per_minute
        if goal != self._goal_setting:
            self._goal_setting = self._goal = goal
            self._is_reached = False

    # -- while writing -------------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """Show the number of words, and how far the goal is; say once when it is reached."""
        written = self._workspace.written
        self._status.show(words=self._workspace.shown.words.total, written=written, goal=self._goal)
        if self._goal and written >= self._goal and not self._is_reached:
            self._is_reached = True
            self._say(f"goal reached: {written:,} words written in this session")

    def tell_selected(self) -> None:
        """Show how many words are selected; of much text when the selection rests."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        selections = self._workspace.shown.canvas.selections
        if all(selection.is_empty for selection in selections):
            self._status.show(selected=None)
        elif self._is_quick:
            self._tell_selected_now()
        else:
            self._timer = self._app.set_timer(_REST_S, self._tell_selected_now)

    @property
    def _is_quick(self) -> bool:
        """Whether the selected words are counted in no time: of lines that are selected whole the number is known."""
        selections, document = self._workspace.shown.canvas.selections, self._workspace.shown.document
        if len(selections) > _SELECTIONS_AT_ONCE:
            return False
        edges = {document.block_index(edge) for selection in selections for edge in selection.span}
        return sum(len(document.blocks[index].text) for index in edges) <= _COUNTED_AT_ONCE

    def _tell_selected_now(self) -> None:
        draft = self._workspace.shown
        self._status.show(selected=sum(draft.words.between(*selection.span) for selection in draft.canvas.selections))

    # -- the goal ------------------------------------------------------------------------------------------------------

    def ask_goal(self, theme: Theme) -> None:
        """Ask how many words are to be written in this session."""
        written = self._workspace.written
        text = f"Words to write in this session, 0 for no goal ({written:,} written so far):"
        self._app.push_screen(LineQuestion(theme, text, self._set_goal, str(self._goal or "")))

    def _set_goal(self, answer: str) -> None:
        number = answer.replace(",", "").replace(".", "").replace(" ", "")
        if not _NUMBER.fullmatch(number):
            self._say(f"{printable(answer)} is no number of words: write one like 500")
            return
        self._goal, self._is_reached = int(number), False
        self.tell()

    # -- statistics ----------------------------------------------------------------------------------------------------

    async def show_statistics(self, theme: Theme, conversation: PromptTask) -> None:
        """Count, in a thread, the draft as it is now and what is selected, and show that."""
        draft = self._workspace.shown
        document = draft.document
        texts = [document.text]
        selected = [document.slice(*selection.span) for selection in draft.canvas.selections if not selection.is_empty]
        if selected:
            texts.append("\n".join(selected))
        counting = asyncio.to_thread(lambda: list(map(statistics, texts)))
        counts = await conversation.wait_for(counting, "counting")
        columns = ["draft", "selection"][: len(counts)]
        self._app.push_screen(StatisticsView(theme, columns, self._rows(counts)))

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
