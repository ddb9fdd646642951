"""Measures how well `logprose ask` finds the paragraph that answers a question: by words alone, and reranked by the
model.

    python -m benchmarks.ask ../shared/ask/xquad.en.json
    python -m benchmarks.ask ../shared/ask/xquad.en.json --others ../shared/prose --questions 300

The file has SQuAD's format: paragraphs and questions about them. Each article becomes a draft with a heading.
`--others` mixes in 20,000 passages of other texts. All questions are asked by words alone, and a sample of them with
the model. The weights in `editor.asking.ranking` were not chosen on these questions, see `benchmarks.ask_weights`.

* recall@N: the share of questions whose paragraph, or part of it, is among the first N results;
* MRR: the mean of 1 / rank, counting 0 if it isn't among the 50 results.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import scoring
from editor.asking import lookup, terms
from editor.asking.answers import FOUND, TOGETHER, is_ahead
from editor.asking.index import DraftIndex
from editor.asking.lookup import Found
from editor.asking.ranking import WEIGHTS, Weights, worth
from editor.text.sentences import sentences
from scoring.asking.relevance import Relevance, words_of

_HEAD = f"{'':<44}{'recall@1':>9}{'recall@5':>10}{'MRR':>8}"
_KEPT_BYTES = 4 * 1024**3  # every paragraph is used many times
READ = 20
"""How many passages the model reads for each question, whether or not one is ahead."""
_TELLING = 20  # code points of a sentence that identify its paragraph
_OTHERS, _OTHER_LENGTH = 20_000, 400  # passages, and the fewest code points in each


class Question(NamedTuple):
    """A question, the draft that its paragraph is in, and the paragraph."""

    text: str
    draft: str
    paragraph: str


class Outcome(NamedTuple):
    """The results for a question: which ones are right, each one's score by words, and the gains of the first ones."""

    is_right: list[bool]
    scores: list[float]
    words: list[str]
    gains: list[tuple[float, ...]]

    @property
    def asked(self) -> Outcome:
        """The results that the model reads if it stops as early as it can, see `editor.asking.answers.is_ahead`."""
        values = self.values(WEIGHTS)
        count = TOGETHER
        while count < len(values) and not is_ahead(values[:count]):
            count += TOGETHER
        return self._replace(gains=self.gains[:count])

    def values(self, weights: Weights) -> list[float]:
        """Return the values of the passages that were read."""
        ranked = zip(self.gains, self.scores, strict=False)
        return [worth(self.words, gains, score, weights) for gains, score in ranked]

    def rank(self, weights: Weights | None) -> int | None:
        """Return the rank of the first right passage, from 1, with these weights; None: by words alone."""
        order = list(range(len(self.is_right)))
        if weights is not None:
            values = self.values(weights)
            order[: len(values)] = sorted(order[: len(values)], key=lambda number: -values[number])
        return next((1 + at for at, number in enumerate(order) if self.is_right[number]), None)


def drafts(path: Path) -> tuple[dict[str, str], list[Question]]:
    """Return the drafts of a file in SQuAD's format, by name, and the questions about them."""
    texts, questions = {}, []
    for number, article in enumerate(json.loads(path.read_text("utf-8"))["data"]):
        name, paragraphs = f"{number}.md", [" ".join(one["context"].split()) for one in article["paragraphs"]]
        texts[name] = f"# {article['title'].replace('_', ' ')}\n\n" + "\n\n".join(paragraphs) + "\n"
        for paragraph, one in zip(paragraphs, article["paragraphs"], strict=True):
            questions += [Question(asked["question"], name, paragraph) for asked in one["qas"]]
    return texts, questions


def others(folder: Path, count: int = _OTHERS) -> dict[str, str]:
    """Return drafts with `count` passages of the texts in a folder: stretches of sentences, which overlap if
    necessary."""
    found = [
        text[start:end].replace("\n", " ")
        for file in sorted(folder.glob("*.txt"))
        for text in file.read_text("utf-8").split("\n\n")
        for start, end in sentences(text)
    ]
    passages = list(_stretches(found))
    chosen = [passages[number * len(passages) // count] for number in range(count)]
    return {f"other{first}.md": "\n\n".join(chosen[first : first + 500]) for first in range(0, count, 500)}


def _stretches(found: Sequence[str]) -> Iterator[str]:
    """Yield the stretch of sentences that begins with each sentence."""
    for first in range(len(found)):
        length, past = 0, first
        while past < len(found) and length < _OTHER_LENGTH:
            length += len(found[past])
            past += 1
        yield " ".join(found[first:past])


class Asked:
    """The drafts to ask: their index by stems and, as a baseline, by words as written."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
        self._index = DraftIndex(None)
        self._index.update([folder / name for name in texts], [folder], print, lambda _: None)
        self._plain = sqlite3.connect(":memory:")
        self._plain.execute("CREATE VIRTUAL TABLE words USING fts5 (headings, body)")
        rows = self._index._base.execute("SELECT rowid, headings, body FROM stems")
        self._plain.executemany("INSERT INTO words (rowid, headings, body) VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Erase the drafts."""
        self._index.close()
        self._folder.cleanup()

    def found(self, question: str) -> list[Found]:
        """Return the passages with a question's words, best first."""
        return self._index.best(question, FOUND)

    def every(self) -> list[Found]:
        """Return all passages."""
        rows = self._index._base.execute("SELECT id FROM passages ORDER BY id").fetchall()
        return [lookup.passage(self._index._base, number, 0.0) for (number,) in rows]

    def outcome(
        self, question: Question, relevance: Relevance | None, passages: int, *, until_ahead: bool = False
    ) -> Outcome:
        """Ask a question; a model, if there is one, reads the first `passages`, or only until one is ahead."""
        found = self.found(question.text)
        shown = [one.piece.titled for one in found[:passages]]
        words = [question.text[start:end] for start, end in words_of(question.text)]
        outcome = Outcome([is_right(one, question) for one in found], [one.score for one in found], words, [])
        together = TOGETHER if until_ahead else passages
        while relevance is not None and len(outcome.gains) < len(shown):
            batch = shown[len(outcome.gains) : len(outcome.gains) + together]
            outcome = outcome._replace(gains=[*outcome.gains, *relevance.gains(question.text, batch)])
            if until_ahead and is_ahead(outcome.values(WEIGHTS)):
                break
        return outcome

    def plain_rank(self, question: Question) -> int | None:
        """Return the rank of the right paragraph by BM25 over all words as written."""
        rows = self._plain.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid LIMIT ?",
            (terms.any_of(terms.words(question.text)), FOUND),
        )
        found = (lookup.passage(self._index._base, number, 0.0) for (number,) in rows)
        return next((at for at, one in enumerate(found, 1) if is_right(one, question)), None)


def is_right(found: Found, question: Question) -> bool:
    """Return True if a passage has a sentence of the question's paragraph; either may be part of the other."""
    own = (sentence.text[:60] for sentence in found.piece.sentences)
    return found.path.name == question.draft and any(len(one) > _TELLING and one in question.paragraph for one in own)


def row(name: str, ranks: Sequence[int | None]) -> str:
    """Return a row of the table."""
    recalls = [sum(rank is not None and rank <= most for rank in ranks) / len(ranks) for most in (1, 5)]
    reciprocal = sum(1 / rank for rank in ranks if rank is not None) / len(ranks)
    return f"{name:<44}{recalls[0]:>9.3f}{recalls[1]:>10.3f}{reciprocal:>8.3f}"


def main() -> None:
    """Ask the questions and print the table."""
    parser = argparse.ArgumentParser(description="Measure how well `logprose ask` finds paragraphs.")
    parser.add_argument("file", type=Path, help="questions and paragraphs in SQuAD's format")
    parser.add_argument("--others", type=Path, help=f"a folder of texts from which to mix in {_OTHERS:,} passages")
    parser.add_argument("--questions", type=int, default=300, help="the size of the sample for the model (300)")
    parser.add_argument("--passages", type=int, default=READ, help=f"the most passages the model reads ({READ})")
    parser.add_argument("--until-ahead", action="store_true", help="read only as much as `logprose ask` does: quicker")
    parser.add_argument("--model", default="default")
    options = parser.parse_args()
    texts, questions = drafts(options.file)
    asked = Asked(texts | (others(options.others) if options.others else {}))
    sample = random.Random(0).sample(questions, min(options.questions, len(questions)))
    began = time.process_time()
    whole = [asked.outcome(question, None, 0) for question in questions]
    seconds = time.process_time() - began
    print(f"{len(questions)} questions, {seconds / len(questions) * 1000:.1f} ms of CPU each by words\n\n{_HEAD}")
    print(row(f"BM25 of all words as written, all {len(whole)}", [asked.plain_rank(one) for one in questions]))
    print(row("BM25 of stems, without “what” and “did”, all", [one.rank(None) for one in whole]), flush=True)
    relevance, found = Relevance(scoring.load_model(options.model), _KEPT_BYTES), []
    for number, question in enumerate(sample, 1):
        found.append(asked.outcome(question, relevance, options.passages, until_ahead=options.until_ahead))
        so_far = row("so far", [one.rank(WEIGHTS) for one in found])
        print(f"{number} of {len(sample)}: {so_far}", end="\r", file=sys.stderr, flush=True)
    print(row(f"BM25 of all words as written, {len(sample)}", [asked.plain_rank(one) for one in sample]))
    print(row(f"BM25 of stems, {len(sample)}", [one.rank(None) for one in found]))
    if not options.until_ahead:
        print_whole(found)
    asked_for = [one.asked for one in found]
    print(row("model and BM25, reading until one is ahead", [one.rank(WEIGHTS) for one in asked_for]))
    read = sum(len(one.gains) for one in asked_for) / len(asked_for)
    print(f"\nThe model reads {options.passages} passages at most, {read:.1f} on average until one is ahead.")
    asked.close()


def print_whole(found: Sequence[Outcome]) -> None:
    """Print the rows for the model's ranking of all passages that it may read."""
    print(row("the model alone, all nats", [one.rank(Weights(0.0, 1.0, -1e6)) for one in found]))
    print(row("the model alone, weighted", [one.rank(WEIGHTS._replace(words=0.0)) for one in found]))
    print(row("model and BM25 of stems", [one.rank(WEIGHTS) for one in found]))


if __name__ == "__main__":
    main()
