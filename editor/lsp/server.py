"""The language server: what it can do, and which part of it does that."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.metadata import version
from threading import Event
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from editor.lsp.diagnostics import SOURCE, DiagnosticsTeller
from editor.lsp.open_draft import OpenDraft
from editor.lsp.open_drafts import Audience, OpenDrafts
from editor.lsp.positions import Encoding
from editor.lsp.progress import ModelProgress
from editor.lsp.settings import ClientSettings
from editor.lsp.wire import Wire
from editor.scorer.client import Transport
from scoring.protocol import ModelState

READ = frozenset({"markdown", "plaintext"})
"""The kinds of text that can be read, by the names that clients give them."""

_logger = logging.getLogger(__name__)


class LogproseServer(LanguageServer, Audience):
    """Serves one client.

    Args:
        worker: the way to another worker than the settings ask for.

    Attributes:
        drafts: the texts that the client has open; there once the client is known.
    """

    protocol: Wire
    drafts: OpenDrafts

    def __init__(self, worker: Transport | None = None) -> None:
        super().__init__("logprose", version("logprose"), protocol_cls=Wire)
        self._worker = worker
        self._settings = ClientSettings(self.warn)
        self._diagnostics: DiagnosticsTeller
        self._progress: ModelProgress
        self._refused: set[str] = set()  # kinds of text that were, once each
        self.ended = Event()
        """Set when the client wants the server to end."""
        register(self)

    def agree(self, params: types.InitializeParams, encoding: Encoding) -> None:
        """Learn what the client can do."""
        can = params.capabilities
        pulls = can.text_document is not None and can.text_document.diagnostic is not None
        refreshes = None if can.workspace is None else can.workspace.diagnostics
        is_pulled = pulls and refreshes is not None and bool(refreshes.refresh_support)
        if is_pulled:
            register_pull(self)
        self._diagnostics = DiagnosticsTeller(self, is_pulled=is_pulled)
        self._progress = ModelProgress(self, is_shown=can.window is not None and bool(can.window.work_done_progress))
        self._settings.take(params.initialization_options)
        self.drafts = OpenDrafts(self._settings, encoding, self, self._worker)

    def opened(self, document: types.TextDocumentItem) -> None:
        """Take in a text that the client has opened, if it is of a kind that can be read."""
        kind = document.language_id
        if kind in READ:
            self.drafts.open(document.uri, document.version, document.text)
        elif kind not in self._refused:
            self._refused.add(kind)
            self.warn(f"texts of the kind “{kind}” can't be read; set logprose up for {', '.join(sorted(READ))}")

    def pulled(self, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        """Return a text's diagnostics to a client that asks for them."""
        draft = self.drafts.get(params.text_document.uri)
        if draft is None:
            return types.RelatedFullDocumentDiagnosticReport([])
        return self._diagnostics.report(draft, params.previous_result_id)

    def refresh_diagnostics(self, done: Callable[[], None]) -> None:
        """Ask the client to pull again; `done` is called when it has heard."""
        self.workspace_diagnostic_refresh(None).add_done_callback(lambda _: done())

    async def stop(self) -> None:
        """End everything that was started for the client."""
        if hasattr(self, "drafts"):
            await self.drafts.stop()

    def end(self) -> None:
        """The client wants the server to end."""
        self.ended.set()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error of our own, or a message that can't be read; the writer can do nothing about either."""
        _logger.error("%s: %s", getattr(source, "__name__", source), error)

    # -- from the drafts -----------------------------------------------------------------------------------------------

    def flags_changed(self, draft: OpenDraft) -> None:
        self._diagnostics.flags_changed(draft)

    def closed(self, draft: OpenDraft) -> None:
        self._diagnostics.closed(draft)

    def model_changed(self, state: ModelState) -> None:
        self._progress.model_changed(state)
        if state.stage == "failed":
            self.warn(f"nothing is checked: {state.message}")

    def worker_died(self, message: str) -> None:
        self._progress.end()
        self.warn(message)

    def warn(self, line: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"{SOURCE}: {line}"))


def register(server: LogproseServer) -> None:
    """Register what every client may ask for."""

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=True))
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.drafts.save(params.text_document.uri, params.text)


def register_pull(server: LogproseServer) -> None:
    """Let the client pull diagnostics."""
    options = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE)

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    def pulled(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        return server.pulled(params)
