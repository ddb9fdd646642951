"""Reports in the formats that people and programs read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TextIO

from editor.document.places import Place
from editor.flags.wording import message, percent
from editor.headless.check.problems import Problem, Remedy
from editor.headless.check.sarif import to_sarif
from editor.text.printable import printable


class LineReport:
    """Writes each draft's problems at once, one per line."""

    def __init__(self, output: TextIO, line: Callable[[Problem], str]) -> None:
        self._output = output
        self._line = line

    def add(self, problems: Sequence[Problem]) -> None:
        """Add the problems of a draft."""
        for problem in problems:
            print(self._line(problem), file=self._output)
        self._output.flush()

    def close(self, complaints: Sequence[str]) -> None:
        """Finish. The `complaints`, one line for each thing that couldn't be checked, are on standard error already."""


class JsonReport:
    """Writes all problems as one JSON text at the end."""

    def __init__(self, output: TextIO, value: Callable[[Sequence[Problem], Sequence[str]], Any]) -> None:
        self._output = output
        self._value = value
        self._problems: list[Problem] = []

    def add(self, problems: Sequence[Problem]) -> None:
        """Add the problems of a draft."""
        self._problems += problems

    def close(self, complaints: Sequence[str]) -> None:
        """Finish; `complaints` has one line for each thing that couldn't be checked."""
        # As ASCII, so that a byte of a file name that isn't UTF-8 survives.
        print(json.dumps(self._value(self._problems, complaints), indent=2), file=self._output, flush=True)


def report(form: str, output: TextIO) -> LineReport | JsonReport:
    """Return a report in a format: "text", "json", "github" or "sarif"."""
    match form:
        case "json":
            return JsonReport(output, lambda problems, _: [_json(problem) for problem in problems])
        case "sarif":
            return JsonReport(output, to_sarif)
        case "github":
            return LineReport(output, github_line)
    return LineReport(output, text_line)


def text_line(problem: Problem) -> str:
    """Return `path:line:column: kind: message (probability) [suggestion]`, safe to show."""
    line = place_line(problem)
    return f"{line} [{printable(problem.remedies[0].label)}]" if problem.remedies else line


def place_line(problem: Problem) -> str:
    """Return `path:line:column: kind: message (probability)`, safe to show."""
    start, flag = problem.start, problem.flag
    said = f"{flag.reason} ({percent(flag.probability)})"
    return printable(f"{problem.path}:{start.line}:{start.column}: {flag.kind}: {said}")


def github_line(problem: Problem) -> str:
    """Return a workflow command that makes GitHub show the message at its line."""
    start, end, flag = problem.start, problem.end, problem.flag
    properties = {
        "file": problem.path,
        "line": start.line,
        "endLine": end.line,
        "col": start.column,
        "endColumn": end.column,
        "title": f"logprose: {flag.kind}",
    }
    written = ",".join(f"{name}={_escaped(str(value), within=True)}" for name, value in properties.items())
    return f"::warning {written}::{_escaped(text_line(problem))}"


def _escaped(text: str, *, within: bool = False) -> str:
    """Return `text` escaped for a workflow command, `within` its properties or as its message."""
    text = printable(text).replace("%", "%25")
    return text.replace(":", "%3A").replace(",", "%2C") if within else text


def _json(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        **_range(problem.start, problem.end),
        "kind": problem.flag.kind,
        "probability": round(problem.flag.probability, 2),
        "strength": round(problem.flag.strength, 2),
        "word": problem.word,
        "message": message(problem.flag.kind, problem.flag.reason),
        "suggestions": [_json_edit(remedy) for remedy in problem.remedies],
    }


def _json_edit(remedy: Remedy) -> dict[str, Any]:
    edit = remedy.edit
    return {
        "label": remedy.label,
        **_range(remedy.start, remedy.end),
        "replacement": edit.replacement,
        "probability": round(edit.probability, 2),
        "gain": edit.gain,
        "kind": edit.kind,
    }


def _range(start: Place, end: Place) -> dict[str, int]:
    return {"line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column}
