"""The Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS), which code hosts and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from editor.document.places import Place
from editor.flags.kinds import KINDS
from editor.flags.wording import message
from editor.headless.check.problems import Problem, Remedy

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_WORDS_AROUND = 3  # on either side, in a fingerprint
_NOTES = ("word_choice", "wordiness", "rule", "surprising")  # kinds that may be fine as they are


def to_sarif(problems: Sequence[Problem], complaints: Sequence[str]) -> dict[str, Any]:
    """Return a log with one run; `complaints` has one line for each thing that couldn't be checked."""
    driver = {
        "name": "logprose",
        "version": version("logprose"),
        "rules": [
            {
                "id": kind,
                "shortDescription": {"text": meaning},
                "defaultConfiguration": {"level": _level(kind)},
            }
            for kind, meaning in KINDS.items()
        ],
    }
    invocation: dict[str, Any] = {"executionSuccessful": not complaints}
    if complaints:
        invocation["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": complaint}} for complaint in complaints
        ]
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem) | {"partialFingerprints": print_} for problem, print_ in _fingerprints(problems)],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _fingerprints(problems: Sequence[Problem]) -> Iterator[tuple[Problem, dict[str, str]]]:
    """Yield each problem with its fingerprint, which doesn't depend on the text above or the rest of its paragraph.

    It consists of the kind, the word, the words around it, and its number among problems with all of these in common.
    The name is the one that GitHub reads.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        start = problem.start.column - 1
        before, after = problem.line[:start], problem.line[start + len(problem.word) :]
        around = [*before.split()[-_WORDS_AROUND:], *after.split()[:_WORDS_AROUND]]
        parts = "\0".join((problem.flag.kind, problem.word, *around))
        digest = sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[problem.path, digest] += 1
        yield problem, {"primaryLocationLineHash": f"{digest}:{seen[problem.path, digest]}"}


def _level(kind: str) -> str:
    return "note" if kind in _NOTES else "warning"


def _result(problem: Problem) -> dict[str, Any]:
    artifact = {"uri": _uri(problem.path)}
    region = _region(problem.start, problem.end) | {"snippet": {"text": problem.word}}
    result = {
        "ruleId": problem.flag.kind,
        "level": _level(problem.flag.kind),
        "message": {"text": message(problem.flag.kind, problem.flag.reason)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "properties": {
            "probability": round(problem.flag.probability, 2),
            "strength": round(problem.flag.strength, 2),
        },
    }
    if problem.remedies:
        result["fixes"] = [_fix(artifact, remedy) for remedy in problem.remedies]
    return result


def _fix(artifact: dict[str, str], remedy: Remedy) -> dict[str, Any]:
    replacement = {
        "deletedRegion": _region(remedy.start, remedy.end),
        "insertedContent": {"text": remedy.edit.replacement},
    }
    return {
        "description": {"text": remedy.label},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
    }


def _region(start: Place, end: Place) -> dict[str, Any]:
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _uri(path: str) -> str:
    """Return a file's URI, relative if its path is."""
    return Path(path).as_uri() if os.path.isabs(path) else quote(os.fsencode(path))
