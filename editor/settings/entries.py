"""What can be set, entry by entry, as `Settings` says it; and the texts that are made of that."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from editor.settings.settings import Scoring, Settings

Value = bool | int | float | str
Kind = Literal["switch", "whole number", "number", "choice", "text"]


class WrongValueError(Exception):
    """A value that a setting cannot have; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting.

    Attributes:
        name: with its table, `scoring.threshold`.
        doc: one line on what it does.
        choices: what a choice may be.
        least, most: bounds of a number; None: there is none.
        is_own: whether only the writer's own file may set it, no folder and no document.
    """

    name: str
    kind: Kind
    default: Value
    doc: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    is_own: bool = False

    @property
    def wanted(self) -> str:
        """What a value must be."""
        match self.kind:
            case "switch":
                return "must be true or false"
            case "choice":
                return f"must be one of {', '.join(map(toml_value, self.choices))}"
            case "text":
                return "must be a text in quotes"
        bounds = "" if self.least is None else f" of at least {self.least:g}"
        if self.least is not None and self.most is not None:
            bounds = f" from {self.least:,g} to {self.most:,.0f}"
        return f"must be a {self.kind}{bounds}"

    def checked(self, value: object) -> Value:
        """The value as the setting takes it (a whole number for a number too). Raises WrongValueError."""
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
        """The value that someone has typed, without quotes. Raises WrongValueError."""
        written = written.strip()
        if self.kind in ("choice", "text"):
            return self.checked(written)
        try:
            return self.checked(json.loads(written))
        except (ValueError, RecursionError):
            raise WrongValueError(self.wanted) from None


def toml_value(value: Value) -> str:
    """A value as TOML writes it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _entries(struct: type[msgspec.Struct], table: str = "") -> Iterator[Entry]:
    defaults = struct()
    for name, hint in get_type_hints(struct, include_extras=True).items():
        if get_origin(hint) is Annotated:
            type_, meta = get_args(hint)
            yield _entry(table + name, getattr(defaults, name), type_, meta)
        elif name == "scoring":
            yield from _entries(Scoring, "scoring.")


def _entry(name: str, default: Value, type_: Any, meta: msgspec.Meta) -> Entry:
    kind: Kind = "choice"
    if get_origin(type_) is not Literal:
        kind = _KINDS[type_]
    is_own = bool((meta.extra or {}).get("own"))
    assert meta.description is not None
    return Entry(name, kind, default, meta.description, get_args(type_), meta.ge, meta.le, is_own)


_KINDS: Mapping[type, Kind] = {bool: "switch", int: "whole number", float: "number", str: "text"}

ENTRIES: Mapping[str, Entry] = {entry.name: entry for entry in _entries(Settings)}
"""Every setting but the keys, by its name, in the order of `Settings`."""


def settings_of(values: Mapping[str, Value], keys: Mapping[str, list[str]] | None = None) -> Settings:
    """The settings that say `values`, by their names and checked, and otherwise the defaults."""
    top = {name: value for name, value in values.items() if "." not in name}
    table = {name.removeprefix("scoring."): value for name, value in values.items() if "." in name}
    return Settings(**top, scoring=Scoring(**table), keys=dict(keys or {}))  # type: ignore[arg-type]  # by their names


def value_in(settings: Settings, name: str) -> Value:
    """The value of a setting by its name."""
    value: Value = getattr(settings.scoring if "." in name else settings, name.rpartition(".")[2])
    return value


def documented_file() -> str:
    """A settings file that sets nothing and explains everything."""
    parts = ["# The settings of logprose. Each line is a default: take the # in front of it away to change it.\n"]
    table = ""
    for entry in ENTRIES.values():
        head, _, name = entry.name.rpartition(".")
        if head != table:
            parts.append(f"[{head}]\n")
            table = head
        parts.append(f"# {entry.doc}{_allowed(entry)}\n# {name} = {toml_value(entry.default)}\n")
    parts.append('[keys]\n\n# all the keys that a command shall have; F1 lists the commands\n# save = ["ctrl+s"]\n')
    return "\n".join(parts)


def _allowed(entry: Entry) -> str:
    return f" ({', '.join(map(toml_value, entry.choices))})" if entry.choices else ""


def readme_block() -> str:
    """The settings as the README lists them: TOML, with what each does behind it."""
    sections: dict[str, list[Entry]] = {}
    for entry in ENTRIES.values():
        sections.setdefault(entry.name.rpartition(".")[0], []).append(entry)
    texts = []
    for table, entries in sections.items():
        lines = [f"{entry.name.rpartition('.')[2]} = {toml_value(entry.default)}" for entry in entries]
        width = max(map(len, lines))
        commented = (
            f"{line:{width}}  # {entry.doc}{_allowed(entry)}" for line, entry in zip(lines, entries, strict=True)
        )
        texts.append("\n".join([f"[{table}]"] * bool(table) + [*commented]))
    texts.append('[keys]\nsave = ["ctrl+s"]  # all the keys that a command shall have; F1 lists the commands')
    return "```toml\n" + "\n\n".join(texts) + "\n```\n"
