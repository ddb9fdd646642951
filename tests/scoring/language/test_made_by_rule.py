"""Irregular words inflected as regular ones."""

from __future__ import annotations

import pytest

from scoring.language.english import english
from scoring.language.made_by_rule import made_by_rule


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("goed", "went"),
        ("childs", "children"),
        ("putted", "put"),
        ("table", None),
        ("gooder", "better"),
    ],
)
def test_the_irregular_form_is_found(written: str, meant: str | None) -> None:
    found = made_by_rule(written, english())
    assert meant in found if meant is not None else found == []
