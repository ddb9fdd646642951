"""The fastest number format and thread count are measured once, remembered, and measured again on another processor."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
import torch

from scoring.model import processor
from scoring.model.processor import Choice, choice, use_threads


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Record the highest thread count of each measurement; each one finds bfloat16 with that many."""
    calls: list[int] = []

    def measure(most_threads: int, key: str) -> Choice:
        calls.append(most_threads)
        return Choice("bfloat16", most_threads, key)

    monkeypatch.setattr(processor, "_measure", measure)
    return calls


def remembered(cache: Path) -> Path:
    return cache / "logprose" / "processor.json"


def test_it_is_measured_once_and_remembered(cache: Path, measured: list[int]) -> None:
    first = choice()
    assert choice() == first
    assert len(measured) == 1
    assert msgspec.json.decode(remembered(cache).read_bytes(), type=Choice) == first
    assert os.listdir(remembered(cache).parent) == ["processor.json"]


def test_one_processor_is_left_to_the_editor(cache: Path, measured: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    for usable, most in ((1, 1), (2, 1), (8, 7)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, usable=usable: set(range(usable)), raising=False)
        assert choice().threads == most
    assert measured == [1, 1, 7]


@pytest.mark.parametrize("content", [b'{"dtype":"float32","threads":3,"key":"another processor"}', b"", b"{", b"[1]"])
def test_for_another_processor_or_a_damaged_file_it_is_measured_again(
    cache: Path, measured: list[int], content: bytes
) -> None:
    remembered(cache).parent.mkdir(parents=True)
    remembered(cache).write_bytes(content)
    assert choice().dtype == "bfloat16"
    assert choice().dtype == "bfloat16"
    assert len(measured) == 1


def test_a_cache_that_cannot_be_written_is_not_an_error(cache: Path, measured: list[int]) -> None:
    cache.write_bytes(b"a file where the directory should be")
    assert choice().dtype == choice().dtype == "bfloat16"
    assert len(measured) == 2


def test_the_measurement_tries_both_formats_and_leaves_the_threads_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[tuple[torch.dtype, int]] = []

    def seconds(dtype: torch.dtype, threads: int) -> float:
        torch.set_num_threads(2)
        tried.append((dtype, threads))
        return 1.0 if (dtype, threads) == (torch.bfloat16, 2) else 2.0

    monkeypatch.setattr(processor, "_seconds", seconds)
    before = torch.get_num_threads()
    assert processor._measure(6, "this") == Choice("bfloat16", 2, "this")
    assert {threads for _, threads in tried} == {1, 2, 4, 6}
    assert len(tried) == 8
    assert torch.get_num_threads() == before != 2


def test_a_real_measurement_gives_something_usable(cache: Path) -> None:
    found = choice()
    assert found.dtype in ("float32", "bfloat16")
    assert 1 <= found.threads <= max(1, (os.cpu_count() or 1) - 1)


def test_threads_are_as_requested_or_else_the_best(cache: Path, measured: list[int]) -> None:
    before = torch.get_num_threads()
    try:
        use_threads(2)
        assert torch.get_num_threads() == 2
        use_threads()
        assert torch.get_num_threads() == measured[-1]
    finally:
        torch.set_num_threads(before)
