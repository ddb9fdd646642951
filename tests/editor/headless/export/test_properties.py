"""Which keys of front matter a reader of the document gets."""

from __future__ import annotations

import pytest

from editor.headless.export.properties import properties_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\nsecret: b\nlogprose: {column: 60}\n---", {"title": "A"}),
        ("---\nTitle: 'A: B'\ndate: 2024-05-01\n---", {"title": "A: B", "date": "2024-05-01"}),
        ("---\nlang: en-GB\nlanguage: de\n---", {"lang": "en-GB"}),
        ("---\nauthors: [A, {name: B, email: b@x.org}, 3]\n---", {"author": ["A", "B", "3"]}),
        ("---\nauthor: {name: A}\nlanguage: de\n---", {"author": "A", "lang": "de"}),
        ("---\nauthor: {email: a@x.org}\ntitle:\nkeywords: []\n---", {}),
        ('+++\ntitle = "A"\ndraft = true\nkeywords = ["a", "b"]\n+++', {"title": "A", "keywords": ["a", "b"]}),
        ("---\ntitle: [unclosed\n---", {}),
        ("---\n- a list\n---", {}),
        ("---\n? [a, b]\n: c\n---", {}),
        ("+++\ntitle =\n+++", {}),
        ("---\ntitle: !!python/object/apply:os.getcwd []\n---", {}),
        ("---\ntitle: " + "x" * 10_000 + "\n---", {}),
        ("", {}),
    ],
)
def test_properties_are_chosen(text: str, expected: dict[str, object]) -> None:
    assert properties_of(text.split("\n") if text else []) == expected
