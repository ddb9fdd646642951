"""Saving after a pause, if the settings say so."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from textual.timer import Timer

from editor.document.document import DocumentChange, Phase
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft, OnDisk

_RETRY_S = 1.0  # while a modal task is running


class _Pause:
    """The pause since the last edit of one draft."""

    def __init__(self) -> None:
        self.edited_at = 0.0  # seconds, of the monotonic clock
        self.timer: Timer | None = None


class Autosave:
    """Saves drafts that have a file, after a pause as long as the settings say.

    Nothing is saved while a modal task is running.

    Args:
        save: saves one draft.
    """

    def __init__(self, bench: Workbench, save: Callable[[Draft], Coroutine[Any, Any, object]]) -> None:
        self._bench = bench
        self._save = save
        self._pauses: WeakKeyDictionary[Draft, _Pause] = WeakKeyDictionary()

    def watch(self, draft: Draft) -> None:
        """Save a draft after each pause from now on."""
        self._pauses[draft] = _Pause()
        draft.document.subscribe(partial(self._edited, draft), Phase.VIEW)

    def _edited(self, draft: Draft, _: DocumentChange) -> None:
        pause = self._pauses[draft]
        pause.edited_at = time.monotonic()
        if pause.timer is None and self._bench.textual.is_running:
            seconds = self._bench.settings.of(draft).autosave
            if seconds:
                pause.timer = self._bench.textual.set_timer(seconds, partial(self._rested, draft))

    def _rested(self, draft: Draft) -> None:
        """Save the draft if its pause is over."""
        pause = self._pauses[draft]
        pause.timer = None
        seconds = self._bench.settings.of(draft).autosave
        document = draft.document
        if not (seconds and draft.canvas.is_attached and document.path is not None and document.modified):
            return
        if draft.on_disk is OnDisk.CHANGED or draft.canvas.refusal:  # saving would need a question
            return
        left = pause.edited_at + seconds - time.monotonic()
        if left <= 0 and self._bench.prompts.is_going_on:
            left = _RETRY_S
        if left > 0:
            pause.timer = self._bench.textual.set_timer(left, partial(self._rested, draft))
        else:
            self._bench.prompts.begin(partial(self._save, draft))
