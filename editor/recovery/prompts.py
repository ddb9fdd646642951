"""Offers the unsaved texts of editors that are gone: compared with the file, or as a separate draft."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from editor.document import Document
from editor.document.difference import compared, difference
from editor.document.transaction import Change, Transaction
from editor.recovery.journal import Journal
from editor.recovery.journal_file import JournalError, Recovered, digest_of, read_journal
from editor.recovery.leftovers import Leftover, leftovers, put_aside
from editor.recovery.question import RecoveryQuestion
from editor.storage.atomic_write import sweep
from editor.storage.encodings import ENCODINGS, UTF_8
from editor.text.line_endings import split_lines
from editor.view.widgets.chooser import Choice, Chooser
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft

_PREVIEWED = 200  # lines of a text without a file to compare it with


class RecoveryPrompts:
    """Asks what to do with journals; only within a modal task. No journal is removed before its text is elsewhere.

    Args:
        journals: the directory.
        journal_of: returns the journal of an open draft.
    """

    def __init__(self, bench: Workbench, journals: Path, journal_of: Callable[[Draft], Journal]) -> None:
        self._bench = bench
        self._journals = journals
        self._journal_of = journal_of

    async def choose(self) -> None:
        """List everything left behind or set aside; the chosen one becomes a separate draft."""
        found = await self._bench.prompts.wait_for(
            asyncio.to_thread(lambda: leftovers(self._journals, with_kept=True)), "looking for journals"
        )
        readable = [(one, one.header) for one in found if one.header is not None]
        if not readable:
            self._bench.show_message("nothing to recover")
            return
        choices = [
            Choice(os.fsdecode(header.path) or header.name or "a draft", clock(header.began)) for _, header in readable
        ]
        chosen: list[Leftover] = []
        listed = Chooser(
            self._bench.theme_in_use,
            "Recover as new draft:",
            choices,
            lambda index: chosen.append(readable[index][0]),
        )
        await self._bench.prompts.ask(listed)
        for leftover in chosen:
            await self._open_as_draft(leftover)

    async def _read(self, leftover: Leftover) -> Recovered | None:
        try:
            return await self._bench.prompts.wait_for(
                asyncio.to_thread(read_journal, leftover.path), "reading a journal"
            )
        except JournalError as error:
            self._bench.show_message(f"cannot read {leftover.path} ({error}); left alone", True)
            return None

    async def offer(self, draft: Draft, leftover: Leftover) -> None:
        """Offer a journal's text, compared with the file's."""
        recovered = await self._read(leftover)
        if recovered is None:
            return
        document = draft.document
        encoding = ENCODINGS.get(recovered.header.encoding, UTF_8)
        if not encoding.is_found and encoding != document.encoding and not document.modified:
            await self._bench.drafts.reopen(draft, encoding)  # which was chosen then
        text = document.text
        if recovered.text == text:  # the file has all of it
            _note_authors(document, recovered)
            await asyncio.to_thread(_drop, leftover, document.path)
            return
        lines = await asyncio.to_thread(compared, text, recovered.text)
        is_same = await asyncio.to_thread(lambda: digest_of(text) == recovered.header.digest)
        foreign = "" if is_same else " The file has changed since."
        said = f"{draft.name} has unsaved changes from {clock(recovered.written)}.{foreign} Restore them?"
        answers = [
            ("take", "restore them (one undo step)"),
            ("keep", "keep the file, store the changes"),
            ("later", "decide later"),
        ]
        question = RecoveryQuestion(self._bench.theme_in_use, said, answers, lines, is_diff=True)
        answer = await self._bench.prompts.ask(question)
        if answer == "take":
            transaction = await asyncio.to_thread(difference, text, recovered.text)
            await self._take(draft, transaction, recovered, leftover)
        elif answer == "keep":
            await self._put_aside(leftover)

    async def offer_draft(self, leftover: Leftover) -> bool:
        """Offer a draft without a file. Return True if the writer wants to be asked about the next one."""
        recovered = await self._read(leftover)
        if recovered is None:
            return True
        if not recovered.text:
            await asyncio.to_thread(_drop, leftover, None)
            return True
        lines = [line for line, _ in split_lines(recovered.text)]
        shown = [
            *lines[:_PREVIEWED],
            *([f"… {len(lines) - _PREVIEWED:,} more lines"] if len(lines) > _PREVIEWED else []),
        ]
        said = f"{recovered.header.name or 'A draft'} of {clock(recovered.written)} was never saved."
        answers = [("take", "open it"), ("keep", "store it"), ("later", "decide later")]
        question = RecoveryQuestion(self._bench.theme_in_use, said, answers, shown, is_diff=False)
        answer = await self._bench.prompts.ask(question)
        if answer == "take":
            await self._open(recovered, leftover)
        elif answer == "keep":
            await self._put_aside(leftover)
        return answer is not None

    async def _open_as_draft(self, leftover: Leftover) -> None:
        recovered = await self._read(leftover)
        if recovered is not None:
            await self._open(recovered, leftover)

    async def _open(self, recovered: Recovered, leftover: Leftover) -> None:
        document = Document()
        document.encoding = ENCODINGS.get(recovered.header.encoding, UTF_8)
        draft = await self._bench.drafts.put(document)
        await self._take(draft, Transaction((Change(0, 0, recovered.text),)), recovered, leftover)

    async def _take(self, draft: Draft, transaction: Transaction, recovered: Recovered, leftover: Leftover) -> None:
        """Apply a recovered text; its journal is removed once this editor's own has it on disk."""
        canvas = draft.canvas
        canvas.document.apply(
            transaction, selections=canvas.selections, selections_after=canvas.selections.map(transaction)
        )
        _note_authors(canvas.document, recovered)
        self._bench.drafts.show_state()
        journal = self._journal_of(draft)
        await asyncio.to_thread(journal.sync())
        if journal.path is not None and not journal.problem:
            await asyncio.to_thread(_drop, leftover, draft.document.path)

    async def _put_aside(self, leftover: Leftover) -> None:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(put_aside, leftover.path)
            self._bench.show_message(f"kept in {leftover.path.parent / 'kept' / leftover.path.name}")


def _note_authors(document: Document, recovered: Recovered) -> None:
    """Note the authors of a recovered text, which is the document's now."""
    for span in recovered.authors:
        document.authorship.note(*span)


def _drop(leftover: Leftover, file: Path | None) -> None:
    """Remove a journal whose text is elsewhere, and any file its editor left half-saved. May block."""
    with contextlib.suppress(OSError):
        leftover.path.unlink()
    if file is not None:
        sweep(Path(file).resolve(), with_copies=True)


def clock(seconds: float) -> str:
    return time.strftime("%H:%M on %d %b", time.localtime(seconds))
