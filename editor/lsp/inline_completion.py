"""Inline completion: the model's continuation at the caret, for the client to show as ghost text."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from editor.lsp.open_draft import OpenDraft
from editor.lsp.open_drafts import OpenDrafts
from scoring.protocol import Manner

_INVOKED = types.InlineCompletionTriggerKind.Invoked


async def inline_completion(draft: OpenDraft, place: types.Position, *, is_invoked: bool) -> types.InlineCompletionList:
    """Return the continuations at a position; none if the text changes before there is an answer, or if another
    request comes: clients ask again without cancelling earlier requests.

    Automatic requests get an answer only if the settings allow it, the writer has paused, and the model is sure enough.
    Earlier continuations are reused as long as the writer types their words.
    """
    wanted, position = draft.settings.continuation, draft.to_offset(place)
    nothing = types.InlineCompletionList([])
    if not draft.is_in_step or (not is_invoked and not wanted.automatic):
        return nothing
    if draft.written is None or draft.written.position != position:
        if not is_invoked and not await _has_paused(draft, wanted.pause):
            return nothing
        count = wanted.candidates if is_invoked else 1
        manner = Manner(wanted.length, wanted.temperature, wanted.top_p, count, wanted.seed)
        await draft.ask_continuation(position, manner)
    if draft.written is None or draft.written.position != position:
        return nothing
    texts = draft.written.texts(-math.inf if is_invoked else wanted.confidence)
    here = draft.to_range(position, position)
    return types.InlineCompletionList([types.InlineCompletionItem(text, range=here) for text in texts if text])


async def _has_paused(draft: OpenDraft, milliseconds: int) -> bool:
    """Wait; return False if the text changed, or another request came, meanwhile."""
    moment = draft.version, draft.questions
    await asyncio.sleep(milliseconds / 1000)
    return moment == (draft.version, draft.questions)


def register(server: LanguageServer, drafts: Callable[[], OpenDrafts]) -> None:
    """Answer the client's requests; `drafts` returns the open texts."""

    @server.feature(types.TEXT_DOCUMENT_INLINE_COMPLETION, types.InlineCompletionOptions())  # without: not announced
    async def asked(params: types.InlineCompletionParams) -> types.InlineCompletionList:
        draft = drafts().get(params.text_document.uri)
        if draft is None:
            return types.InlineCompletionList([])
        draft.questions += 1
        is_invoked = params.context.trigger_kind == _INVOKED
        return await inline_completion(draft, params.position, is_invoked=is_invoked)
