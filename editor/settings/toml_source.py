"""TOML together with the line of each key, which tomllib doesn't report; complaints name it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from editor.text.printable import printable

LONGEST_SHOWN = 40
"""Maximum code points shown of a key or value in a complaint."""

_TOO_DEEP = "values are nested too deeply"
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

# The tokens needed to find the ends of statements in a text that tomllib has accepted.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'|#[^\n]*|[\[{]|[\]}]|\n",
    re.DOTALL,
)


def shown_value(value: Any) -> str:
    """Return a wrong value as a complaint shows it, in TOML syntax where that is simple."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return shortened(format(value, ".6g") if abs(value) >= 1e15 else repr(value))
    if isinstance(value, str):
        return f'"{printable(shortened(value))}"'
    return "a list" if isinstance(value, list) else "a table" if isinstance(value, dict) else printable(str(value))


def shortened(text: str) -> str:
    """Return at most `LONGEST_SHOWN` code points of a text, ending in `…` if it was cut."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


class TomlError(Exception):
    """A text that isn't valid TOML. `line` counts from 1; `reason` is tomllib's."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class TomlSource:
    """A TOML text, its parsed tables and the lines of its keys.

    Raises:
        TomlError: the text isn't TOML.
    """

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        try:
            self.tables: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise _located(self._text, str(error)) from None
        except RecursionError:
            raise TomlError(1, _TOO_DEEP) from None
        except ValueError as error:  # a number with thousands of digits
            raise TomlError(1, str(error)) from None

    def line_of(self, keys: Sequence[str]) -> int:
        """Return the line, from 1, where `keys` (of nested tables) first occur; 1 if they never do."""
        return self._lines.get(tuple(keys), 1)

    @cached_property
    def _lines(self) -> dict[tuple[str, ...], int]:
        found: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for line, text in _split(self._text):
            says = tomllib.loads(text)
            if text.lstrip(" \t").startswith("["):
                table = _path_of(says)
                says = {}
                for count in range(1, len(table) + 1):
                    found.setdefault(table[:count], line)
            _note(says, table, line, found)
        return found


def _note(says: dict[str, Any], path: tuple[str, ...], line: int, lines: dict[tuple[str, ...], int]) -> None:
    """Record the line of every key set in a statement."""
    for key, value in says.items():
        inner = (*path, key)
        lines.setdefault(inner, line)
        if isinstance(value, dict):
            _note(value, inner, line, lines)


def _located(text: str, message: str) -> TomlError:
    """Turn a tomllib message into an error, moving the position at its end into `line`."""
    place = _PLACE.search(message)
    if place is None:
        return TomlError(1, message)
    line = place[1] or text.count("\n") + (not text.endswith("\n"))
    return TomlError(int(line), message[: place.start()])


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Yield the statements of a valid text, each with the line where it starts."""
    line, start, depth = 1, 0, 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if depth == 0:
                yield line, text[start : token.start()]
                line += text.count("\n", start, token.end())
                start = token.end()
    yield line, text[start:]


def _path_of(head: dict[str, Any]) -> tuple[str, ...]:
    """Return the keys of a table header, as tomllib reads it alone: `[a.b]` is {"a": {"b": {}}}."""
    path: list[str] = []
    inner: Any = head
    while inner:
        if isinstance(inner, list):
            inner = inner[0]
        else:
            ((key, inner),) = inner.items()
            path.append(key)
    return tuple(path)
