"""The parts of front matter that become document properties. All other keys are private and left out."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

_LONGEST = 10_000  # code points that are read
_PROPERTIES = {
    "title": "title",
    "subtitle": "subtitle",
    "author": "author",
    "authors": "author",
    "date": "date",
    "lang": "lang",
    "language": "lang",
    "subject": "subject",
    "description": "description",
    "keywords": "keywords",
}
"""A key of front matter, and the property of pandoc's documents that it sets."""

Properties = dict[str, str | list[str]]


def properties_of(lines: Sequence[str]) -> Properties:
    """Return the properties in the lines of front matter, fences included; none if they can't be read."""
    text = "\n".join(lines[1:-1])
    if len(text) > _LONGEST:
        return {}
    table = _toml(text) if lines and lines[0].startswith("+++") else _yaml(text)
    found: Properties = {}
    for key, value in table.items() if isinstance(table, dict) else ():
        name, known = _PROPERTIES.get(str(key).lower()), _value(value)
        if name is not None and known and name not in found:
            found[name] = known
    return found


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _yaml(text: str) -> Any:
    import yaml  # few documents need it

    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # makes nothing but text, lists and mappings
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}


def _value(value: Any) -> str | list[str]:
    """Return text, or a list of texts; for a mapping, such as an author with an address, its name."""
    if isinstance(value, list):
        return [text for one in value if isinstance(text := _value(one), str) and text]
    if isinstance(value, dict):
        return _value(value.get("name", "")) if isinstance(value.get("name"), str) else ""
    return str(value).strip()
