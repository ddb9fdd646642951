"""The model that reads along: its worker, and which drafts it reads, as their settings say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from textual.app import App

from editor.paths import log_path
from editor.scorer.client import ScorerClient
from editor.scorer.process import scoring_command
from editor.scorer.supervisor import WorkerSupervisor
from editor.settings.settings import Settings
from editor.workspace.workspace import Draft, Workspace
from scoring.protocol import THRESHOLDS


class FlagsFeature:
    """Has the drafts read by one worker.

    Args:
        app: runs what takes time.
        workspace: the drafts.
        settings_of: gives the settings of a draft.
        own: gives the writer's own settings.
        is_allowed: whether a worker may be started unasked.
    """

    def __init__(
        self,
        app: App[Any],
        workspace: Workspace,
        settings_of: Callable[[Draft], Settings],
        own: Callable[[], Settings],
        *,
        is_allowed: bool,
    ) -> None:
        self._app = app
        self._workspace = workspace
        self._settings_of = settings_of
        self._own = own
        self._is_allowed = is_allowed
        self._client: ScorerClient | None = None
        self._command: tuple[str, ...] | None = None  # of the worker that runs

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        return None if self._client is None else self._client.pid

    def settings_changed(self) -> None:
        """Start, end or replace the worker where the drafts' settings ask for that, behind the next paint."""
        if self._is_allowed:
            self._app.call_after_refresh(self._follow_settings)

    def _follow_settings(self) -> None:
        if not any(self._settings_of(draft).scoring.enabled for draft in self._workspace.drafts):
            if self._client is not None and self._command is not None:
                self._command = None
                self._app.run_worker(self._client.stop())
        elif self._command != self._worker_command():
            self.start()

    def start(self) -> None:
        """Start the worker, in place of the one that runs, if any."""
        command = self._command = self._worker_command()
        if self._client is None:
            self.attach(ScorerClient(WorkerSupervisor(command, log_path("worker"))))
        assert self._client is not None
        self._client.start(command)

    def attach(self, client: ScorerClient) -> None:
        """Have all drafts read by this client, the shown one first."""
        self._client = client
        for draft in self._workspace.drafts:
            draft.reading.close()
            self.read(draft)
        self._workspace.shown.reading.tell_focus()

    def read(self, draft: Draft) -> None:
        """Have a draft read, or not, as its settings say."""
        scoring = self._settings_of(draft).scoring
        draft.reading.set_limits(scoring.least_strength, scoring.alternatives)
        if not scoring.enabled:
            draft.reading.stop()
        elif self._client is not None and not draft.reading.is_attached:
            draft.reading.attach(self._client)

    async def stop(self) -> None:
        """End the worker."""
        if self._client is not None:
            await self._client.stop()

    def _worker_command(self) -> tuple[str, ...]:
        """The command of the worker; it tells of all words that any draft wants underlined, and of those that one would
        with another sensitivity: so that need not be found out anew."""
        wanted = [self._settings_of(draft).scoring.least_strength for draft in self._workspace.drafts]
        threshold = min(*THRESHOLDS.values(), *wanted)
        return scoring_command(msgspec.structs.replace(self._own().scoring, threshold=threshold))
