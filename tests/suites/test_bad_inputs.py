"""A quick run of all bad inputs, and their table in the docs."""

from __future__ import annotations

import pytest

from benchmarks.bad_inputs import BEGIN, END, PARTS, Part, kinds, table
from tests.project import ROOT

LISTED = kinds((ROOT / "docs/reliability.md").read_text().partition(BEGIN)[2].partition(END)[0].splitlines())


QUICK = [part for part in PARTS if part.module != "benchmarks.mutants"]  # test_mutants tries more of those


@pytest.mark.parametrize("part", QUICK, ids=[part.module for part in QUICK])
def test_no_bad_input_does_harm_and_the_table_names_its_kind(part: Part) -> None:
    found = part.run(quick=True)
    assert [row for row in found if row[2]] == []
    assert all(tried for _, tried, _ in found)
    assert set(kinds(table(found))) <= set(LISTED), "run python -m benchmarks.bad_inputs"


def test_the_table_has_the_mutants() -> None:
    assert {f"mutants of a {form} model" for form in ("safetensors", "gguf")} <= set(LISTED)


def test_the_table_names_a_kind_once() -> None:
    assert len(set(LISTED)) == len(LISTED) > 0
