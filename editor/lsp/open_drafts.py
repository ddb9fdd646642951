"""The texts open in the client: applies its changes, and leaves work that follows from them for a pause."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from lsprotocol.types import TextDocumentContentChangeEvent, TextDocumentContentChangePartial
from pygls.uris import to_fs_path, uri_scheme

from editor.document.formats.kinds import kind_named, kind_of
from editor.lsp.open_draft import OpenDraft
from editor.lsp.positions import Encoding
from editor.lsp.settings import ClientSettings
from editor.lsp.worker import Overseer, SharedWorker
from editor.scorer.client import Transport
from editor.scorer.conventions import NO_RULES, lacks_rules
from editor.system import garbage

_PAUSE_S = 0.2  # after the last change, before its results are sent; a change may be half an undo
_FIRST_LINE = 200  # code points of a text's first line that are searched for its kind
_REST_S = 1.0  # after the last change, before the word typed last is flagged


class Audience(Overseer, Protocol):
    """Whoever is notified about the drafts and their worker."""

    def flags_changed(self, draft: OpenDraft) -> None:
        """The flags of a draft that is at rest may have changed."""

    def closed(self, draft: OpenDraft) -> None:
        """The client has closed a draft."""

    def log(self, line: str) -> None:
        """The client did something odd, as one line says."""


class OpenDrafts:
    """The texts that the client has open.

    Args:
        settings: of the client.
        encoding: the unit of the client's columns.
        audience: is notified of changes.
        transport: connects to a worker other than the one in the settings.
    """

    def __init__(
        self, settings: ClientSettings, encoding: Encoding, audience: Audience, transport: Transport | None = None
    ) -> None:
        self._settings = settings
        self._encoding: Encoding = encoding
        self._audience = audience
        self._worker = SharedWorker(audience, transport)
        self._drafts: dict[str, OpenDraft] = {}
        self._pauses: dict[OpenDraft, asyncio.TimerHandle] = {}  # of drafts that are not at rest
        self._rests: dict[OpenDraft, asyncio.TimerHandle] = {}
        self._focused: tuple[OpenDraft, int] | None = None  # the draft edited last, and the id of the line
        self._reclaiming: asyncio.TimerHandle | None = None  # the memory of closed drafts

    def __iter__(self) -> Iterator[OpenDraft]:
        return iter(list(self._drafts.values()))

    def get(self, uri: str) -> OpenDraft | None:
        """Return the draft that the client calls `uri`; None if it isn't open."""
        return self._drafts.get(unquote(uri))

    # -- from the client -----------------------------------------------------------------------------------------------

    def open(self, uri: str, version: int, text: str, language: str) -> None:
        """Add a text that the client has opened, with the client's language id. May block."""
        self.close(uri)
        path = _path(uri)
        kind = kind_named(language)
        if kind.id == "plaintext" and path is not None:  # for texts without a language id
            kind = kind_of(path, text[:_FIRST_LINE].partition("\n")[0])
        draft = OpenDraft(uri, path, version, text, kind, self._encoding, self._changed)
        self._drafts[unquote(uri)] = draft
        self._look(draft)
        self._worker.recall(draft)
        self._worker.follow(draft, self._settings.own, self)
        self._rests[draft] = asyncio.get_running_loop().call_later(_REST_S, self._rested, draft)
        self._audience.flags_changed(draft)

    def change(self, uri: str, version: int, changes: Sequence[TextDocumentContentChangeEvent]) -> None:
        """Apply the client's changes to a draft.

        Changes that can't be placed are ignored: those whose version isn't new, and those after them. From then on the
        text isn't checked until the client sends all of it.
        """
        draft = self.get(uri)
        if draft is None:
            self._audience.log(f"{uri} was changed, but is not open")
            return
        whole = [number for number, one in enumerate(changes) if not isinstance(one, TextDocumentContentChangePartial)]
        if whole:
            changes = changes[whole[-1] :]
        elif version <= draft.version:
            self.lose(uri, f"version {version} came after {draft.version}")
        draft.version = version
        if whole or draft.is_in_step:
            draft.change(changes)
            if (draft, draft.edited_line) != self._focused:  # at a pause it is looked at more closely
                self._focus(draft)
            self._wait(draft)

    def lose(self, uri: str, reason: str) -> None:
        """Note that a change of a draft was lost: its text differs from the client's now."""
        draft = self.get(uri)
        if draft is not None and draft.is_in_step:
            self._audience.log(f"{uri}: {reason}; it is not checked until it is saved or opened again")
            draft.is_in_step = False
            self._audience.flags_changed(draft)

    def save(self, uri: str, text: str | None) -> None:
        """Note that a draft was saved; `text` is what was saved, if the client says so. May block."""
        draft = self.get(uri)
        if draft is None:
            return
        if text is not None and not draft.matches(text):
            self._audience.log(f"{uri} was saved with text that differs from its changes; the saved text is used")
            draft.take_over(text)
            self._wait(draft)
        self._worker.keep(draft)
        self.look_at_files()

    def close(self, uri: str) -> None:
        """Forget a text."""
        draft = self._drafts.pop(unquote(uri), None)
        if draft is None:
            return
        for timers in (self._pauses, self._rests):
            if (timer := timers.pop(draft, None)) is not None:
                timer.cancel()
        self._worker.release(draft)
        self._audience.closed(draft)
        if self._reclaiming is not None:
            self._reclaiming.cancel()
        self._reclaiming = asyncio.get_running_loop().call_later(_REST_S, garbage.reclaim)

    async def stop(self) -> None:
        """End the worker."""
        garbage.end()
        await self._worker.stop()

    # -- pauses --------------------------------------------------------------------------------------------------------

    def _wait(self, draft: OpenDraft) -> None:
        loop = asyncio.get_running_loop()
        for timers, seconds, then in ((self._pauses, _PAUSE_S, self._paused), (self._rests, _REST_S, self._rested)):
            if (timer := timers.pop(draft, None)) is not None:
                timer.cancel()
            timers[draft] = loop.call_later(seconds, then, draft)

    def _paused(self, draft: OpenDraft) -> None:
        del self._pauses[draft]
        self._focus(draft)
        self.look_at_ignored()
        if draft.front_matter_changed():
            self._look(draft)
            self._worker.follow(draft, self._settings.own, self)
        self._audience.flags_changed(draft)

    def _focus(self, draft: OpenDraft) -> None:
        """Have the sentence edited last scored first."""
        self._focused = draft, draft.edited_line
        draft.focus()

    def _rested(self, draft: OpenDraft) -> None:
        del self._rests[draft]
        draft.rested()
        garbage.settle()

    def _changed(self, draft: OpenDraft) -> None:
        if draft not in self._pauses:
            self._audience.flags_changed(draft)

    # -- settings ------------------------------------------------------------------------------------------------------

    def look_at_files(self) -> None:
        """Read the settings and the word lists again, because someone may have changed them. May block."""
        drafts = list(self)
        for draft in drafts:
            before = draft.settings
            if self._look(draft) or draft.settings != before:
                self._worker.follow(draft, self._settings.own, drafts)
                draft.review()

    def look_at_ignored(self) -> None:
        """Adopt words and places ignored since, here or in another program. May block."""
        drafts = list(self)
        for draft in drafts:
            if self._look_at_ignored(draft):
                self._worker.follow(draft, self._settings.own, drafts)
                draft.review()

    def _look(self, draft: OpenDraft) -> bool:
        """Read a draft's settings and ignored words. Returns whether these have changed."""
        draft.settings = self._settings.of(draft)
        draft.read()
        if draft.unread:
            self._audience.complain(draft.unread)  # once per kind, for any number of texts
        if lacks_rules(draft.settings.scoring):
            self._audience.complain(NO_RULES)
        return self._look_at_ignored(draft)

    def _look_at_ignored(self, draft: OpenDraft) -> bool:
        is_other = draft.ignoring.look()
        for complaint in draft.ignoring.complaints:
            self._audience.complain(complaint)
        return is_other


def _path(uri: str) -> Path | None:
    """Return the file of a text; None if it has none."""
    try:
        found = to_fs_path(uri) if uri_scheme(uri) == "file" else None
    except ValueError:
        return None
    return None if not found or "\0" in found else Path(found)
