"""Changes to the settings file on the writer's behalf, which leave everything else in it as it stands."""

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
    """Set one setting, `column` or `scoring.threshold`; comments, order and spelling of the others stay.

    A missing file is made. One that stands in the file as a comment, `# column = 80`, gets its place below that.

    Raises:
        SettingsError: the file cannot be read, is no TOML, or cannot be written; it is as before then.
    """
    _change(path, lambda text: _with(text, name, value), f"{name} = {toml_value(value)} is not kept")


def unset_setting(path: Path, name: str) -> None:
    """Take one setting out of the file, if it is there. Raises SettingsError as `set_setting`."""
    _change(path, lambda text: _without(text, name), f"{name} stays as it is")


def make_settings_file(path: Path) -> None:
    """Make a settings file that sets nothing and explains everything, where there is none. Raises SettingsError."""
    _change(path, lambda text: text or documented_file(), "it is not made", only_absent=True)


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
    """The text with a setting set. Raises TOMLKitError, TomlError."""
    document = tomlkit.parse(text)
    table, _, key = name.rpartition(".")
    holder: Any = document.get(table) if table else document
    if holder is not None and not hasattr(holder, "keys"):
        raise TomlError(TomlSource(text).line_of([table]), f"{table} is no table")
    if holder is not None and key in holder:
        holder[key] = value
        return tomlkit.dumps(document)
    changed = _with_line(text, table, f"{key} = {toml_value(value)}")
    if _says(changed, table, key, value):
        return changed
    if holder is None:  # as an inline table, or by dots, it cannot be given a line in its place
        document[table] = holder = tomlkit.table()
    holder[key] = value
    return tomlkit.dumps(document)


def _with_line(text: str, table: str, line: str) -> str:
    """The text with a line put in: below its like in a comment, else where its table begins, else at the end."""
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
    """The text without a setting. Raises TOMLKitError."""
    document = tomlkit.parse(text)
    table, _, key = name.rpartition(".")
    holder: Any = document.get(table) if table else document
    if holder is None or not hasattr(holder, "keys") or key not in holder:
        return text
    del holder[key]
    return tomlkit.dumps(document)
