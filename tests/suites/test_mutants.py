"""Damaged models are read or rejected in one line; `python -m benchmarks.bad_inputs` tries many more of them."""

from __future__ import annotations

import pytest

from tests.suites.mutants import outcomes

COUNT = 20


@pytest.mark.parametrize("form", ["safetensors", "gguf"])
def test_mutants(form: str) -> None:
    found = list(outcomes(form, 0, COUNT))
    assert len(found) == COUNT
    assert {"scores", "refused"} <= {outcome.what for outcome in found}
    assert [outcome for outcome in found if not outcome.is_right] == []
