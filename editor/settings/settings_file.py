"""Edits to the settings file on the writer's behalf; everything else in it stays as written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from editor.settings.entries import Value, documented_file, toml_value
from editor.settings.settings import SettingsError
from editor.settings.toml_source import TomlError, TomlSource
from editor.storage.files import ABSENT, FileError, read_file, write_file


def set_setting(path: Path, name: str, value: Value) -> None:
    """Set one setting, such as `column` or `scoring.threshold`; other lines, comments and order stay unchanged.

    Creates a missing file. If the file has the setting as a comment, `# column = 80`, the new line goes below it.

    Raises:
        SettingsError: the file can't be read, isn't TOML, or can't be written; it stays unchanged.
    """
    _change(path, lambda text: _with(text, name, value), f"{name} = {toml_value(value)} is not saved")


def unset_setting(path: Path, name: str) -> None:
    """Remove one setting from the file if it is there. Raises SettingsError like `set_setting`."""
    _change(path, lambda text: _without(text, name), f"{name} is unchanged")


def make_settings_file(path: Path) -> None:
    """Create a settings file that sets nothing and documents everything, unless one exists. Raises SettingsError."""
    _change(path, lambda text: text or documented_file(), "not created", only_absent=True)


def _change(path: Path, change: Callable[[str], str], loss: str, *, only_absent: bool = False) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        found = read_file(path)
        if only_absent and found.stamp != ABSENT:
            return
        text = change(found.text)
        if text != found.text:
            write_file(path, text, encoding=found.encoding, expected=found.stamp)
    except (OSError, TOMLKitError, TomlError, FileError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise SettingsError(f"{path.name}: {reason}; {loss}") from error


def _with(text: str, name: str, value: Value) -> str:
    """Return the text with a setting set. Raises TOMLKitError, TomlError."""
    document = tomlkit.parse(text)
    table, _, key = name.rpartition(".")
    holder: Any = document.get(table) if table else document
    if holder is not None and not hasattr(holder, "keys"):
        raise TomlError(TomlSource(text).line_of([table]), f"{table} must be a table")
    if holder is not None and key in holder:
        holder[key] = value
        return tomlkit.dumps(document)
    changed = _with_line(text, table, f"{key} = {toml_value(value)}")
    if _says(changed, table, key, value):
        return changed
    if holder is None:  # an inline table or dotted keys: no line can be inserted in place
        document[table] = holder = tomlkit.table()
    holder[key] = value
    return tomlkit.dumps(document)


def _with_line(text: str, table: str, line: str) -> str:
    """Return the text with a line inserted: after its commented form, else at its table's start, else at the end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    head = next((index for index, one in enumerate(lines) if table and one.split("#")[0].strip() == f"[{table}]"), None)
    if table and head is None:
        gap = newline if text else ""
        return f"{text}{'' if text.endswith(newline) or not text else newline}{gap}[{table}]{newline}{line}{newline}"
    start = 0 if head is None else head + 1
    end = next((index for index in range(start, len(lines)) if lines[index].lstrip().startswith("[")), len(lines))
    like = re.compile(rf"\s*#\s*{re.escape(line.partition(' =')[0])}\s*=")
    place = next((index + 1 for index in range(start, end) if like.match(lines[index])), start)
    if place and not lines[place - 1].endswith("\n"):
        lines[place - 1] += newline
    lines.insert(place, line + newline)
    return "".join(lines)


def _says(text: str, table: str, key: str, value: Value) -> bool:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    holder = tables.get(table) if table else tables
    return isinstance(holder, dict) and holder.get(key) == value


def _without(text: str, name: str) -> str:
    """Return the text without a setting. Raises TOMLKitError."""
    document = tomlkit.parse(text)
    table, _, key = name.rpartition(".")
    holder: Any = document.get(table) if table else document
    if holder is None or not hasattr(holder, "keys") or key not in holder:
        return text
    del holder[key]
    return _without_line(text, key, document.unwrap()) or tomlkit.dumps(document)


def _without_line(text: str, key: str, wanted: dict[str, Any]) -> str | None:
    """Return the text without the one line that makes it say `wanted`; None if no single line does.

    tomlkit drops a header and the comments below it with the table's last key if another table splits that table.
    """
    lines = text.splitlines(keepends=True)
    for index, line in enumerate(lines):
        if key not in line:
            continue
        shorter = "".join(lines[:index] + lines[index + 1 :])
        try:
            if tomllib.loads(shorter) == wanted:
                return shorter
        except tomllib.TOMLDecodeError:
            continue
    return None
