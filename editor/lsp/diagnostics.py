"""The shown flags as diagnostics: pushed, or pulled by clients that can; never both, or each would show twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any, Protocol

from lsprotocol import types

from editor.flags.suggestion_label import suggestion_label
from editor.flags.wording import message
from editor.lsp.open_draft import OpenDraft
from editor.text.printable import printable
from scoring.protocol import Flag, Suggestion

SOURCE = "logprose"

_EVERY_S = 0.1  # at most so often a draft's flags are told while they are being found

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}


def diagnostics(draft: OpenDraft) -> list[types.Diagnostic]:
    """Return the diagnostics of a draft as it is, in the order of the text."""
    return [diagnostic(draft, flag) for flag in draft.shown_flags()]


def diagnostic(draft: OpenDraft, flag: Flag) -> types.Diagnostic:
    """Return the diagnostic that a flag of a draft is.

    Its `data` has the flag's probability, and the suggested edits, the best first.
    """
    return types.Diagnostic(
        range=draft.to_range(flag.start, flag.end),
        message=printable(message(flag.kind, flag.reason)),
        severity=_SEVERITIES[draft.settings.severity.of(flag.kind)],
        code=flag.kind,
        code_description=types.CodeDescription(_explained(flag.kind)),
        source=SOURCE,
        data={"probability": round(flag.probability, 4), "fixes": [_fix(draft, edit) for edit in flag.suggestions]},
    )


def _fix(draft: OpenDraft, edit: Suggestion) -> dict[str, Any]:
    replaced = draft.to_range(edit.start, edit.end)
    return {
        "title": printable(suggestion_label(draft.document.slice(edit.start, edit.end), edit.replacement)),
        "range": {
            "start": {"line": replaced.start.line, "character": replaced.start.character},
            "end": {"line": replaced.end.line, "character": replaced.end.character},
        },
        "newText": edit.replacement,
        "gain": round(edit.gain, 2),
        "probability": round(edit.probability, 4),
    }


def _explained(kind: str) -> str:
    """Return the address of the page that explains the kinds of flags; it lies on this machine."""
    return f"{_PAGE}#{kind.replace('_', '-')}"


_PAGE = (files("editor.flags") / "kinds.md").as_uri()  # type: ignore[attr-defined]  # the package is never zipped


class Client(Protocol):
    """The part of the server that tells the client of diagnostics."""

    def text_document_publish_diagnostics(self, params: types.PublishDiagnosticsParams) -> None:
        """Send a draft's diagnostics."""

    def refresh_diagnostics(self, done: Callable[[], None]) -> None:
        """Ask the client to pull again; `done` is called when it has heard."""


class _Told:
    """What the client was told last of a draft: its diagnostics, and their number."""

    def __init__(self) -> None:
        self.items: Sequence[types.Diagnostic] = ()
        self.number = 0
        self.timer: asyncio.TimerHandle | None = None
        self.is_due = False  # there is news to tell when the timer ends


class DiagnosticsTeller:
    """Tells the client of the flags of its drafts, as they are in the newest text, when they differ from the last ones.

    Args:
        client: the server's end of the line.
        is_pulled: whether the client pulls them. It is then only told that there are others.
    """

    def __init__(self, client: Client, *, is_pulled: bool) -> None:
        self._client = client
        self._is_pulled = is_pulled
        self._told: dict[OpenDraft, _Told] = {}
        self._is_refreshing = self._is_outdated = False

    def flags_changed(self, draft: OpenDraft) -> None:
        """Tell of a draft's flags soon: at once, or some time after the last time."""
        told = self._told.setdefault(draft, _Told())
        told.is_due = True
        if told.timer is None:
            told.timer = asyncio.get_running_loop().call_later(0, self._tell, draft, told)

    def closed(self, draft: OpenDraft) -> None:
        """Take back the diagnostics of a draft that was closed."""
        told = self._told.pop(draft, None)
        if told is None:
            return
        if told.timer is not None:
            told.timer.cancel()
        if not self._is_pulled and told.items:
            self._client.text_document_publish_diagnostics(types.PublishDiagnosticsParams(draft.uri, []))

    def report(self, draft: OpenDraft, known: str | None) -> types.DocumentDiagnosticReport:
        """Return a draft's diagnostics to a client that pulls them and knows those with the number `known`."""
        told = self._told.setdefault(draft, _Told())
        self._update(draft, told)
        if known == str(told.number):
            return types.RelatedUnchangedDocumentDiagnosticReport(str(told.number))
        return types.RelatedFullDocumentDiagnosticReport(told.items, result_id=str(told.number))

    def _tell(self, draft: OpenDraft, told: _Told) -> None:
        told.timer = None
        if not told.is_due:
            return
        told.is_due = False
        told.timer = asyncio.get_running_loop().call_later(_EVERY_S, self._tell, draft, told)
        if self._is_pulled:
            if diagnostics(draft) != told.items:
                self._refresh()
        elif self._update(draft, told):
            params = types.PublishDiagnosticsParams(draft.uri, told.items, draft.version)
            self._client.text_document_publish_diagnostics(params)

    def _update(self, draft: OpenDraft, told: _Told) -> bool:
        """Look at a draft's flags again; return whether they differ from what the client was told."""
        items = diagnostics(draft)
        if told.number and items == told.items:
            return False
        told.items = items
        told.number += 1
        return True

    def _refresh(self) -> None:
        """Ask the client to pull again, unless it has still to hear the last such request."""
        self._is_outdated = self._is_refreshing
        if not self._is_refreshing:
            self._is_refreshing = True
            self._client.refresh_diagnostics(self._refreshed)

    def _refreshed(self) -> None:
        self._is_refreshing = False
        if self._is_outdated:
            self._refresh()
