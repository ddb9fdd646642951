"""The memory that a worker makes of what was learnt."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.documents.remembering import memory_of
from scoring.kept.learnt import Learnt, LearntText, name_of, write_learnt
from scoring.kept.store import mark_of
from scoring.model.model import Model, load_model
from tests.scoring.models import PROSE


@pytest.fixture
def model(tiny_llama_dir: Path) -> Model:
    return load_model(str(tiny_llama_dir), dtype="float32")


def test_it_holds_every_text_by_the_name_that_its_document_has(model: Model, tmp_path: Path) -> None:
    path, file = tmp_path / "a.md", tmp_path / "learnt"
    write_learnt(file, Learnt((), (LearntText(mark_of(path), 9, PROSE),)))
    memory, complaint = memory_of(file, model)
    assert memory is not None
    assert complaint == ""
    ids = model.tokenizer.encode(PROSE[:100])[0]
    assert memory.for_text("").recall(ids, 0).prob.any()
    assert not memory.for_text(name_of(path)).recall(ids, 0).prob.any()


def test_without_anything_learnt_there_is_none(model: Model, tmp_path: Path) -> None:
    assert memory_of(None, model) == memory_of(tmp_path / "nothing", model) == (None, "")


def test_a_damaged_file_is_said_in_one_line(model: Model, tmp_path: Path) -> None:
    (tmp_path / "learnt").write_bytes(b"?")
    fault = f"{tmp_path}/learnt: damaged; nothing learnt counts; learn it again: logprose learn PATH"
    assert memory_of(tmp_path / "learnt", model) == (None, fault)
