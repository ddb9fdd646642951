"""The request `logprose/tokens`: the scores of single tokens, for plug-ins that draw them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from editor.lsp.open_draft import OpenDraft
from editor.lsp.open_drafts import OpenDrafts

METHOD = "logprose/tokens"

_AT_ONCE = 2_000  # tokens, before other messages get their turn


async def tokens(draft: OpenDraft, wanted: types.Range | None) -> dict[str, Any] | None:
    """Return the answer to the request for a range, or for the whole text; None where there is no model, or the text
    changes or other tokens are asked for meanwhile."""
    start, end = 0, len(draft.document)
    if wanted is not None:
        start, end = sorted((draft.to_offset(wanted.start), draft.to_offset(wanted.end)))
    version, rows = draft.version, list[dict[str, Any]]()
    while start < end:
        found = await draft.ask_tokens(start, end)
        if found is None:
            return None
        for index, token in enumerate(found.tokens, 1):
            place = draft.to_range(token.start, token.end)
            rows.append(
                {
                    "range": {"start": _place(place.start), "end": _place(place.end)},
                    "logProb": token.log_prob,
                    "entropy": token.entropy,
                    "isSettled": token.is_settled,
                }
            )
            if index % _AT_ONCE == 0:
                await asyncio.sleep(0)
                if draft.version != version:
                    return None
        start = max(found.end, start + 1)
    return {"version": version, "tokens": rows}


def register(server: LanguageServer, drafts: Callable[[], OpenDrafts]) -> None:
    """Answer the client's questions; `drafts` returns what it has open."""

    @server.feature(METHOD)
    async def asked(params: Any) -> dict[str, Any] | None:
        uri, wanted = _read(params)
        draft = drafts().get(uri)
        return None if draft is None else await tokens(draft, wanted)


def _read(params: Any) -> tuple[str, types.Range | None]:
    """Return the URI and the range that a client asks about. Raises JsonRpcInvalidParams."""
    try:
        wanted = getattr(params, "range", None)
        found = None if wanted is None else types.Range(_position(wanted.start), _position(wanted.end))
        return str(params.textDocument.uri), found
    except (AttributeError, TypeError, ValueError):
        raise JsonRpcInvalidParams(f"{METHOD}: the parameters are a textDocument and, if you like, a range") from None


def _position(sent: Any) -> types.Position:
    return types.Position(int(sent.line), int(sent.character))


def _place(position: types.Position) -> dict[str, int]:
    return {"line": position.line, "character": position.character}
