"""The client gets exactly the currently shown flags, however many edits and results came before."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types
from lsprotocol.converters import get_converter

from editor.document.formats.kinds import kind_named
from editor.lsp.diagnostics import diagnostic
from editor.lsp.open_draft import OpenDraft
from editor.lsp.telling import DiagnosticsTeller, report_in_json
from editor.scorer.listener import ScoredRange
from scoring.protocol import Flag, Suggestion

CONVERTER = get_converter()
TEXT = "One word 😀 after another.\n\n- an item `code here`\n\n```\nsome code\n```\n\nThe last words are here.\n"


class Client:
    """A client that records the messages it gets."""

    def __init__(self) -> None:
        self.published: list[list[Any]] = []
        self.refreshes: list[Callable[[], None]] = []
        self.has_read = asyncio.Event()
        self.has_read.set()

    def encoded(self, value: Any) -> str:
        return json.dumps(CONVERTER.unstructure(value))

    def publish_diagnostics(self, uri: str, version: int | None, items: list[str]) -> None:
        self.published.append(list(map(json.loads, items)))

    async def drained(self) -> None:
        await self.has_read.wait()

    def refresh_diagnostics(self, done: Callable[[], None]) -> None:
        self.refreshes.append(done)


def draft_of(text: str) -> OpenDraft:
    return OpenDraft("untitled:draft", None, 1, text, kind_named("markdown"), "utf-16", lambda draft: None)


def plain(draft: OpenDraft) -> list[Any]:
    """The diagnostics of a draft, one after another."""
    return [CONVERTER.unstructure(diagnostic(draft, flag)) for flag in draft.shown_flags()]


def flags_of(draft: OpenDraft, chosen: list[bool]) -> list[Flag]:
    """Flag the chosen words; each suggestion extends a little past its word, often into the next lines."""
    words = list(re.finditer(r"[^\W_]+", draft.document.text))
    return [
        Flag(
            *word.span(),
            3.0,
            "grammar",
            "why?",
            (Suggestion(word.start(), min(word.end() + 5, len(draft.document)), "x", 1.0, "grammar"),),
        )
        for word, is_chosen in zip(words, chosen, strict=False)
        if is_chosen and word.end() < len(draft.document)
    ]


async def told(teller: DiagnosticsTeller, draft: OpenDraft) -> None:
    """Wait until there is nothing more to send."""
    while (telling := teller._told[draft].telling) is not None:
        await telling


edits = st.tuples(st.integers(0, 120), st.integers(0, 9), st.sampled_from(["", "a", " ", "\n", "😀 ", "```\n", "- "]))
steps = st.lists(edits | st.lists(st.booleans(), max_size=20) | st.sampled_from(["error", "hint"]), max_size=10)


@given(steps)
@example([[False, False, False, True], (28, 0, "a")])  # a suggestion for one line whose end in another one is edited
def test_the_reported_flags_equal_the_shown_ones(steps: list[Any]) -> None:
    async def follow() -> None:
        draft, teller = draft_of(TEXT), DiagnosticsTeller(Client(), is_pulled=True)
        for step in steps:
            if isinstance(step, str):
                severity = msgspec.structs.replace(draft.settings.severity, grammar=step)
                draft.settings = msgspec.structs.replace(draft.settings, severity=severity)
            elif isinstance(step, list):
                draft.hear(ScoredRange(0, len(draft.document), flags_of(draft, step), (), 1, 1))
            else:
                start, end = (min(place, len(draft.document)) for place in (step[0], step[0] + step[1]))
                change = types.TextDocumentContentChangePartial(draft.to_range(start, end), step[2])
                draft.change([change])
            items = json.loads(report_in_json(await teller.report(draft, None)))["items"]
            assert items == plain(draft)

    asyncio.run(follow())


async def test_an_edit_during_collection_is_included_in_the_report() -> None:
    draft, client = draft_of(TEXT * 50), Client()
    teller = DiagnosticsTeller(client, is_pulled=False)
    draft.hear(ScoredRange(0, len(draft.document), flags_of(draft, [True] * 1000), (), 1, 1))
    asked = [asyncio.create_task(teller.report(draft, None)) for _ in range(3)]
    await asyncio.sleep(0)
    start = types.Position(0, 0)
    draft.change([types.TextDocumentContentChangePartial(types.Range(start, start), "New.\n\n")])
    for report in await asyncio.gather(*asked):
        assert list(map(json.loads, report.items or [])) == plain(draft)


async def test_a_client_that_does_not_answer_is_not_repeatedly_asked_to_pull() -> None:
    draft, client = draft_of(TEXT), Client()
    teller = DiagnosticsTeller(client, is_pulled=True)
    for number in range(4):
        draft.hear(ScoredRange(0, len(draft.document), flags_of(draft, [False] * number + [True]), (), 1, 1))
        teller.flags_changed(draft)
        await told(teller, draft)
    assert len(client.refreshes) == 1
    client.refreshes[0]()
    assert len(client.refreshes) == 2
    client.refreshes[1]()
    assert len(client.refreshes) == 2
    assert not client.published


async def test_a_client_that_does_not_read_is_sent_nothing_more() -> None:
    draft, client = draft_of(TEXT), Client()
    teller = DiagnosticsTeller(client, is_pulled=False)
    client.has_read.clear()
    for number in range(4):
        draft.hear(ScoredRange(0, len(draft.document), flags_of(draft, [False] * number + [True]), (), 1, 1))
        teller.flags_changed(draft)
        await asyncio.sleep(0)
    assert not client.published
    client.has_read.set()
    await told(teller, draft)
    assert client.published == [plain(draft)]
