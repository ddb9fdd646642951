"""One HTTP connection to an engine, kept open between requests.

It follows no redirects and uses no proxy, so that text and key go only to the engine's address.
"""

from __future__ import annotations

import contextlib
import http.client
import select
import socket
import ssl
from dataclasses import dataclass

import msgspec

from scoring.address import EngineAddress
from scoring.errors import EngineError

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 120.0
"""How long the engine may be silent. An engine on a CPU takes a minute for some requests."""
SHORT_ANSWER = 1024 * 1024
"""The most bytes in an answer without scores."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: its status, body and `Server` header."""

    status: int
    body: bytes
    server: str = ""


class Connection:
    """A connection that is opened when needed.

    Args:
        address: the engine's.
        key: the API key; "": none.

    Attributes:
        opened: how often it was opened. After each time, a different server may be answering.
    """

    def __init__(self, address: EngineAddress, key: str = "") -> None:
        self._address = address
        self._headers = {"Accept": "application/json", "User-Agent": "logprose"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._http: http.client.HTTPConnection | None = None
        self._is_closed = False
        self.opened = 0

    @property
    def is_open(self) -> bool:
        """Whether the connection seems open, judging without sending anything."""
        sock = None if self._http is None else self._http.sock
        if sock is None:
            return False
        try:
            readable, _, _ = select.select([sock], [], [], 0)
        except (OSError, ValueError):
            return False
        return not readable  # an idle connection has something to read only once the other side has closed it

    def open(self) -> None:
        """Open the connection unless it is open. Raises EngineError."""
        if self._is_closed:
            raise EngineError(f"{self._address.shown}: the request was cancelled")
        if self.is_open:
            return
        self._drop()
        host, port = self._address.host, self._address.port
        if self._address.scheme == "https":
            context = ssl.create_default_context()
            self._http = http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=context)
        else:
            self._http = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
        self._http.auto_open = 0  # the server on a new connection is checked first
        try:
            self._http.connect()
        except ssl.SSLCertVerificationError as error:
            raise EngineError(f"{self._address.shown}: its certificate isn't valid ({error.verify_message})") from None
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise EngineError(f"{self._address.shown} can't be reached ({reason})", may_pass=True) from None
        self._http.sock.settimeout(ANSWER_SECONDS)
        self.opened += 1

    def ask(self, path: str, message: object = None, most: int = SHORT_ANSWER) -> Answer:
        """Send a message as JSON, or GET the path if there is none; the connection must be open.

        Args:
            path: appended to the address's own.
            message: anything that `msgspec` can encode.
            most: the most bytes of the answer to read.

        Raises:
            EngineError: the connection broke, or the answer is incomplete, too long or a redirect.
        """
        assert self._http is not None
        method = "GET" if message is None else "POST"
        body = None if message is None else msgspec.json.encode(message)
        headers = self._headers if message is None else self._headers | {"Content-Type": "application/json"}
        shown = self._address.shown
        try:
            self._http.request(method, self._address.path + path, body, headers)
            response = self._http.getresponse()
            data = response.read(most + 1)
            if len(data) <= most and response.length:  # shorter than announced
                raise http.client.IncompleteRead(data, response.length)
        except TimeoutError:
            self._drop()
            raise EngineError(f"{shown} hasn't answered for {ANSWER_SECONDS:.0f} s", may_pass=True) from None
        except (OSError, http.client.HTTPException, AttributeError, ValueError) as error:
            self._drop()  # AttributeError: another thread has just closed it
            reason = "answer cut off" if isinstance(error, http.client.IncompleteRead) else "no answer"
            raise EngineError(f"{shown} dropped the connection ({reason})", may_pass=True) from None
        if len(data) > most:
            self._drop()
            raise EngineError(f"{shown} answers with more than {most:,} bytes; is this a vLLM or SGLang server?")
        if 300 <= response.status < 400:
            self._drop()
            raise EngineError(f"{shown} redirects elsewhere, which is never followed; use the other address")
        return Answer(response.status, data, response.headers.get("Server", ""))

    def close(self) -> None:
        """Close the connection for good, from any thread, so that the engine stops working on the request."""
        self._is_closed = True
        sock = None if self._http is None else self._http.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def __del__(self) -> None:
        self._drop()

    def _drop(self) -> None:
        if self._http is not None:
            self._http.close()
            self._http = None
