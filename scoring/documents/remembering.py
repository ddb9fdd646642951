"""The memory of what was learnt, made for a model when the worker starts."""

from __future__ import annotations

from pathlib import Path

from scoring.kept.learnt import LearntError, name_of, read_learnt
from scoring.memory.memory import Memory
from scoring.model.reader import Reader


def memory_of(learnt: Path | None, model: Reader) -> tuple[Memory | None, str]:
    """Return the memory of what was learnt, if anything was, and one line if that can't be read. May block."""
    if learnt is None:
        return None, ""
    try:
        known = read_learnt(learnt)
    except LearntError as error:
        return None, f"{error}; nothing learnt counts; learn it again: logprose learn PATH"
    texts = {name_of(text.path): model.tokenizer.encode(text.text)[0] for text in known.texts}
    return (Memory(texts, model.vocabulary.size) if texts else None), ""
