"""What a link's target refers to: a heading here, a file, an address to open elsewhere."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OPENED = frozenset({"http", "https", "mailto"})
_RESERVED = "!#$%&'()*+,/:;=?@[]~"  # RFC 3986, and % for text that is already encoded


class LinkTarget(NamedTuple):
    """A parsed target.

    Attributes:
        kind: the kind of target; "other" must not be opened.
        address: of web or mail, with only characters that RFC 3986 allows; for "other", the scheme.
        path: of a file, relative to the draft's file.
        fragment: the heading in the file, or in the draft itself.
    """

    kind: Literal["heading", "file", "address", "other"]
    address: str = ""
    path: str = ""
    fragment: str = ""


def read_target(target: str) -> LinkTarget:
    """Parse a target, with Markdown's entities and escapes already resolved."""
    scheme = _SCHEME.match(target)
    if scheme is not None:
        if scheme[1].lower() in _OPENED:
            return LinkTarget("address", address=quote(target, safe=_RESERVED, errors="surrogateescape"))
        return LinkTarget("other", address=scheme[1])
    if target.startswith(("//", "\\\\")):  # on another machine
        return LinkTarget("other", address=target[:2])
    path, _, fragment = target.partition("#")
    if not path:
        return LinkTarget("heading", fragment=unquote(fragment))
    return LinkTarget("file", path=unquote(path), fragment=unquote(fragment))
