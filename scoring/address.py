"""The address of a serving engine, as a writer names it: `http://HOST:PORT/PATH#MODEL`.

The editor reads it to say where text goes, the worker to send it there.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

ENGINE_VARIABLE = "LOGPROSE_ENGINE"
"""The environment's name for an address, which takes precedence over the model in the settings."""

_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """Where an engine answers.

    Attributes:
        scheme: "http" or "https".
        host: a name or an IP address.
        port: its port.
        path: what comes before the engine's own paths, without a slash at its end.
        model: the name of one of the models that it serves; "": it serves only one.
    """

    scheme: str
    host: str
    port: int
    path: str = ""
    model: str = ""

    @property
    def is_loopback(self) -> bool:
        """Whether the engine is on this machine: what is sent there does not leave it."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def shown(self) -> str:
        """The host and port as a writer reads them; without encryption, `http://` comes before them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'http://' if self.scheme == 'http' else ''}{host}:{self.port}"


def is_address(name: str) -> bool:
    """Return True if the name of a model is meant as an engine's address."""
    return "://" in name


def away(name: str) -> str:
    """Return where text goes that the model of this name scores; "" if it doesn't leave this machine."""
    if not is_address(name):
        return ""
    try:
        address = engine_address(name)
    except ValueError:  # nothing is sent there
        return ""
    return "" if address.is_loopback else address.shown


def engine_address(name: str) -> EngineAddress:
    """Read an address. Raises ValueError, in one line, if it isn't one."""
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
