"""Shows in the client how the model is being fetched and loaded, if the client can show progress."""

from __future__ import annotations

from typing import Protocol
from uuid import uuid4

from lsprotocol import types
from pygls.progress import Progress

from scoring.protocol import ModelState

_TITLE = "logprose"
_AT_WORK = frozenset({"waiting", "fetching", "verifying", "converting", "loading"})


class _Showing(Protocol):
    @property
    def work_done_progress(self) -> Progress: ...


class ModelProgress:
    """Tells the client how the model gets on.

    Args:
        server: has the client's end of the line.
        is_shown: whether the client can show progress.
    """

    def __init__(self, server: _Showing, *, is_shown: bool) -> None:
        self._server = server
        self._is_shown = is_shown
        self._token = ""
        self._has_begun = False
        self._last: tuple[str, int | None] | None = None  # told, or to be told once the client is ready

    def model_changed(self, state: ModelState) -> None:
        """The model made some progress, is ready, or failed."""
        if not self._is_shown:
            return
        if state.stage not in _AT_WORK:
            self.end()
            return
        share = int(100 * state.done / state.total) if state.total else None
        news = f"{state.stage} the model", share
        if news == self._last:
            return
        self._last = news
        if not self._token:
            self._token = token = f"logprose-{uuid4()}"
            self._server.work_done_progress.create(token, lambda _: self._begin(token))
        elif self._has_begun:
            self._server.work_done_progress.report(
                self._token, types.WorkDoneProgressReport(message=news[0], percentage=share)
            )

    def _begin(self, token: str) -> None:
        """The client is ready to show it."""
        if token == self._token and self._last is not None:
            self._has_begun = True
            message, share = self._last
            begin = types.WorkDoneProgressBegin(_TITLE, message=message, percentage=share)
            self._server.work_done_progress.begin(token, begin)

    def end(self) -> None:
        """There is no more progress to show."""
        if self._has_begun:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
        self._token, self._has_begun, self._last = "", False, None
