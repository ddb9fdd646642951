"""Settings in a document's front matter: the mapping `logprose` in YAML, or the table [logprose] in TOML.

---
title: A letter
logprose:
  column: 66
  scoring: {threshold: 0.9}
---
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from editor.document import Document
from editor.document.markdown.lines import FRONT_MATTER_REACH
from editor.document.markdown.markdown import Markdown
from editor.settings.entries import ENTRIES
from editor.settings.layers import Complaint, LayerReader, SettingsLayer
from editor.settings.toml_source import TomlError, TomlSource
from editor.text.printable import printable

_NAME = "logprose"
_LONGEST = 10_000  # code points that are read
_YAML_KEY = re.compile(rf"{_NAME}[ \t]*:(?:[ \t]|$)")
_WITHIN = re.compile(r"[ \t]|#|$")  # a line that does not begin another key


class Section(NamedTuple):
    """The part of the front matter that concerns settings.

    Attributes:
        text: the whole front matter for TOML, only the mapping for YAML.
        before: number of document lines above the text.
    """

    text: str
    is_yaml: bool
    before: int


def front_matter_length(document: Document, markdown: Markdown) -> int:
    """Return the number of front matter lines at the top; 0 if there are none."""
    count, most = 0, min(len(document.blocks), FRONT_MATTER_REACH + 1)
    while count < most and markdown.lines.of(count).kind == "front_matter":
        count += 1
    return count


def find_section(lines: Sequence[str]) -> Section | None:
    """Find the settings section in the lines of front matter, fences included; None if there is none."""
    if not any(_NAME in line for line in lines):
        return None
    if lines[0].startswith("+++"):
        return Section("\n".join(lines[1:-1])[: _LONGEST + 1], False, 1)
    start = next((index for index, line in enumerate(lines) if _YAML_KEY.match(line)), None)
    if start is None:
        return None
    end = start + 1
    while end < len(lines) - 1 and _WITHIN.match(lines[end]):
        end += 1
    return Section("\n".join(lines[start:end])[: _LONGEST + 1], True, start)


def read_section(section: Section | None, file: str) -> SettingsLayer:
    """Read the settings and complaints of a section; complaints call the document `file`."""
    if section is None:
        return SettingsLayer(file)
    if len(section.text) > _LONGEST:
        return _unusable(file, section.before + 1, f"longer than {_LONGEST:,} characters; not read")
    return _read_yaml(section, file) if section.is_yaml else _read_toml(section, file)


def _read_toml(section: Section, file: str) -> SettingsLayer:
    try:
        source = TomlSource(section.text)
    except TomlError as error:
        return _unusable(file, error.line + section.before, error.reason)
    reader = LayerReader(file, lambda keys: source.line_of(keys) + section.before, is_own=False)
    table = source.tables.get(_NAME, {})
    if not isinstance(table, dict):
        return _unusable(file, source.line_of([_NAME]) + section.before, f"{_NAME} must be a table: [{_NAME}]")
    return reader.read(table, [_NAME])


def _read_yaml(section: Section, file: str) -> SettingsLayer:
    import yaml  # few documents need it

    first = section.before + 1
    try:
        root = yaml.compose(section.text, Loader=yaml.SafeLoader)
        assert isinstance(root, yaml.MappingNode)
        ((_, node),) = root.value
        lines: dict[tuple[str, ...], int] = {}
        table = _mapping(node, (_NAME,), first, lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark is not None else 0
        return _unusable(file, first + line, str(error.problem))
    except (yaml.YAMLError, RecursionError, AssertionError, ValueError):
        return _unusable(file, first, "not valid YAML")
    if not isinstance(table, dict):
        return _unusable(file, first, "must contain settings, one per line, indented")
    return LayerReader(file, lambda keys: lines.get(tuple(keys), first), is_own=False).read(table, [_NAME])


def _mapping(node: Any, path: tuple[str, ...], first: int, lines: dict[tuple[str, ...], int]) -> Any:
    """Return a node's value: a mapping, noting its keys' lines, a scalar, or [] for anything a setting can't be."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        is_empty = len(path) == 1 and node.value == ""
        return {} if is_empty else _scalar(node.tag.rpartition(":")[2], node.value, ".".join(path[1:]))
    if not isinstance(node, yaml.MappingNode) or len(path) > 2:
        return []
    found = {}
    for key, value in node.value:
        name = str(key.value)
        lines[*path, name] = first + key.start_mark.line
        found[name] = _mapping(value, (*path, name), first, lines)
    return found


def _scalar(tag: str, written: str, name: str) -> object:
    """Convert a scalar by its YAML tag if the setting takes that type; otherwise return it as written (e.g. `off`)."""
    entry = ENTRIES.get(name)
    try:
        match tag, entry and entry.kind:
            case _, "text" | "choice":
                return written
            case "bool", _:
                return written.lower() in ("yes", "true", "on")
            case "int", _:
                return int(written.replace("_", ""))
            case "float", _:
                return float(written.replace("_", ""))
    except ValueError:  # YAML 1.1 has other number formats, which nobody writes here
        pass
    return written


def _unusable(file: str, line: int, reason: str) -> SettingsLayer:
    return SettingsLayer(file, complaints=(Complaint(file, line, f"{_NAME}: {printable(reason)}"),))
