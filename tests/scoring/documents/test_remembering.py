"""The memory that a worker builds from the learnt texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.documents.remembering import LearntFile, Remembered
from scoring.kept.learnt import Learnt, LearntText, name_of, write_learnt
from scoring.kept.store import mark_of
from scoring.model.model import Model, load_model
from tests.scoring.models import PROSE


@pytest.fixture
def model(tiny_llama_dir: Path) -> Model:
    return load_model(str(tiny_llama_dir), dtype="float32")


def remembered(file: Path, model: Model) -> Remembered:
    """Return the memory of a worker that starts now."""
    found = LearntFile(file, model).changed()
    assert found is not None
    return found


def test_it_has_every_text_under_its_documents_name(model: Model, tmp_path: Path) -> None:
    path, file = tmp_path / "a.md", tmp_path / "learnt"
    write_learnt(file, Learnt((), (LearntText(mark_of(path), 9, PROSE),)))
    found = remembered(file, model)
    assert found.memory is not None
    assert found.complaint == ""
    ids = model.tokenizer.encode(PROSE[:100])[0]
    assert found.memory.for_text("").recall(ids, 0).prob.any()
    assert not found.memory.for_text(name_of(path)).recall(ids, 0).prob.any()


def test_a_later_change_of_the_learnt_texts_is_noticed_once(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "learnt"
    learnt = LearntFile(file, model)
    for texts in ((), (LearntText(mark_of(tmp_path / "a.md"), 9, PROSE),), ()):
        if texts:
            write_learnt(file, Learnt((), texts))
        else:
            file.unlink(missing_ok=True)
        found = learnt.changed()
        assert found is not None
        assert (found.memory is not None, found.mark) == (bool(texts), mark_of(file))
        assert learnt.changed() is None


def test_without_learnt_texts_there_is_no_memory(model: Model, tmp_path: Path) -> None:
    assert remembered(tmp_path / "nothing", model).memory is None


def test_a_damaged_file_is_reported_in_one_line(model: Model, tmp_path: Path) -> None:
    (tmp_path / "learnt").write_bytes(b"?")
    fault = f"{tmp_path}/learnt: damaged; learnt texts are ignored until you run logprose learn PATH again"
    found = remembered(tmp_path / "learnt", model)
    assert (found.memory, found.complaint) == (None, fault)
