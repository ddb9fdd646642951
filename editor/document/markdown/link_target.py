"""What the target of a link asks for: a heading here, a file, an address to open elsewhere."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OPENED = frozenset({"http", "https", "mailto"})
_RESERVED = "!#$%&'()*+,/:;=?@[]~"  # RFC 3986, with the sign of what is encoded already


class LinkTarget(NamedTuple):
    """A target, read.

    Attributes:
        kind: what it is; "other" is what must not be opened.
        address: of the web or of mail, nothing in it but what RFC 3986 allows; else the scheme of "other".
        path: of a file, as written, relative to the file of the draft.
        fragment: which heading of the file, or of the draft itself.
    """

    kind: Literal["heading", "file", "address", "other"]
    address: str = ""
    path: str = ""
    fragment: str = ""


def read_target(target: str) -> LinkTarget:
    """Read a target as it was written, entities and escapes of Markdown resolved."""
    scheme = _SCHEME.match(target)
    if scheme is not None:
        if scheme[1].lower() in _OPENED:
            return LinkTarget("address", address=quote(target, safe=_RESERVED, errors="surrogateescape"))
        return LinkTarget("other", address=scheme[1])
    if target.startswith(("//", "\\\\")):  # of another machine
        return LinkTarget("other", address=target[:2])
    path, _, fragment = target.partition("#")
    if not path:
        return LinkTarget("heading", fragment=unquote(fragment))
    return LinkTarget("file", path=unquote(path), fragment=unquote(fragment))
