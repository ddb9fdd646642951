"""The quick half of all bad inputs, and the README's table of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bad_inputs import BEGIN, END, kinds, rows, table

README = Path(__file__).parents[1] / "README.md"


@pytest.fixture(scope="module")
def found() -> list[tuple[str, int, int]]:
    return list(rows(quick=True))


def test_no_bad_input_does_harm(found: list[tuple[str, int, int]]) -> None:
    assert [row for row in found if row[2]] == []
    assert all(tried for _, tried, _ in found)


def test_the_readme_names_the_kinds_that_are_tried(found: list[tuple[str, int, int]]) -> None:
    text = README.read_text()
    if BEGIN not in text:
        pytest.skip("the README has no table of bad inputs yet")
    listed = kinds(text.partition(BEGIN)[2].partition(END)[0].splitlines())
    tried = kinds(table(found))
    assert len(set(listed)) == len(listed)
    assert set(tried) <= set(listed), "run python -m benchmarks.bad_inputs"
    left_out = set(listed) - set(tried)
    assert all("another's" in kind or "full file system" in kind for kind in left_out), "only what needs root"
