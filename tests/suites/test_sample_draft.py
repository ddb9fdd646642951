"""The sample draft has eight mistakes of eight kinds: all are found, each with the right edit first, and no others."""

from __future__ import annotations

from pathlib import Path

from scoring.model.model import Model
from scoring.session import Session

DRAFT = Path(__file__).parents[2] / "samples" / "draft.md"
MISTAKES = {
    "spelling": ("seeds, which I recieved on", "seeds, which I received on"),
    "article": ("and a old pear", "and an old pear"),
    "agreement": ("the leaves is yellow", "the leaves are yellow"),
    "confusion": ("the whether was", "the weather was"),
    "verb form": ("the house was build", "the house was built"),
    "uncountable": ("no useful informations in", "no useful information in"),
    "preposition": ("picnic depends from the weather", "picnic depends on the weather"),
    "missing word": ("until gets dark", "until it gets dark"),
}


def test_every_mistake_is_found_and_the_first_suggestion_fixes_it(default_model: Model) -> None:
    text = DRAFT.read_text(encoding="utf-8")
    session = Session(default_model, text)
    session.settle()
    flags = session.flags()
    fixed, right = text, text
    for flag in reversed(flags):
        best = flag.suggestions[0]
        fixed = fixed[: best.start] + best.replacement + fixed[best.end :]
    for wrong, better in MISTAKES.values():
        assert text.count(wrong) == 1
        right = right.replace(wrong, better)
    assert fixed == right
    assert len(flags) == len(MISTAKES)
