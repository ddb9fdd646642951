"""Names of headings, compared with GitHub's (including cases from github-slugger's own tests)."""

from __future__ import annotations

import pytest

from editor.document.markdown.slugs import slug, slugs


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What it costs", "what-it-costs"),
        ("I ♥ unicode", "i--unicode"),
        ("dash-dash_under", "dash-dash_under"),
        ("1.2.3 (beta)!", "123-beta"),
        ("a — b", "a--b"),
        ("Äpfel & Öl", "äpfel--öl"),
        ("Привет non-latin 你好", "привет-non-latin-你好"),
        ("हिन्दी", "हिन्दी"),  # its vowel signs are marks
        ("😄 emoji", "-emoji"),
        ("x² ½", "x-"),
    ],
)
def test_names_equal_githubs(text: str, name: str) -> None:
    assert slug(text) == name


def test_equal_names_are_numbered_and_never_taken_twice() -> None:
    assert slugs(["a", "A", "a 1", "a", "a-1"]) == ["a", "a-1", "a-1-1", "a-2", "a-1-2"]
