"""Looks up the definitions of the word at the caret, in a thread, and shows them next to the word."""

from __future__ import annotations

import asyncio
from functools import partial

from textual.worker import Worker

from editor.definitions.glosses import GlossesError, look_up
from editor.definitions.panel import DefinitionPanel
from editor.document.units import word_at
from editor.feature import Feature
from editor.text.printable import printable
from editor.workspace.workspace import Draft


class DefinitionsFeature(Feature):
    """Shows the definitions of words."""

    def show(self) -> None:
        """Look up the word at the caret of the shown draft."""
        draft = self._bench.workspace.shown
        word = word_at(draft.document, draft.canvas.selection.head)
        if word is None:
            self._bench.show_message("no word at the caret")
        else:
            _: Worker[None] = self._bench.textual.run_worker(partial(self._look_up, draft, *word))

    async def _look_up(self, draft: Draft, start: int, end: int) -> None:
        word, moment = draft.document.slice(start, end), _moment(draft)
        try:
            entries = await asyncio.to_thread(look_up, word)
        except GlossesError as error:
            self._bench.show_message(str(error), True)
            return
        if draft is not self._bench.workspace.shown or moment != _moment(draft):
            return  # the writer has continued
        if self._bench.prompts.is_going_on or len(self._bench.textual.screen_stack) > 1:
            return
        if not entries:
            self._bench.show_message(f"no definition of “{printable(word)}”")
            return
        viewport, region = draft.canvas.viewport, draft.canvas.content_region
        (x, first), (_, last) = viewport.cell_of(start), viewport.cell_of(end)
        rows = range(region.y + first, region.y + last + 1)
        self._bench.textual.push_screen(DefinitionPanel(self._bench.theme_in_use, region.x + x, rows, entries))


def _moment(draft: Draft) -> tuple[int, object]:
    return draft.document.revision, draft.canvas.selections
