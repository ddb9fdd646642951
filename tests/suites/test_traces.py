"""Recorded writing: replaying every keystroke ends in the author's final text, and undo restores the first."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from editor.document import Document
from editor.document.annotations import Layer, Span
from tests.project import SHARED

TRACES = SHARED / "traces"


@pytest.mark.parametrize("name", ["seph-blog1", "friendsforever_flat"])
def test_a_recorded_text_is_replayed_and_undone(name: str) -> None:
    path = TRACES / f"{name}.json.gz"
    if not path.exists():
        pytest.skip(f"the recording {name} is not next to the checkout: its keystrokes were skipped")
    trace = json.loads(gzip.decompress(path.read_bytes()))
    document = Document(trace["startContent"])
    for transaction in trace["txns"]:
        for position, deleted, inserted in transaction["patches"]:
            group = "delete-back" if not inserted else "type"
            document.replace(position, position + deleted, inserted, group=group)
    assert document.text == trace["endContent"]
    layer = Layer(document)
    flags = [Span(*word.span(), "word", 1.0) for word in re.finditer(r"\w+", document.text)]
    layer.replace(0, len(document), flags)
    assert len(layer) == len(flags)
    while document.undo() is not None:
        pass
    assert document.text == trace["startContent"]
    assert not document.modified
    assert len(layer) == 0  # everything that was flagged is gone
    while document.redo() is not None:
        pass
    assert document.text == trace["endContent"]
