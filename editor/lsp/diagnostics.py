"""A shown flag as a diagnostic."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from lsprotocol import types

from editor.flags.suggestion_label import suggestion_label
from editor.flags.wording import message
from editor.lsp.open_draft import OpenDraft
from editor.text.printable import printable
from scoring.protocol import Flag, Suggestion

SOURCE = "logprose"

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}


def diagnostic(draft: OpenDraft, flag: Flag) -> types.Diagnostic:
    """Return the diagnostic for a flag of a draft.

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
    """Return the address of the page that explains the kinds of flags; it is on this machine."""
    return f"{_PAGE}#{kind.replace('_', '-')}"


_PAGE = (files("editor.flags") / "kinds.md").as_uri()  # type: ignore[attr-defined]  # the package is never zipped
