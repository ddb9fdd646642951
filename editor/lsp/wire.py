"""Where we need something other than pygls' protocol code.

pygls keeps a copy of every text, rebuilt completely at each edit, and its lines also end at form feeds: our drafts
apply the changes instead. It follows the client's order of encodings, doesn't answer requests that it can't read,
answers those that come before `initialize`, and ends the process in the middle of its own work.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any, NamedTuple, Protocol

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.protocol import JsonRPCNotification, LanguageServerProtocol, lsp_method

from editor.lsp.open_drafts import OpenDrafts
from editor.lsp.positions import Encoding, preferred

_UNREADABLE = "$/unreadable"  # an unknown notification, which clients ignore


class Encoded(NamedTuple):
    """The result of a request, in JSON."""

    json: str


class Served(Protocol):
    """The part of the server that the client's messages need."""

    drafts: OpenDrafts

    def agree(self, params: types.InitializeParams, encoding: Encoding) -> None:
        """Note the client's capabilities, and the unit of its columns."""

    def opened(self, document: types.TextDocumentItem) -> None:
        """Add a text that the client has opened."""

    def end(self) -> None:
        """The client wants the server to end."""


class Wire(LanguageServerProtocol):
    """The protocol as we speak it."""

    def __init__(self, server: Any, converter: Converter) -> None:
        self._is_initialized = False
        super().__init__(server, converter)
        self._served: Served = server

    @property
    def is_shut_down(self) -> bool:
        """Whether the client has said that it will end."""
        return self._shutdown

    # -- the client's messages -----------------------------------------------------------------------------------------

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Exchange capabilities with the client."""
        self._is_initialized = True
        general = params.capabilities.general
        encoding = preferred(None if general is None else general.position_encodings)
        if general is not None:
            general.position_encodings = [encoding]
        self._served.agree(params, encoding)
        result: types.InitializeResult = yield from super().lsp_initialize(params)
        return result

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A text was opened."""
        self._served.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """A text was changed."""
        document = params.text_document
        self._served.drafts.change(document.uri, document.version, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A text was closed."""
        self._served.drafts.close(params.text_document.uri)

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> Generator[Any, Any, None]:
        """The client wants us to end."""
        yield from ()
        self._served.end()

    # -- what is in JSON already ---------------------------------------------------------------------------------------

    def encoded(self, value: Any) -> str:
        """Return a value of the protocol in JSON."""
        return json.dumps(self._converter.unstructure(value))

    def notify_encoded(self, method: str, params: str) -> None:
        """Send a notification whose parameters are in JSON."""
        self._write(f'{{"jsonrpc": "2.0", "method": {json.dumps(method)}, "params": {params}}}')

    def _send_response(self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None) -> None:
        if isinstance(result, Encoded) and error is None:
            self._write(f'{{"jsonrpc": "2.0", "id": {json.dumps(msg_id)}, "result": {result.json}}}')
        else:
            super()._send_response(msg_id, result, error)

    def _write(self, body: str) -> None:
        data = body.encode()
        if self.writer is not None:
            self.writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))

    # -- messages out of turn, and unreadable ones ---------------------------------------------------------------------

    def take(self, body: bytes) -> None:
        """Process a message.

        Bytes that aren't UTF-8 become U+FFFD. Columns then differ from the client's, so a text that has some is lost:
        neovim sends half a character when it inserts a long paste piece by piece.
        """
        try:
            text, is_whole = body.decode(), True
        except UnicodeDecodeError:
            text, is_whole = body.decode(errors="replace"), False
        self.handle_message(json.loads(text, object_hook=self.structure_message))
        if not is_whole and self._is_initialized:
            data = json.loads(text)
            if isinstance(data, dict) and "id" not in data:
                self._lose(data.get("params"), "a text isn't UTF-8")

    def handle_message(self, message: Any) -> None:
        """Process a message if it comes at the right time; otherwise answer a request with an error."""
        method = getattr(message, "method", None)
        if method not in (None, types.EXIT):
            refusal: JsonRpcException | None = None
            if self._shutdown or (method == types.INITIALIZE and self._is_initialized):
                refusal = JsonRpcInvalidRequest(f"{method} comes too late")
            elif method != types.INITIALIZE and not self._is_initialized:
                refusal = JsonRpcServerNotInitialized(f"{method} comes before {types.INITIALIZE}")
            if refusal is not None:
                if hasattr(message, "id"):
                    self._send_response(message.id, error=refusal.to_response_error())
                return
        super().handle_message(message)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message of the client. If it can't be read, a request gets an error, and a changed text is lost."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" not in data:
                raise
            if "id" in data:
                self._send_response(data["id"], error=error.to_response_error())
            elif data["method"] == types.TEXT_DOCUMENT_DID_CHANGE and self._is_initialized:
                self._lose(data.get("params"), "a change can't be read")
            return JsonRPCNotification(_UNREADABLE, self.VERSION, None)

    def _lose(self, params: Any, reason: str) -> None:
        """The text that `params` name isn't known any more."""
        document = params.get("textDocument") if isinstance(params, dict) else None
        uri = document.get("uri") if isinstance(document, dict) else None
        if isinstance(uri, str):
            self._served.drafts.lose(uri, reason)
