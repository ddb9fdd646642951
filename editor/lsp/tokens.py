"""The request `logprose/tokens`: the scores of single tokens, for plug-ins that draw them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from editor.lsp.open_draft import OpenDraft
from editor.lsp.open_drafts import OpenDrafts
from editor.lsp.wire import Encoded

METHOD = "logprose/tokens"

_AT_ONCE = 500  # tokens per step, after which other messages get their turn


class _Row(msgspec.Struct, rename="camel"):
    """A token in the answer."""

    range: types.Range
    log_prob: float | None
    entropy: float | None
    is_settled: bool


async def tokens(draft: OpenDraft, wanted: types.Range | None) -> Encoded | None:
    """Return the answer to the request for a range, or for the whole text; None if there is no model, or if the text
    changes or other tokens are requested meanwhile."""
    start, end = 0, len(draft.document)
    if wanted is not None:
        start, end = sorted((draft.to_offset(wanted.start), draft.to_offset(wanted.end)))
    version, parts = draft.version, list[str]()
    while start < end:
        found = await draft.ask_tokens(start, end)
        if found is None:
            return None
        for first in range(0, len(found.tokens), _AT_ONCE):
            await asyncio.sleep(0)
            if draft.version != version:
                return None
            rows = [
                _Row(draft.to_range(token.start, token.end), token.log_prob, token.entropy, token.is_settled)
                for token in found.tokens[first : first + _AT_ONCE]
            ]
            parts.append(msgspec.json.encode(rows).decode()[1:-1])
        start = max(found.end, start + 1)
    return Encoded(f'{{"version": {version}, "tokens": [{",".join(parts)}]}}')


def register(server: LanguageServer, drafts: Callable[[], OpenDrafts]) -> None:
    """Answer the client's requests; `drafts` returns the open texts."""

    @server.feature(METHOD)
    async def asked(params: Any) -> Encoded | None:
        uri, wanted = _read(params)
        draft = drafts().get(uri)
        return None if draft is None else await tokens(draft, wanted)


def _read(params: Any) -> tuple[str, types.Range | None]:
    """Return the URI and the range that a client asks about. Raises JsonRpcInvalidParams."""
    try:
        wanted = getattr(params, "range", None)
        found = None if wanted is None else types.Range(_position(wanted.start), _position(wanted.end))
        return str(params.textDocument.uri), found
    except (AttributeError, OverflowError, TypeError, ValueError):
        raise JsonRpcInvalidParams(f"{METHOD}: the parameters must be a textDocument and optionally a range") from None


def _position(sent: Any) -> types.Position:
    return types.Position(int(sent.line), int(sent.character))
