"""The settings schema entry by entry, derived from `Settings`, and the texts generated from it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from editor.settings.settings import Continuation, Scoring, Settings, Severity

Value = bool | int | float | str
Kind = Literal["switch", "whole number", "number", "choice", "text"]


class WrongValueError(Exception):
    """A value that a setting can't have; the message says what is expected."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting.

    Attributes:
        name: including its table, `scoring.threshold`.
        title: its name in the settings screen and the documentation.
        doc: one line about its effect.
        choices: the values of a choice.
        least, most: bounds of a number; None: unbounded.
        hint: added to a complaint about a wrong value.
        is_own: True if only the writer's own file may set it, not a folder or a document.
        is_expert: True if few writers ever need it; the list shows these last.
    """

    name: str
    title: str
    kind: Kind
    default: Value
    doc: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    hint: str = ""
    is_own: bool = False
    is_expert: bool = False

    @property
    def wanted(self) -> str:
        """A description of valid values, for complaints: “must be …”."""
        match self.kind:
            case "switch":
                return "must be true or false"
            case "choice":
                return f"must be one of {', '.join(map(toml_value, self.choices))}"
            case "text":
                return "must be text in quotes"
        bounds = "" if self.least is None else f" of at least {self.least:g}"
        if self.least is not None and self.most is not None:
            bounds = f" from {self.least:,g} to {self.most:,.0f}"
        return f"must be a {self.kind}{bounds}{self.hint}"

    def checked(self, value: object) -> Value:
        """Return the value as stored (a whole number becomes a float for a number). Raises WrongValueError."""
        match self.kind, value:
            case "switch", bool(found):
                return found
            case "choice", str(found) if found in self.choices:
                return found
            case "text", str(found):
                return found
            case (("whole number" | "number"), bool()):
                pass
            case ("whole number", int(number)) | ("number", int(number) | float(number)) if self._holds(number):
                return number if self.kind == "whole number" else float(number)
        raise WrongValueError(self.wanted)

    def _holds(self, number: float) -> bool:
        if not -(2**63) <= number < 2**63 or not math.isfinite(number):
            return False
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)

    def parsed(self, written: str) -> Value:
        """Return the value that the writer typed, without quotes. Raises WrongValueError."""
        written = written.strip()
        if self.kind in ("choice", "text"):
            return self.checked(written)
        try:
            return self.checked(json.loads(written))
        except (ValueError, RecursionError):
            raise WrongValueError(self.wanted) from None


def toml_value(value: Value) -> str:
    """Return a value in TOML syntax."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


TABLES: Mapping[str, type[msgspec.Struct]] = {"scoring": Scoring, "continuation": Continuation, "severity": Severity}
"""The tables of settings, apart from the keys."""


def _entries(struct: type[msgspec.Struct], table: str = "") -> Iterator[Entry]:
    defaults = struct()
    for name, hint in get_type_hints(struct, include_extras=True).items():
        if get_origin(hint) is Annotated:
            type_, meta = get_args(hint)
            yield _entry(table + name, getattr(defaults, name), type_, meta)
        elif name in TABLES:
            yield from _entries(TABLES[name], f"{name}.")


def _entry(name: str, default: Value, type_: Any, meta: msgspec.Meta) -> Entry:
    kind: Kind = "choice"
    if get_origin(type_) is not Literal:
        kind = _KINDS[type_]
    extra = meta.extra or {}
    assert meta.title is not None
    assert meta.description is not None
    return Entry(
        name,
        meta.title,
        kind,
        default,
        meta.description,
        choices=get_args(type_),
        least=meta.ge,
        most=meta.le,
        hint=extra.get("hint", ""),
        is_own=bool(extra.get("own")),
        is_expert=bool(extra.get("expert")),
    )


_KINDS: Mapping[type, Kind] = {bool: "switch", int: "whole number", float: "number", str: "text"}

ENTRIES: Mapping[str, Entry] = {entry.name: entry for entry in _entries(Settings)}
"""Every setting except the keys, by name, in the order of `Settings`."""


def settings_of(values: Mapping[str, Value], keys: Mapping[str, list[str]] | None = None) -> Settings:
    """Build the settings from checked values by name; all others get their defaults."""
    found: dict[str, dict[str, Any]] = {table: {} for table in ("", *TABLES)}
    for name, value in values.items():
        table, _, key = name.rpartition(".")
        found[table][key] = value
    tables: dict[str, Any] = {table: struct(**found[table]) for table, struct in TABLES.items()}
    return Settings(**found[""], **tables, keys=dict(keys or {}))


def value_in(settings: Settings, name: str) -> Value:
    """Return the value of a setting by name."""
    table, _, key = name.rpartition(".")
    value: Value = getattr(getattr(settings, table) if table else settings, key)
    return value


def documented_file() -> str:
    """Return the text of a settings file that sets nothing and documents everything."""
    parts = ["# Settings of logprose. Each line shows a default; remove its # to change it.\n"]
    table = ""
    for entry in ENTRIES.values():
        head, _, name = entry.name.rpartition(".")
        if head != table:
            parts.append(f"[{head}]\n")
            table = head
        parts.append(f"# {_documented(entry)}\n# {name} = {toml_value(entry.default)}\n")
    parts.append(f'[keys]\n\n# {_KEYS_DOC}\n# save = ["ctrl+s"]\n')
    return "\n".join(parts)


def _documented(entry: Entry) -> str:
    allowed = f" ({', '.join(map(toml_value, entry.choices))})" if entry.choices else ""
    return f"{entry.title}: {entry.doc}{allowed}"


_KEYS_DOC = "the complete list of keys for each command; F1 lists the commands"


def toml_block() -> str:
    """Return every setting with its default as a block of TOML, with a comment after each line."""
    sections: dict[str, list[Entry]] = {}
    for entry in ENTRIES.values():
        sections.setdefault(entry.name.rpartition(".")[0], []).append(entry)
    texts = []
    for table, entries in sections.items():
        lines = [f"{entry.name.rpartition('.')[2]} = {toml_value(entry.default)}" for entry in entries]
        width = max(map(len, lines))
        commented = (f"{line:{width}}  # {_documented(entry)}" for line, entry in zip(lines, entries, strict=True))
        texts.append("\n".join([f"[{table}]"] * bool(table) + [*commented]))
    texts.append(f'[keys]\nsave = ["ctrl+s"]  # {_KEYS_DOC}')
    return "```toml\n" + "\n\n".join(texts) + "\n```\n"
