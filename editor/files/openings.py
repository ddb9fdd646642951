"""Files to open, as people write them: `draft.md:120:7`, `+120 draft.md`."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from editor.document.places import Place
from editor.storage.encodings import Encoding

STANDARD_INPUT = "-"

# Tools that print `file:line: message` leave a colon at the end.
_NUMBER_AT_END = re.compile(r"(?P<rest>.+):(?P<number>\d{1,9}):?", re.DOTALL)
_PLACE_BEFORE = re.compile(r"\+(?P<line>\d{1,9})(?:[:,](?P<column>\d{1,9}))?")


@dataclass(frozen=True, slots=True)
class Opening:
    """Something to open.

    Attributes:
        path: the file; None: a draft without a name.
        place: the caret's; None: where it was left.
        text: of a draft without a name.
        encoding: chosen for reading the file, or the text's own; None: detected from the file.
    """

    path: Path | None = None
    place: Place | None = None
    text: str = ""
    encoding: Encoding | None = None


def named_place(name: str) -> Opening:
    """Interpret a name: as the file of exactly that name, or else as a file and the place at the name's end."""
    last = _NUMBER_AT_END.fullmatch(name)
    if last is None or os.path.lexists(name):
        return Opening(Path(name))
    path, number = last["rest"], int(last["number"])
    first = _NUMBER_AT_END.fullmatch(path)
    if first is None or path.endswith(":") or os.path.lexists(path):
        return Opening(Path(path), Place(number))
    return Opening(Path(first["rest"]), Place(int(first["number"]), number))


def openings(
    arguments: Sequence[str], standard_input: Opening | None = None, encoding: Encoding | None = None
) -> list[Opening]:
    """Interpret the command line's arguments; `-` is `standard_input`, and files are read in `encoding`."""
    found: list[Opening] = []
    place: Place | None = None
    for index, argument in enumerate(arguments):
        before = _PLACE_BEFORE.fullmatch(argument)
        if before is not None and index + 1 < len(arguments):
            place = Place(int(before["line"]), int(before["column"] or 1))
            continue
        if argument == STANDARD_INPUT and standard_input is not None:
            opening = standard_input
        else:
            opening = replace(named_place(argument), encoding=encoding)
        found.append(opening if place is None else replace(opening, place=place))
        place = None
    return found
