"""Exporting and printing the shown draft while the writer continues."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from editor.document import Document
from editor.document.annotation_block import with_block, without_block
from editor.feature import Feature
from editor.files.feature import first_place, make_documents
from editor.files.path_question import PathQuestion
from editor.system.document_tools import PRINTER, SUFFIXES, can_make_pdf, what_lacks
from editor.view.widgets.dialogs import Question
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft

T = TypeVar("T")

_CANCEL_SECONDS = 2.0  # for the programs to clean up after themselves
_QUIT_SECONDS = 3.0  # seconds that quitting waits for an export
_CANCEL = "“Cancel export” stops it"


def export_command(*options: str) -> tuple[str, ...]:
    """Return the command that exports a draft from its standard input."""
    return (sys.executable, "-P", "-m", "editor.cli", "export", "-", "--encoding", "utf-8", *options)


class ExportsFeature(Feature):
    """Exports drafts with the verb `export`, one at a time, in a separate process.

    Attributes:
        command: makes the command from the verb's options.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.command: Callable[..., tuple[str, ...]] = export_command
        self._running: asyncio.Task[None] | None = None

    async def stop(self) -> None:
        if self._running is not None:
            await asyncio.wait([self._running], timeout=_QUIT_SECONDS)
            await self._end()

    async def export(self, form: str) -> None:
        """Ask where to, and export the shown draft in a format."""
        draft = self._bench.workspace.shown
        if not await self._is_possible(form):
            return
        path, suffix = draft.document.path, SUFFIXES[form]
        if path is None:
            value = f"{await self._in_thread(first_place, 'looking for your documents')}{draft.untitled}{suffix}"
        else:
            value = str(path.with_suffix(suffix))
        question = PathQuestion(self._bench.theme_in_use, f"Export {draft.name} to:", value, verb="export")
        answer = await self._bench.prompts.ask(question)
        if answer is not None and await self._may_write(target := Path(os.path.expanduser(answer))):
            await self._in_thread(partial(make_documents, target), f"looking for {target}")
            options = ("--to", form, f"--output={target}", "--force")
            self._begin(draft, f"exporting {target.name}", options, f"exported {target}")

    async def print_draft(self) -> None:
        """Ask whether to print the shown draft, and send it to the printer."""
        draft = self._bench.workspace.shown
        if not await self._is_possible(PRINTER):
            return
        form = "PDF" if await self._in_thread(can_make_pdf, "looking for programs") else "plain text"
        answers = [("print", f"print it as {form}"), ("cancel", "cancel")]
        question = Question(self._bench.theme_in_use, f"Print {draft.name}?", answers)
        if await self._bench.prompts.ask(question) == "print":
            self._begin(draft, f"printing {draft.name}", ("--to", PRINTER), f"{draft.name} was sent to the printer")

    def cancel(self) -> None:
        """Stop the running export."""
        if self._running is None:
            self._bench.show_message("no export is running")
        else:
            self._running.cancel()

    async def _is_possible(self, form: str) -> bool:
        """Return False, after a message, if a program is missing or an export is already running."""
        missing = await self._in_thread(partial(what_lacks, form), "looking for programs")
        if missing:
            self._bench.show_message(missing, True)
        elif self._running is not None:
            self._bench.show_message(f"an export is already running; {_CANCEL}", True)
        return not missing and self._running is None

    async def _may_write(self, target: Path) -> bool:
        """Return True if a file isn't an open draft, and doesn't exist or may be overwritten."""
        own = await self._in_thread(lambda: self._bench.workspace.with_file(target), f"looking for {target}")
        if own is not None:
            self._bench.show_message(f"{target} is a draft that is open; choose another name", True)
            return False
        if not await self._in_thread(lambda: os.path.lexists(target), f"looking for {target}"):
            return True
        answers = [("overwrite", "overwrite it"), ("keep", "cancel")]
        question = Question(self._bench.theme_in_use, f"{target} already exists.", answers)
        return await self._bench.prompts.ask(question) == "overwrite"

    async def _in_thread(self, work: Callable[[], T], what: str) -> T:
        return await self._bench.prompts.wait_for(asyncio.to_thread(work), what)

    # -- the process ---------------------------------------------------------------------------------------------------

    def _begin(self, draft: Draft, doing: str, options: tuple[str, ...], done: str) -> None:
        path = draft.document.path
        named = (f"--stdin-name={path if path is not None else draft.untitled}",)
        run = self._run(self.command(*options, *named), _annotated(draft.document), done)
        self._bench.status.show(aside=f"{doing} … ({_CANCEL})")
        self._running = asyncio.create_task(self._watch(run))

    async def _watch(self, run: Coroutine[Any, Any, None]) -> None:
        try:
            await run
        except asyncio.CancelledError:
            self._bench.show_message("export cancelled")
        except OSError as error:
            self._bench.show_message(f"the export cannot be started ({(error.strerror or str(error)).lower()})", True)
        finally:
            self._running = None
            self._bench.status.show(aside="")

    async def _run(self, command: tuple[str, ...], text: str, done: str) -> None:
        """Run the verb and show how it went. Raises OSError."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
        )
        try:
            _, errors = await process.communicate(text.encode(errors="replace"))
        except asyncio.CancelledError:
            await _interrupt(process)
            raise
        if process.returncode == 0:
            self._bench.show_message(done)
        else:
            lines = errors.decode(errors="replace").strip().splitlines() or ["the export failed"]
            self._bench.show_message(lines[-1].removeprefix("logprose: "), True)

    async def _end(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])


def _annotated(document: Document) -> str:
    """Return a text with annotations of its authors, which aren't known outside this process yet.

    The verb removes them if they aren't requested.
    """
    if not document.authorship:
        return document.text
    return with_block(without_block(document.text), document.authorship.spans, document.newline)


async def _interrupt(process: asyncio.subprocess.Process) -> None:
    """End a process with everything it has started; it can remove its temporary files before."""
    for number in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _CANCEL_SECONDS)
            return
