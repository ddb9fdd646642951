"""Chooses the weights with which `logprose ask` combines the model and the words.

    python -m benchmarks.ask_weights ../shared/prose

Its questions are in `ask_questions.toml`, about paragraphs of public-domain texts, all of which are searched. The
weights with the best mean of 1 / rank are close to those in `editor.asking.ranking`; XQuAD, which `benchmarks.ask`
measures on, is not used.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tomllib
from pathlib import Path

import scoring
from benchmarks.ask import READ, Asked, Question, row
from editor.asking.ranking import WEIGHTS, Weights
from scoring.asking.relevance import Relevance

_WORDS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
_OF_QUESTIONS = (0.0, 0.25, 0.5, 0.75, 1.0)
_FLOORS = (-0.5, -1.0, -2.0, -4.0, -1e6)
_SHOWN = 12


def questions(folder: Path) -> tuple[dict[str, str], list[Question]]:
    """Return the texts by name, and the questions about them."""
    table = tomllib.loads(Path(__file__).with_name("ask_questions.toml").read_text("utf-8"))
    texts = {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.txt"))}
    asked = [
        Question(question, f"{name}.txt", " ".join(texts[f"{name}.txt"].split("\n\n")[number].split()))
        for name, number, question in table["questions"]
    ]
    return texts, asked


def main() -> None:
    """Ask every question and print the best weights."""
    parser = argparse.ArgumentParser(description="Choose the weights of model and words.")
    parser.add_argument("folder", type=Path, help="the texts that the questions are about")
    parser.add_argument("--passages", type=int, default=READ)
    options = parser.parse_args()
    texts, found = questions(options.folder)
    asked, relevance = Asked(texts), Relevance(scoring.load_model())
    outcomes = []
    for number, question in enumerate(found, 1):
        outcomes.append(asked.outcome(question, relevance, options.passages))
        print(f"{number} of {len(found)}", end="\r", file=sys.stderr, flush=True)
    asked.close()
    print(row("by words", [one.rank(None) for one in outcomes]))
    print(row(f"as it is: {WEIGHTS}", [one.rank(WEIGHTS) for one in outcomes]))
    tried = [Weights(*one) for one in itertools.product(_WORDS, _OF_QUESTIONS, _FLOORS)]
    worth = {weights: sum(1 / (one.rank(weights) or 1e9) for one in outcomes) for weights in tried}
    for weights in sorted(tried, key=lambda one: -worth[one])[:_SHOWN]:
        print(
            row(
                f"{weights.words:g} {weights.of_questions:g} {weights.floor:g}", [one.rank(weights) for one in outcomes]
            )
        )


if __name__ == "__main__":
    main()
