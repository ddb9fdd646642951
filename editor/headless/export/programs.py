"""Runs the programs that convert drafts to documents, with pipes for input and output."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from editor.headless.export.pandoc_tree import Element
from editor.headless.export.properties import Properties
from editor.system.document_tools import (
    PRINTER,
    find_pandoc,
    find_pdf_engine,
    find_printer_queue,
    has_typst_package,
    what_lacks,
)

_BEAT_S = 0.5
_LETTER = frozenset(("US", "CA", "MX", "CL", "CO", "PH", "VE"))  # where paper isn't A4
_NOISE = re.compile(r"\[(?:WARNING|INFO)\]|\s|$")  # lines of pandoc's output that don't explain the error
_SHORTHAND = re.compile(r"(\.\.\.|-\?)")
_TYPST = (
    "import sys, typst\n"
    "try: sys.stdout.buffer.write(typst.compile(sys.stdin.buffer.read(), root='/'))\n"
    "except Exception as error: sys.exit(str(error))\n"
)

Say = Callable[[str], None]
"""Shows the progress, in a few words."""


class ExportError(Exception):
    """An export failed. The message is one line: what is wrong, and what to do."""


def convert(blocks: Sequence[Element], properties: Properties, form: str, say: Say) -> bytes:
    """Return a document in a format of pandoc's. Raises ExportError."""
    pandoc = find_pandoc()
    if pandoc is None or what_lacks(form):
        raise ExportError(what_lacks(form))
    say("starting pandoc")
    # A tree must name the version that this pandoc has.
    empty = _run([pandoc, "--from", "commonmark", "--to", "json"], b"", say)
    try:
        version = json.loads(empty)["pandoc-api-version"]
    except (ValueError, LookupError, TypeError):
        raise ExportError("pandoc doesn't say its version; install a newer one") from None
    meta = {name: _meta(value) for name, value in properties.items()}
    engine = "" if form != "pdf" else "typst" if has_typst_package() else find_pdf_engine() or ""
    if engine == "typst":
        blocks = _without_shorthands(blocks)
    tree = json.dumps({"pandoc-api-version": version, "meta": meta, "blocks": blocks}).encode()
    command = [pandoc, "--from", "json", "--standalone", "--wrap", "preserve", "--output", "-"]
    if form != "pdf":
        return _run([*command, "--to", form, *_paper(form)], tree, say)
    if has_typst_package():
        source = _run([*command, "--to", "typst", *_paper("typst")], tree, say)
        return _run([sys.executable, "-P", "-c", _TYPST], source, say, "typst")
    return _run([*command, "--to", "pdf", f"--pdf-engine={engine}", *_paper(engine)], tree, say)


def print_out(content: bytes, name: str, say: Say) -> str:
    """Send PDF or plain text to the printer's queue; return the queue's message. Raises ExportError."""
    queue = find_printer_queue()
    if queue is None:
        raise ExportError(what_lacks(PRINTER))
    return _run([queue, "-t", name], content, say).decode(errors="replace").strip()


def _paper(form: str) -> list[str]:
    """Return the options for the writer's usual paper size."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_PAPER", "LANG"))), "")
    is_letter = locale.partition(".")[0].rpartition("_")[2] in _LETTER
    return ["--variable", f"papersize={('us-letter' if form == 'typst' else 'letter') if is_letter else 'a4'}"]


def _meta(value: str | list[str]) -> dict[str, Any]:
    if isinstance(value, str):
        return {"t": "MetaString", "c": value}
    return {"t": "MetaList", "c": [_meta(one) for one in value]}


def _without_shorthands(blocks: Any) -> Any:
    """Return blocks in which Typst won't turn dots into an ellipsis or a hyphen into a soft one, which pandoc
    allows."""
    if isinstance(blocks, dict):
        return {name: _without_shorthands(value) for name, value in blocks.items()}
    if not isinstance(blocks, list):
        return blocks
    found: list[Any] = []
    for one in blocks:
        parts = _SHORTHAND.split(one["c"]) if isinstance(one, dict) and one.get("t") == "Str" else []
        if len(parts) < 2:
            found.append(_without_shorthands(one))
            continue
        for index, part in enumerate(parts):
            if index % 2:
                found.append({"t": "RawInline", "c": ["typst", "".join(f"\\{sign}" for sign in part)]})
            elif part:
                found.append({"t": "Str", "c": part})
    return found


def _run(command: Sequence[str], given: bytes, say: Say, name: str = "") -> bytes:
    """Run a program and return its output. Raises ExportError with the program's message if it fails."""
    name = name or Path(command[0]).name
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        raise ExportError(f"{name} cannot be started ({(error.strerror or str(error)).lower()})") from error
    begun, unsent = monotonic(), given or None
    with process:
        try:
            while True:
                try:
                    output, errors = process.communicate(unsent, _BEAT_S)
                    break
                except subprocess.TimeoutExpired:
                    unsent = None  # sending continues
                    say(f"{name} at work, {monotonic() - begun:.0f} s")
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise ExportError(f"{name}: {_reason(errors.decode(errors='replace'), name)}")
    return output


def _reason(errors: str, name: str) -> str:
    """Return the line of the program's error output that explains the error."""
    lines = errors.splitlines()
    of_tex = (line for line in lines if line.startswith("!"))
    telling = (line for line in lines if not _NOISE.match(line) and not line.startswith("Error producing PDF"))
    found = next(of_tex, None) or next(telling, None) or "failed without saying why"
    return found.removeprefix("! ").removeprefix(f"{name}: ").strip()
