"""Shows in the client how the model is being fetched and loaded, if the client can show progress."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any, Protocol
from uuid import uuid4

from lsprotocol import types

from scoring.protocol import ModelState

_TITLE = "logprose"
_AT_WORK = frozenset({"waiting", "connecting", "fetching", "verifying", "converting", "loading"})


class Client(Protocol):
    """The part of the server that reports progress to the client."""

    def window_work_done_progress_create(self, params: types.WorkDoneProgressCreateParams) -> Future[None]:
        """Ask the client to get ready for it."""

    def progress(self, params: types.ProgressParams) -> None:
        """Send it."""


class ModelProgress:
    """Reports the model's progress to the client.

    Args:
        client: the server's end of the connection.
        is_shown: whether the client can show progress.
    """

    def __init__(self, client: Client, *, is_shown: bool) -> None:
        self._client = client
        self._is_shown = is_shown
        self._token = ""
        self._has_begun = False
        self._last: tuple[str, int | None] | None = None  # reported, or to be reported once the client is ready

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
            created = self._client.window_work_done_progress_create(types.WorkDoneProgressCreateParams(token))
            created.add_done_callback(lambda future: self._begin(token, future))
        elif self._has_begun:
            self._tell(types.WorkDoneProgressReport(message=news[0], percentage=share))

    def _begin(self, token: str, created: Future[None]) -> None:
        """The client is ready to show it, or has refused to."""
        is_refused = created.cancelled() or created.exception() is not None
        if token == self._token and self._last is not None and not is_refused:
            self._has_begun = True
            message, share = self._last
            self._tell(types.WorkDoneProgressBegin(_TITLE, message=message, percentage=share))

    def end(self) -> None:
        """There is no more progress to show."""
        if self._has_begun:
            self._tell(types.WorkDoneProgressEnd())
        self._token, self._has_begun, self._last = "", False, None

    def _tell(self, value: Any) -> None:
        self._client.progress(types.ProgressParams(self._token, value))
