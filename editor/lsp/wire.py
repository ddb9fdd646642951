"""pygls' side of the line, where we need something else.

It keeps a copy of every text, rebuilt whole at each edit, and its lines end at form feeds too: our drafts take the
changes instead. It takes the client's order of encodings, leaves a request that it can't read without an answer, and
ends the process in the middle of its own work.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Protocol

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import JsonRPCNotification, LanguageServerProtocol, lsp_method

from editor.lsp.open_drafts import OpenDrafts
from editor.lsp.positions import Encoding, preferred

_UNREADABLE = "$/unreadable"  # a notification that nobody knows, and so is ignored


class Served(Protocol):
    """The server, as far as the client's messages need it."""

    drafts: OpenDrafts

    def agree(self, params: types.InitializeParams, encoding: Encoding) -> None:
        """Learn what the client can do, and what its columns count."""

    def opened(self, document: types.TextDocumentItem) -> None:
        """Take in a text that the client has opened."""

    def end(self) -> None:
        """The client wants the server to end."""


class Wire(LanguageServerProtocol):
    """The protocol as we speak it."""

    def __init__(self, server: Any, converter: Converter) -> None:
        super().__init__(server, converter)
        self._served: Served = server

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Agree with the client on what each can do."""
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

    @property
    def is_shut_down(self) -> bool:
        """Whether the client has said that it will end."""
        return self._shutdown

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message of the client. A request that can't be read gets an error for an answer."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" not in data or "method" not in data:
                raise
            self._send_response(data["id"], error=error.to_response_error())
            return JsonRPCNotification(_UNREADABLE, self.VERSION, None)
