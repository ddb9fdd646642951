"""Sends the shown flags to the client: pushed, or pulled by clients that can; never both, or each would show twice.

A long text has many flags. They are processed a few at a time, so that no key waits for them, and the JSON written for
a line before is reused.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from editor.document.annotations import Span
from editor.flags.known_flags import flag_of, is_shown
from editor.lsp.diagnostics import diagnostic
from editor.lsp.open_draft import OpenDraft
from editor.settings.settings import Severity
from scoring.protocol import Flag

_EVERY_S = 0.05  # least time between two reports of a draft's flags while they are being found
_SLICE_S = 0.001  # after which other work gets its turn
_AGAIN_S = 0.02  # after a change, before its flags are processed again


class Client(Protocol):
    """The part of the server that sends diagnostics to the client."""

    def encoded(self, value: Any) -> str:
        """Return a value of the protocol in JSON."""

    def publish_diagnostics(self, uri: str, version: int | None, items: list[str]) -> None:
        """Send a text's diagnostics, each in JSON."""

    async def drained(self) -> None:
        """Return when the client has read most of the data sent."""

    def refresh_diagnostics(self, done: Callable[[], None]) -> None:
        """Ask the client to pull again; `done` is called when it has answered."""


class Report(NamedTuple):
    """The answer to a client that pulls.

    Attributes:
        number: of these diagnostics.
        items: each in JSON; None: the client already has them.
    """

    number: str
    items: list[str] | None


class _Line(NamedTuple):
    """The diagnostics of a line, and the data they depend on."""

    number: int
    revision: int
    severity: Severity
    spans: tuple[Span, ...]
    items: list[str]


class _Told:
    """What the client was last sent for a draft: its diagnostics in JSON, and their number; 0: nothing yet."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.number = 0
        self.lines: dict[int, _Line] = {}  # by the id of the block
        self.looking: asyncio.Task[list[str]] | None = None
        self.telling: asyncio.Task[None] | None = None
        self.is_due = False  # there may be news

    def take(self, items: list[str]) -> bool:
        """Note what is sent to the client; return whether it differs from the last time."""
        if self.number and items == self.items:
            return False
        self.items = items
        self.number += 1
        return True


class DiagnosticsTeller:
    """Sends the client the flags of its drafts, for the newest text, when they differ from the last ones.

    Args:
        client: the server's end of the connection.
        is_pulled: whether the client pulls them. It is then only told that they have changed.
    """

    def __init__(self, client: Client, *, is_pulled: bool) -> None:
        self._client = client
        self._is_pulled = is_pulled
        self._told: dict[OpenDraft, _Told] = {}
        self._is_refreshing = self._is_outdated = False

    def flags_changed(self, draft: OpenDraft) -> None:
        """Send a draft's flags soon: at once, or some time after the last time."""
        told = self._told.setdefault(draft, _Told())
        told.is_due = True
        if told.telling is None:
            told.telling = asyncio.create_task(self._tell(draft, told))

    def closed(self, draft: OpenDraft) -> None:
        """Clear the diagnostics of a closed draft."""
        told = self._told.pop(draft, None)
        if told is None:
            return
        if told.telling is not None:
            told.telling.cancel()
        if not self._is_pulled and told.items:
            self._client.publish_diagnostics(draft.uri, None, [])

    async def report(self, draft: OpenDraft, known: str | None) -> Report:
        """Return a draft's diagnostics to a client that pulls them and knows those with the number `known`."""
        told = self._told.setdefault(draft, _Told())
        told.take(await self._items(draft, told))
        number = str(told.number)
        return Report(number, None if known == number else told.items)

    async def _tell(self, draft: OpenDraft, told: _Told) -> None:
        try:
            while told.is_due:
                await self._client.drained()
                told.is_due = False
                items = await self._items(draft, told)
                if self._is_pulled:
                    if items != told.items:
                        self._refresh()
                elif told.take(items):
                    self._client.publish_diagnostics(draft.uri, draft.version, items)
                await asyncio.sleep(_EVERY_S)
        finally:
            told.telling = None

    # -- looking -------------------------------------------------------------------------------------------------------

    async def _items(self, draft: OpenDraft, told: _Told) -> list[str]:
        """Return a draft's diagnostics as they are now, in the order of the text; all who ask meanwhile share them."""
        if told.looking is None or told.looking.done():
            told.looking = asyncio.create_task(self._look(draft, told))
        return await asyncio.shield(told.looking)

    async def _look(self, draft: OpenDraft, told: _Told) -> list[str]:
        while (items := await self._look_once(draft, told)) is None:
            await asyncio.sleep(_AGAIN_S)
        return items

    async def _look_once(self, draft: OpenDraft, told: _Told) -> list[str] | None:
        """Return a draft's diagnostics; None if it was edited meanwhile."""
        if not draft.is_in_step:
            return []
        document, revision, severity = draft.document, draft.document.revision, draft.settings.severity
        items, lines = list[str](), dict[int, _Line]()
        begun = time.perf_counter()
        while draft.markdown.advance():
            await asyncio.sleep(0)
        for index, spans in draft.flags.layer.by_block():
            if time.perf_counter() - begun > _SLICE_S:
                await asyncio.sleep(0)
                begun = time.perf_counter()
            if document.revision != revision:
                return None
            block, start = document.blocks[index], document.block_start(index)
            shown = tuple(
                span
                for span in spans
                if is_shown(span) and draft.prose.takes_flags(start + span.start, start + span.end)
            )
            line = told.lines.get(block.id)
            if line is None or line[:4] != (index, block.revision, severity, shown):
                flags = [flag_of(document, span.moved(start)) for span in shown]
                written = [self._client.encoded(diagnostic(draft, flag)) for flag in flags]
                line = _Line(index, block.revision, severity, shown, written)
                if not all(_is_within(flag, start, start + block.length) for flag in flags):
                    line = line._replace(number=-1)  # it depends on other lines too: not used again
            lines[block.id] = line
            items += line.items
        told.lines = lines
        return items if document.revision == revision else None

    # -- pulling -------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Ask the client to pull again, unless it hasn't answered the last such request yet."""
        self._is_outdated = self._is_refreshing
        if not self._is_refreshing:
            self._is_refreshing = True
            self._client.refresh_diagnostics(self._refreshed)

    def _refreshed(self) -> None:
        self._is_refreshing = False
        if self._is_outdated:
            self._refresh()


def _is_within(flag: Flag, start: int, end: int) -> bool:
    """Return True if all suggestions for a flag are within its line."""
    return all(start <= edit.start and edit.end <= end for edit in flag.suggestions)


def report_in_json(report: Report) -> str:
    """Return a report as the protocol writes it."""
    if report.items is None:
        return json.dumps({"kind": "unchanged", "resultId": report.number})
    return f'{{"kind": "full", "resultId": {json.dumps(report.number)}, "items": [{", ".join(report.items)}]}}'
