"""The README: short, with keys that work and links that lead somewhere."""

from __future__ import annotations

import re

import editor.commands  # noqa: F401  # fills the registry
from editor.keys.registry import Keymap, normal_key
from tests.project import ROOT

README = (ROOT / "README.md").read_text()


def test_it_is_short() -> None:
    assert len(README.split()) <= 1200


def test_every_key_in_its_table_is_bound() -> None:
    rows = re.findall(r"^\| (`.+?) \|", README.partition("## Keys you use daily")[2], re.MULTILINE)
    keys = [key for row in rows for key in re.findall("`([^`]+)`", row)]
    keymap = Keymap()
    assert len(keys) > 20
    assert [key for key in keys if keymap.lookup(normal_key(key.lower().replace("alt+-", "alt+minus"))) is None] == []
