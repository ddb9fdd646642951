"""A name's second use."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.flags.known_flags import KnownFlags
from editor.flags.used_names import is_used_name
from scoring.protocol import Flag


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Zaphod. Then Zaphod| left.", True),
        ("We met Zaphod.\n\nZaphod| left.", True),
        ("Zaphod came.\n\nWe met Zaphod|.", True),
        ("We met Zaphod.\n\nThis is Zaphod’s| ship.", True),
        ("We met Zaphod’s ship.\n\nThis is Zaphod|.", True),
        ("We met Zaphod|.", False),
        ("However that is. However| it be.", False),
        ("# Zaphod\n\n- Zaphod| left.", False),
        ("We met zaphod. Then Zaphod| left.", False),
        ("We met zaphod. Then zaphod| left.", False),
        ("We met Zaphodine. Then Zaphod| left.", False),
        ("Then Zaphod| left. We met Zaphod.", False),
    ],
)
def test_a_name_is_known_from_its_second_use_on(text: str, expected: bool) -> None:
    end = text.index("|")
    text = text.replace("|", "")
    start = max(text.rfind(character, 0, end) for character in " \n") + 1
    assert is_used_name(Document(text), start, end) == expected


@pytest.mark.parametrize(("kind", "count"), [("surprising", 1), ("spelling", 2)])
def test_the_second_use_is_not_surprising_but_may_be_misspelt(kind: str, count: int) -> None:
    text = "We met Zaphod. Then Zaphod left."
    document = Document(text)
    flags = KnownFlags(document, lambda start, end: True)
    spans = [Flag(at, at + 6, 1.0, kind, "") for at in (text.index("Zaphod"), text.rindex("Zaphod"))]
    flags.replace(0, len(text), spans)
    assert len(list(flags.shown_in(0, len(text)))) == count
