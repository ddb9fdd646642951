"""Reads the client's messages: each has a header that says how long it is.

pygls waits forever if it can't read the length in a header, and knows that field in only one spelling.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

_LONGEST = 256 << 20  # bytes of a message; a broken header may announce more than there is memory
_LONGEST_SHOWN = 60  # bytes of a header, in a message


class FramingError(ValueError):
    """The client sent something that isn't a message, and we can't tell where the next one begins."""


async def bodies(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Yield the client's messages until it closes the connection. Raises FramingError."""
    while (length := await _length(reader)) is not None:
        try:
            yield await reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            return


async def _length(reader: asyncio.StreamReader) -> int | None:
    """Read a header and return the bytes of its message; None at the end of the connection. Raises FramingError."""
    length: int | None = None
    while line := await _line(reader):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value[:_LONGEST_SHOWN])
            if length > _LONGEST:
                raise FramingError(f"a message of {length:,} bytes is too long: at most {_LONGEST:,} are read")
        elif not line.strip():
            if length is not None:
                return length
        elif not value or name.strip().lower() == b"content-length":
            shown = line[:_LONGEST_SHOWN].strip().decode(errors="replace")
            raise FramingError(f"“{shown}” is not a header; “Content-Length: ” and a number are expected")
    return None


async def _line(reader: asyncio.StreamReader) -> bytes:
    """Return the next line of a header; empty at the end of the connection. Raises FramingError."""
    await asyncio.sleep(0)  # a client that sends without a pause must not keep everything else from running
    try:
        return await reader.readline()
    except ConnectionError:
        return b""
    except ValueError:
        raise FramingError("a header is too long") from None
