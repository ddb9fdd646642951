"""The language server: its capabilities, and the parts that provide them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from editor.lsp import code_actions, hover, inline_completion, tokens
from editor.lsp.client_process import is_alive, until_gone
from editor.lsp.configuration import ask_configuration, register_configuration
from editor.lsp.diagnostics import SOURCE
from editor.lsp.open_draft import OpenDraft
from editor.lsp.open_drafts import OpenDrafts
from editor.lsp.positions import Encoding
from editor.lsp.progress import ModelProgress
from editor.lsp.settings import ClientSettings
from editor.lsp.telling import DiagnosticsTeller, report_in_json
from editor.lsp.wire import Encoded, Wire
from editor.scorer.client import Transport
from editor.text.printable import printable
from scoring.protocol import ModelState

_MOST_UNREAD = 16 << 20  # bytes of unread answers above which no more requests are read


class LogproseServer(LanguageServer):
    """Serves one client.

    Args:
        transport: connects to a worker other than the one in the settings.

    Attributes:
        drafts: the texts open in the client; set once the client is known.
        settings: those that the client gives for them.
        ended: set when the client wants the server to end.
    """

    protocol: Wire
    drafts: OpenDrafts

    def __init__(self, transport: Transport | None = None) -> None:
        super().__init__(SOURCE, version("logprose"), protocol_cls=Wire)
        self.settings = ClientSettings(self.complain)
        self.ended = asyncio.Event()
        self._transport = transport
        self._watch: asyncio.Task[None] | None = None  # on the client's process
        self._diagnostics: DiagnosticsTeller
        self._progress: ModelProgress
        self._logged = ""
        self._told: set[str] = set()  # complaints; each is shown once
        self._death = ""  # of the worker, since it last had a model; all drafts report it
        _register(self)
        for part in (code_actions, hover, inline_completion, tokens):
            part.register(self, lambda: self.drafts)

    def agree(self, params: types.InitializeParams, encoding: Encoding) -> None:
        """Note the client's capabilities."""
        can = params.capabilities
        pulls = can.text_document is not None and can.text_document.diagnostic is not None
        refreshes = None if can.workspace is None else can.workspace.diagnostics
        is_pulled = pulls and refreshes is not None and bool(refreshes.refresh_support)
        if is_pulled:
            _register_pull(self)
        self._diagnostics = DiagnosticsTeller(self, is_pulled=is_pulled)
        self._progress = ModelProgress(self, is_shown=can.window is not None and bool(can.window.work_done_progress))
        self.settings.start_with(params.initialization_options)
        self.drafts = OpenDrafts(self.settings, encoding, self, self._transport)
        if params.process_id is not None and is_alive(params.process_id):  # from a container, it may be another's
            self._watch = asyncio.create_task(until_gone(params.process_id))
            self._watch.add_done_callback(lambda _: self.end())

    def opened(self, document: types.TextDocumentItem) -> None:
        """Add a text that the client has opened."""
        self.drafts.open(document.uri, document.version, document.text, document.language_id)

    async def pulled(self, params: types.DocumentDiagnosticParams) -> Encoded:
        """Return a text's diagnostics to a client that asks for them."""
        draft = self.drafts.get(params.text_document.uri)
        if draft is None:
            return Encoded('{"kind": "full", "items": []}')
        return Encoded(report_in_json(await self._diagnostics.report(draft, params.previous_result_id)))

    def encoded(self, value: Any) -> str:
        """Return a value of the protocol in JSON."""
        return self.protocol.encoded(value)

    def publish_diagnostics(self, uri: str, version: int | None, items: list[str]) -> None:
        """Send a text's diagnostics, each in JSON."""
        number = "" if version is None else f'"version": {version}, '
        params = f'{{"uri": {json.dumps(uri)}, {number}"diagnostics": [{", ".join(items)}]}}'
        self.protocol.notify_encoded(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    async def drained(self) -> None:
        """Return when the client has read most of the data sent."""
        if isinstance(writer := self.protocol.writer, asyncio.StreamWriter):
            with suppress(ConnectionError):  # it is gone: the closed connection is noticed elsewhere
                await writer.drain()

    async def relieved(self) -> None:
        """Return when there is room for more answers: a client that asks and never reads would take all memory."""
        writer = self.protocol.writer
        if isinstance(writer, asyncio.StreamWriter) and writer.transport.get_write_buffer_size() > _MOST_UNREAD:
            await self.drained()

    def refresh_diagnostics(self, done: Callable[[], None]) -> None:
        """Ask the client to pull again; `done` is called when it has heard."""
        self.workspace_diagnostic_refresh(None).add_done_callback(lambda _: done())

    async def stop(self) -> None:
        """End everything that was started for the client."""
        if self._watch is not None:
            self._watch.cancel()
        if hasattr(self, "drafts"):
            await self.drafts.stop()

    def end(self) -> None:
        """The client wants the server to end, or is gone."""
        self.ended.set()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error of our own, or a message that can't be read; the writer can do nothing about either."""
        self.log(f"{getattr(source, '__name__', source)}: {error}")

    # -- from the drafts and their worker ------------------------------------------------------------------------------

    def flags_changed(self, draft: OpenDraft) -> None:
        """The flags of a draft may have changed."""
        self._diagnostics.flags_changed(draft)

    def closed(self, draft: OpenDraft) -> None:
        """The client has closed a draft."""
        self._diagnostics.closed(draft)

    def model_changed(self, state: ModelState) -> None:
        """The model made some progress, is ready, or failed."""
        self._progress.model_changed(state)
        if state.stage == "ready":
            self._death = ""
        elif state.stage == "failed":
            self.complain(f"nothing is checked: {state.message}")
        elif state.stage == "unreachable":
            self.complain(f"{state.message}; trying again")

    def worker_died(self, message: str) -> None:
        """The worker is gone."""
        self._progress.end()
        if message != self._death:
            self._death = message
            self.warn(message)

    def log(self, line: str) -> None:
        """Write something odd to the client's log, unless it was the last entry."""
        if line != self._logged:
            self._logged = line
            self.window_log_message(types.LogMessageParams(types.MessageType.Warning, f"{SOURCE}: {printable(line)}"))

    def warn(self, line: str) -> None:
        """Show a warning."""
        self._show(types.MessageType.Warning, line)

    def complain(self, line: str) -> None:
        """Show a warning, unless it was shown before."""
        if line not in self._told:
            self._told.add(line)
            self.warn(line)

    def inform(self, line: str) -> None:
        """Show a message for the writer, unless it was shown before."""
        if line not in self._told:
            self._told.add(line)
            self._show(types.MessageType.Info, line)

    def _show(self, kind: types.MessageType, line: str) -> None:
        self.window_show_message(types.ShowMessageParams(kind, f"{SOURCE}: {printable(line)}"))


def _register(server: LogproseServer) -> None:
    """Register what every client may send."""

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=True))
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.drafts.save(params.text_document.uri, params.text)

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        register_configuration(server)
        ask_configuration(server)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: types.DidChangeConfigurationParams) -> None:
        if not ask_configuration(server):
            server.settings.configure(params.settings)
            server.drafts.look_at_files()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        server.drafts.look_at_files()


def _register_pull(server: LogproseServer) -> None:
    """Let the client pull diagnostics."""
    options = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE)

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def pulled(params: types.DocumentDiagnosticParams) -> Encoded:
        return await server.pulled(params)
