"""Line endings: a line feed, a carriage return, or a carriage return and a line feed. Nothing else ends a line."""

from __future__ import annotations

import re

NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
"""Their usual names."""
_ENDING = re.compile("(\r\n|\r|\n)")


def split_lines(text: str) -> list[tuple[str, str]]:
    """Split a text into lines, each with its ending; the last one, possibly empty, has none."""
    returns = text.count("\r")
    if returns == 0:
        *lines, rest = text.split("\n")
        split = [(line, "\n") for line in lines]
    elif returns == text.count("\r\n"):
        *lines, rest = text.split("\n")
        split = [(line[:-1], "\r\n") if line.endswith("\r") else (line, "\n") for line in lines]
    else:
        *parts, rest = _ENDING.split(text)
        split = list(zip(parts[::2], parts[1::2], strict=True))
    split.append((rest, ""))
    return split


def with_endings(text: str, ending: str) -> str:
    """Return the text with all its line endings replaced by `ending`."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return plain if ending == "\n" else plain.replace("\n", ending)


def ends_line(text: str) -> bool:
    """Return True if the text contains a line ending."""
    return "\n" in text or "\r" in text


def length_behind_last(text: str) -> int:
    """Return the number of code points after the last line ending."""
    return len(text) - max(text.rfind("\n"), text.rfind("\r")) - 1
