"""Reading settings: valid entries are used; a complaint names the file, line and setting of each invalid one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, NamedTuple

from editor.paths import settings_path
from editor.settings.entries import ENTRIES, TABLES, Entry, Value, WrongValueError
from editor.settings.toml_source import LONGEST_SHOWN, TomlError, TomlSource, shortened, shown_value
from editor.storage.files import ABSENT, FileError, read_file
from editor.text.printable import printable
from scoring.address import ENGINE_VARIABLE

FOLDER_FILE = ".logprose.toml"

LONGEST = 100_000
"""Maximum size of a settings file in bytes; a longer one is rejected."""

_MOST_COMPLAINTS = 20

_KNOWN = {name.rpartition(".")[2]: name for name in ENTRIES} | {name: name for name in ENTRIES}
"""Settings by the names that a writer might use."""

Origin = Literal["default", "file", "folder", "document"]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One line about something that can't be used. `line` counts from 1; 0 means the whole file."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{printable(place)}: {self.text}"


@dataclass(frozen=True, slots=True)
class SettingsLayer:
    """The settings from one source.

    Attributes:
        values: checked, by setting name.
        lines: where each is set, from 1.
        keys: the table [keys] as written: lists of keys, not checked yet.
        key_lines: the line of each command in it, from 1.
        complaints: everything that can't be used; `key_complaints` adds a keymap's complaints about `keys`.
    """

    file: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[str, list[str]] = field(default_factory=dict)
    key_lines: Mapping[str, int] = field(default_factory=dict)
    complaints: Sequence[Complaint] = ()

    def key_complaints(self, found: Sequence[tuple[str, str]]) -> list[Complaint]:
        """Give a keymap's complaints about `keys`, pairs (command, problem), their lines in the file."""
        named = [
            Complaint(self.file, self.key_lines[name], f"{printable(shortened(f'keys.{name}'))}: {printable(text)}")
            for name, text in found[:_MOST_COMPLAINTS]
        ]
        if len(found) > len(named):
            named.append(Complaint(self.file, 0, f"{len(found) - len(named)} more invalid keys"))
        return named


class Setting(NamedTuple):
    """A setting's value for one draft.

    Attributes:
        place: the file and line where `value` is set; "" for the default.
    """

    entry: Entry
    value: Value
    origin: Origin
    place: str


class LayerReader:
    """Reads a table of settings entry by entry.

    Args:
        file: the name used in complaints.
        line_of: returns the line of nested keys.
        is_own: True for the writer's own file, which may set everything.
    """

    def __init__(self, file: str, line_of: Callable[[Sequence[str]], int], *, is_own: bool) -> None:
        self._file = file
        self._line_of = line_of
        self._is_own = is_own
        self._values: dict[str, Value] = {}
        self._lines: dict[str, int] = {}
        self._keys: dict[str, list[str]] = {}
        self._key_lines: dict[str, int] = {}
        self._complaints: list[Complaint] = []
        self._unnamed = 0  # invalid entries beyond the limit

    def read(self, table: Mapping[str, Any], path: Sequence[str] = ()) -> SettingsLayer:
        """Read `table`, which is nested under `path`."""
        for name, value in table.items():
            if name == "keys":
                self._read_keys(value, [*path, name])
            elif name in TABLES and isinstance(value, dict):
                for inner, inner_value in value.items():
                    self._read_entry(f"{name}.{inner}", inner_value, [*path, name, inner])
            else:
                self._read_entry(name, value, [*path, name])
        found = sorted(self._complaints, key=lambda complaint: complaint.line)
        if self._unnamed:
            found.append(Complaint(self._file, 0, f"{self._unnamed} more invalid entries"))
        return SettingsLayer(self._file, self._values, self._lines, self._keys, self._key_lines, tuple(found))

    def _complain(self, keys: Sequence[str], text: str) -> None:
        if len(self._complaints) < _MOST_COMPLAINTS:
            named = printable(shortened(".".join(keys)))
            self._complaints.append(Complaint(self._file, self._line_of(keys), f"{named}: {text}"))
        else:
            self._unnamed += 1

    def _read_entry(self, name: str, value: Any, keys: Sequence[str]) -> None:
        entry = ENTRIES.get(name)
        if entry is None:
            self._complain(keys, f"must be a table: [{name}]" if name in TABLES else self._unknown(name))
        elif entry.is_own and not self._is_own:
            self._complain(keys, "only your own settings file can set this")
        else:
            try:
                self._values[name] = entry.checked(value)
                self._lines[name] = self._line_of(keys)
            except WrongValueError as error:
                self._complain(keys, f"{shown_value(value)}: {error}")

    def _unknown(self, name: str) -> str:
        like = [] if len(self._complaints) >= _MOST_COMPLAINTS else get_close_matches(name[:LONGEST_SHOWN], _KNOWN, 1)
        meant = f"did you mean {_KNOWN[like[0]]}?" if like else "the command “Settings” lists them all"
        return f"no such setting; {meant}"

    def _read_keys(self, table: Any, path: Sequence[str]) -> None:
        if not self._is_own:
            self._complain(path, "only your own settings file can set this")
            return
        if not isinstance(table, dict):
            self._complain(path, "must be a table: [keys]")
            return
        for name, keys in table.items():
            if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
                self._keys[name] = keys
                self._key_lines[name] = self._line_of([*path, name])
            else:
                self._complain([*path, name], f'{shown_value(keys)}: must be a list of keys, like ["ctrl+s"]')


def read_toml(toml: str, file: str, *, is_own: bool) -> SettingsLayer:
    """Read TOML text; if it isn't valid, use nothing and complain. Complaints call it `file`."""
    try:
        source = TomlSource(toml)
    except TomlError as error:
        complaint = Complaint(file, error.line, f"{printable(error.reason)}; nothing in this file is used")
        return SettingsLayer(file, complaints=(complaint,))
    return LayerReader(file, source.line_of, is_own=is_own).read(source.tables)


def own_layer() -> SettingsLayer:
    """Read the writer's own settings file; the environment may name an engine in place of its model."""
    layer = load_layer(settings_path(), is_own=True) or SettingsLayer()
    engine = os.environ.get(ENGINE_VARIABLE, "")
    return replace(layer, values={**layer.values, "scoring.model": engine}) if engine else layer


def load_layer(path: Path, *, is_own: bool) -> SettingsLayer | None:
    """Read a settings file; None if it doesn't exist. May block."""
    file = path.name
    try:
        if os.path.getsize(path) > LONGEST and path.is_file():
            too_long = f"longer than {LONGEST:,} bytes, the limit for settings; nothing in this file is used"
            return SettingsLayer(file, complaints=(Complaint(file, 0, too_long),))
        found = read_file(path)
        if found.stamp == ABSENT:
            return None
        found.text.encode()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeEncodeError as error:  # a byte that isn't UTF-8 was decoded to a lone surrogate
        line = found.text.count("\n", 0, error.start) + 1
        return SettingsLayer(file, complaints=(Complaint(file, line, "is not UTF-8; nothing in this file is used"),))
    except (OSError, ValueError, FileError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        unreadable = Complaint(file, 0, f"{printable(reason)}; nothing in this file is used")
        return SettingsLayer(file, complaints=(unreadable,))
    return read_toml(found.text, file, is_own=is_own)


def folders_above(draft: Path | None) -> Iterator[Path]:
    """Yield a draft's folder and those above it, up to the home or root directory; none without a path."""
    if draft is None:
        return
    try:
        home, folder = Path.home(), Path(os.path.abspath(draft)).parent
    except (OSError, RuntimeError, ValueError):  # no home, or the working directory is gone
        return
    for parent in (folder, *folder.parents):
        yield parent
        if parent == home:
            return


def load_folder_layer(draft: Path | None) -> SettingsLayer:
    """Read the nearest `FOLDER_FILE` in a draft's folder or above it. May block."""
    layers = (load_layer(folder / FOLDER_FILE, is_own=False) for folder in folders_above(draft))
    return next((layer for layer in layers if layer is not None), SettingsLayer())
