"""`logprose verify`: it replays edits, and finds any score that differs from a full recompute."""

from __future__ import annotations

import dataclasses
import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from editor import cli
from scoring.model.model import Model, load_model, load_network
from scoring.session import Session
from scoring.verbs.recompute import Verifier
from scoring.verbs.verify import random_edits, recorded_edits
from scoring.windows import cached_scores
from scoring.windows.token_scores import ScoredChunk, score
from tests.project import SHARED
from tests.scoring.models import PROSE
from tests.scoring.oracle import SMALL

TEXT = "The capital of France is Paris. It lies on the river Seine, which flows to the sea.\n"
TRACE = {
    "startContent": "A boat.",
    "endContent": "A small red boat!\n",
    "txns": [
        {"time": "2021-01-01T00:00:00.000Z", "patches": [[2, 0, "small "]]},
        {"time": "2021-01-01T00:00:01.000Z", "patches": [[8, 0, "redd "], [11, 1, ""]]},
        {"time": "2021-01-01T00:00:09.000Z", "patches": [[16, 1, "!\n"]]},
    ],
}


def verify(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run `logprose verify` in float32; return its exit status, output and errors."""
    status = cli.main(
        ["verify", "--dtype", "float32", *arguments],
    )
    out, err = capsys.readouterr()
    return status, out, err


def rows(out: str) -> list[list[float]]:
    """Return the numbers in each line of the table: edit, at, deleted, inserted, forwarded, largest difference."""
    return [[float(cell) for cell in line.split()] for line in out.splitlines()[2:-1]]


def test_on_a_real_text_a_table_of_edits_and_no_difference(
    capsys: pytest.CaptureFixture[str], default_model_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.md").write_text(TEXT, encoding="utf-8")
    status, out, err = verify(capsys, str(tmp_path / "text.md"), "--model", str(default_model_dir), "--edits", "3")
    assert (status, err) == (0, "")
    first, header, *_, summary = out.splitlines()
    assert re.fullmatch(r"\d+ tokens, 1 pages, SmolLM2-135M-Instruct, torch.float32", first)
    assert re.split(" +", header.strip(), maxsplit=5) == [
        *("edit", "at", "deleted", "inserted", "forwarded"),
        "largest difference (nats)",
    ]
    assert [row[0] for row in rows(out)] == [1, 2, 3]
    assert all(row[-1] < 1e-3 for row in rows(out))
    compared = re.match(
        r"(\d+) scores compared: .* 0 ranks and 0 first choices differ by more than float32 rounding", summary
    )
    assert compared
    assert int(compared[1]) >= int(first.split()[0])


def test_random_edits_follow_their_seed(
    capsys: pytest.CaptureFixture[str], tiny_llama_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "text").write_text(PROSE, encoding="utf-8")
    flags = ["--model", str(tiny_llama_dir), "--max-length", "32", "--stride", "16", "--edits", "5"]
    runs = [verify(capsys, str(tmp_path / "text"), *flags, "--seed", seed) for seed in ("1", "1", "2")]
    assert [status for status, _, _ in runs] == [0, 0, 0]
    edits = [
        [row[:-1] for row in rows(out)] for _, out, _ in runs
    ]  # the last bit of a difference depends on the memory
    assert edits[0] == edits[1] != edits[2]


def test_random_edits_are_of_every_kind_and_within_the_text(tiny_model: Model) -> None:
    session = Session(tiny_model, PROSE, **SMALL)
    kinds = set()
    for start, end, new in random_edits(session, 80, 0):
        assert 0 <= start <= end <= len(session.text)
        kinds.add((end > start, new.count("\n"), len(new.split()) > 10))
        session.edit(start, end, new)
    assert {(True, 0, False), (False, 0, False), (False, 0, True), (False, 2, False)} <= kinds
    assert list(random_edits(Session(tiny_model, "", **SMALL), 0, 0)) == []


@pytest.mark.parametrize("compress", [gzip.compress, bytes], ids=["json.gz", "json"])
def test_recorded_edits_are_replayed_from_the_middle(
    capsys: pytest.CaptureFixture[str], tiny_llama_dir: Path, tmp_path: Path, compress: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / ("trace.json.gz" if compress is gzip.compress else "trace.json")
    path.write_bytes(compress(json.dumps(TRACE).encode()))
    text, edits = recorded_edits(path, 1)
    assert (text, list(edits)) == ("A small boat.", [(8, 8, "redd ")])
    text, edits = recorded_edits(path, 100)
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    assert text == TRACE["endContent"]
    status, out, _ = verify(
        capsys, str(path), "--model", str(tiny_llama_dir), "--edits", "2", "--max-length", "32", "--stride", "16"
    )
    assert status == 0
    assert [row[:4] for row in rows(out)] == [[1, 2, 0, 6], [2, 8, 0, 5]]


def test_a_recording_of_real_writers_is_read() -> None:
    path = SHARED / "traces/friendsforever_flat.json.gz"
    if not path.exists():
        pytest.skip(f"no {path}: a real recording is skipped")
    text, edits = recorded_edits(path, 30_000)
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    assert text == json.loads(gzip.decompress(path.read_bytes()))["endContent"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not JSON",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"startContent": "a"}',
        b'{"startContent": "a", "txns": [1]}',
        b'{"startContent": "a", "txns": [{"patches": [[1, 2]]}]}',
        b'{"startContent": "a", "txns": [{"patches": [["x", 0, "y"]]}]}',
        b'{"startContent": "a", "txns": [{"patches": [[0, 0, 7]]}]}',
        b"[" * 100_000,
        gzip.compress(json.dumps(TRACE).encode(), mtime=0)[:-12],
        gzip.compress(json.dumps(TRACE).encode(), mtime=0)[:30] + b"\0" * 40,
        b"\x1f\x8b nothing",
    ],
)
def test_a_file_that_is_not_a_trace_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "trace.json.gz"
    path.write_bytes(content)
    status, out, err = verify(capsys, str(path))
    assert (status, out) == (2, "")
    assert re.fullmatch(r"logprose: [^\n]*trace\.json\.gz: not a recorded trace \([^\n]+\); see [^\n]+\n", err)


def test_a_missing_trace_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "trace.json.gz"
    status, out, err = verify(capsys, str(path))
    assert (status, out, err) == (2, "", f"logprose: {path}: no such file or directory\n")


def test_a_negative_number_of_edits_is_rejected(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text(TEXT)
    assert verify(capsys, str(path), "--edits", "-1") == (2, "", "logprose: edits -1 must be at least 0\n")


@pytest.mark.parametrize("patch", [[5, 9, "x"], [99, 0, "x"], [-1, 0, "x"]])
def test_a_recorded_edit_outside_the_text_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], tiny_llama_dir: Path, tmp_path: Path, patch: list[object]
) -> None:
    path = tmp_path / "trace.json"
    path.write_text(json.dumps({"startContent": "A boat.", "txns": [{"patches": [patch]}]}), encoding="utf-8")
    status, _, err = verify(capsys, str(path), "--model", str(tiny_llama_dir), "--max-length", "32", "--stride", "16")
    assert status == 2
    assert re.fullmatch(r"logprose: [^\n]+\n", err)


Tampering = Callable[[ScoredChunk], ScoredChunk]


def tampered(change: Tampering) -> Callable[..., ScoredChunk]:
    return lambda *arguments: change(score(*arguments))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda chunk: dataclasses.replace(chunk, log_prob=chunk.log_prob - np.float32(0.01)), " 0.01"),
        (lambda chunk: dataclasses.replace(chunk, rank=chunk.rank + 1), "; [1-9][0-9]* ranks and 0 first choices"),
        (
            lambda chunk: dataclasses.replace(chunk, top_ids=chunk.top_ids[:, ::-1]),
            "; 0 ranks and [1-9][0-9]* first choices",
        ),
    ],
    ids=["log_prob", "rank", "first choice"],
)
def test_scores_that_are_wrong_are_found(
    capsys: pytest.CaptureFixture[str],
    tiny_llama_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Tampering,
    complaint: str,
) -> None:
    monkeypatch.setattr(cached_scores, "score", tampered(change))
    (tmp_path / "text").write_text(PROSE[:200], encoding="utf-8")
    status, out, _ = verify(
        capsys,
        *(str(tmp_path / "text"), "--model", str(tiny_llama_dir), "--max-length", "32", "--stride", "16"),
        *("--edits", "1"),
    )
    assert status == 1
    assert re.search(complaint, out.splitlines()[-1])


def test_a_wrong_score_is_found_only_on_its_page(tiny_llama_dir: Path) -> None:
    session = Session(load_model(str(tiny_llama_dir), "float32"), PROSE, **SMALL)
    session.settle_scores()
    verifier = Verifier(session, load_network(str(tiny_llama_dir), torch.float32))
    assert verifier.compare(session.pages) < 1e-3
    page = session.pages[2]
    place: Any = session._scores.book.row(page.start)
    chunk, row = place
    changed = chunk.log_prob.copy()
    changed[row] += 0.5
    chunks = session._scores.book._chunks
    chunks[page.start] = dataclasses.replace(chunk, log_prob=changed)
    assert verifier.compare([page]) == pytest.approx(0.5, abs=1e-3)
    assert verifier.compare([other for other in session.pages if other != page]) < 1e-3
