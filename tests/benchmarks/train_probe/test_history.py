"""Pairs from the history of documents: what was corrected, without markup, and nothing that says something else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks.train_probe.history import pairs, plain_sentences


def commit(repository: Path, text: str, message: str) -> None:
    (repository / "guide.md").write_text(text, encoding="utf-8")
    for command in (["add", "guide.md"], ["commit", "-q", "-m", message]):
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", repository, *names, *command], check=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


def corrected(
    repository: Path, before: str, after: str, message: str = "Fix typos"
) -> list[tuple[str, str, list[str]]]:
    commit(repository, before, "Write the guide")
    commit(repository, after, message)
    return [(one["text"], one["good"], [edit[3] for edit in one["edits"]]) for one in pairs(repository)]


def test_a_sentence_that_was_corrected_is_found_across_wrapped_lines(repository: Path) -> None:
    before = "# Boats\n\nThe first boat left at noon. It carry twelve\n[passengers](https://x.org) and a **fat** dog.\n"
    found = corrected(repository, before, before.replace("carry", "carried"))
    sentence = "It carried twelve passengers and a fat dog."
    assert found == [(sentence.replace("carried", "carry"), sentence, ["carried"])]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("They recieve letters on Mondays.", "They receive letters on Mondays."),
        ("The keys is under the mat again.", "The keys are under the mat again."),
        ("We saw the the lighthouse from here.", "We saw the lighthouse from here."),
        ("She is waiting the bus to town.", "She is waiting for the bus to town."),
        ("The dog wagged it's tail at everyone.", "The dog wagged its tail at everyone."),
        ("He runs quick along the shore.", "He runs quickly along the shore."),
    ],
)
def test_corrections_are_kept(repository: Path, wrong: str, right: str) -> None:
    assert [found[:2] for found in corrected(repository, f"{wrong}\n", f"{right}\n")] == [(wrong, right)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You can leave the door open.", "You must leave the door open."),
        ("The shop opens at nine o'clock.", "The shop opens at eight o'clock."),
        ("We saw seals near the pier.", "We saw otters near the pier."),
        ("It takes 12 minutes by bus.", "It takes 15 minutes by bus."),
        ("The tide doesn't reach the steps.", "The tide does reach the steps."),
        ("The tide doesn't reach the steps.", "The tide doesn’t reach the steps."),
    ],
)
def test_what_says_something_else_or_the_same_is_left_out(repository: Path, before: str, after: str) -> None:
    assert corrected(repository, f"{before}\n", f"{after}\n") == []


def test_a_small_word_counts_only_where_the_writer_spoke_of_the_language(repository: Path) -> None:
    before, after = "They went at the market on foot.\n", "They went to the market on foot.\n"
    assert corrected(repository, before, after, "Update the guide") == []
    assert len(corrected(repository, before, after, "Grammar")) == 1


def test_code_and_tables_are_no_prose() -> None:
    text = "Run it:\n\n```\nThe code is here.\n```\n\n| A cell | is here. |\n\n- An item is `here`, :ref:`too <x>`."
    assert plain_sentences(text.splitlines()) == ["Run it:", "An item is here, too."]
