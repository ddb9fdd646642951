"""The address of a serving engine, as the writer enters it: `http://HOST:PORT/PATH#MODEL`.

The editor uses it to show where text goes, the worker to send it there.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

ENGINE_VARIABLE = "LOGPROSE_ENGINE"
"""The environment variable for an address, which overrides the model in the settings."""

_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """Where an engine answers.

    Attributes:
        scheme: "http" or "https".
        host: a name or an IP address.
        port: its port.
        path: the prefix of the engine's paths, without a slash at the end.
        model: the name of one of the engine's models; "": it serves only one.
    """

    scheme: str
    host: str
    port: int
    path: str = ""
    model: str = ""

    @property
    def is_loopback(self) -> bool:
        """Whether the engine is on this machine, so that text sent there doesn't leave it."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def shown(self) -> str:
        """The host and port as shown to the writer, with `http://` in front if the connection isn't encrypted."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'http://' if self.scheme == 'http' else ''}{host}:{self.port}"


def is_address(name: str) -> bool:
    """Return True if a model's name is an engine's address."""
    return "://" in name


def away(name: str) -> str:
    """Return where the text scored by the model of this name goes; "" if it doesn't leave this machine."""
    if not is_address(name):
        return ""
    try:
        address = engine_address(name)
    except ValueError:  # invalid, so nothing is sent there
        return ""
    return "" if address.is_loopback else address.shown


def engine_address(name: str) -> EngineAddress:
    """Parse an address. Raises ValueError, with a one-line message, if it isn't one."""
    try:
        parts = urlsplit(name.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise ValueError(f"{error}; an engine's address looks like http://localhost:8000") from None
    if parts.scheme not in _SCHEMES or not host or parts.query:
        raise ValueError("an engine's address looks like http://localhost:8000")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an engine's address holds no password; put its key in LOGPROSE_API_KEY")
    if not name.isprintable() or any(character.isspace() for character in name.strip()):
        raise ValueError("an engine's address has no blanks and no control characters")
    path = parts.path.rstrip("/")
    path = path.removesuffix("/completions").removesuffix("/generate").removesuffix("/v1").rstrip("/")
    default = 443 if parts.scheme == "https" else 80
    return EngineAddress(parts.scheme, host, port or default, path, unquote(parts.fragment))
