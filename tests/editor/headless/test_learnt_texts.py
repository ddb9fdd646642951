"""Learning texts bit by bit equals learning them at once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.headless.learnt_texts import changed, learn, without
from scoring.kept.learnt import Learnt

NAMES = st.sampled_from(["a.md", "b.md", "in/a.md", "in/c.txt", "in/deep/d.md"])
STEPS = st.lists(st.tuples(NAMES, st.none() | st.text("ab. \n", max_size=30), st.booleans()), min_size=1, max_size=6)
"""A file to write (or to remove, if None), and whether to learn that before the next step."""


@contextmanager
def new_folder() -> Iterator[Path]:
    """Hypothesis runs many examples in one test, so `tmp_path` isn't new for each."""
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def silent(_: str) -> None:
    """Show no progress."""


@given(steps=STEPS)
def test_learning_again_equals_learning_from_scratch(steps: list[tuple[str, str | None, bool]]) -> None:
    with new_folder() as folder:
        known = Learnt()
        for name, text, is_learnt in steps:
            path = folder / name
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            if is_learnt:
                known = learn(known, [folder], pytest.fail, silent)
        known = learn(known, [folder], pytest.fail, silent)
        fresh = learn(Learnt(), [folder], pytest.fail, silent)
        assert known == fresh
        assert changed(fresh, known) == 0
        left = without(known, [folder / "in"])
        assert [text.path for text in left.texts] == [
            text.path for text in known.texts if folder / "in" not in text.path.parents
        ]
