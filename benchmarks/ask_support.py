"""Finds the least support of a supported sentence in an answer: the bound used by `scoring.asking.answering`.

    python -m benchmarks.ask_support ../shared/ask/xquad.en.json

The file has SQuAD's format. A sentence is supported if the model's passages include the paragraph that entails it, and
unsupported if that paragraph is replaced by another; the sentence is the same in both cases. Two kinds of sentences are
measured: the paragraph's own sentence with the answer, and just the answer, in a few words as a model would give it.
Support is log p(sentence | passages) - log p(sentence | none) in nats per token.

* AUC: how often a supported sentence has more support than an unsupported one, in nats per token and in total nats;
* for several bounds, the shares of supported and unsupported sentences that reach it. The best bound has the smallest
  sum of the two shares on the wrong side.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

import scoring
from benchmarks.ask import Asked, Question, drafts
from editor.text.sentences import sentences
from scoring.asking.answering import LEAST_SUPPORT
from scoring.asking.prompt import prompts
from scoring.asking.writers import MOST_WRITTEN, LocalWriter
from scoring.model.model import Model

_BOUNDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0)


class Case(NamedTuple):
    """A question, a sentence that answers it, the paragraph that entails it, and other paragraphs found."""

    question: str
    sentence: str
    paragraph: str
    others: list[str]


class Support(NamedTuple):
    """How much more probable passages make a sentence, in nats, and how many tokens it has."""

    nats: float
    tokens: int

    @property
    def a_token(self) -> float:
        """In nats per token."""
        return self.nats / self.tokens


def cases(path: Path, count: int, others: int) -> Iterator[tuple[str, Case]]:
    """Yield `count` questions for each kind of sentence, each with `others` other paragraphs and one more."""
    texts, questions = drafts(path)
    answers = {
        (" ".join(one["context"].split()), asked["question"]): asked["answers"][0]["text"]
        for article in json.loads(path.read_text("utf-8"))["data"]
        for one in article["paragraphs"]
        for asked in one["qas"]
    }
    asked = Asked(texts)
    for question in random.Random(0).sample(questions, count):
        answer = " ".join(answers[question.paragraph, question.text].split())
        own = next((one for one in _sentences(question.paragraph) if answer in one), None)
        rest = _other_paragraphs(asked, question, others + 1)
        if own is not None and len(rest) > others:
            yield "own sentence", Case(question.text, own, question.paragraph, rest)
            yield "answer alone", Case(question.text, f"{answer[0].upper()}{answer[1:]}.", question.paragraph, rest)
    asked.close()


def _sentences(paragraph: str) -> list[str]:
    return [paragraph[start:end].strip() for start, end in sentences(paragraph)]


def _other_paragraphs(asked: Asked, question: Question, count: int) -> list[str]:
    """Return the paragraphs that BM25 ranks highest, without the question's own."""
    found = [one.piece.text for one in asked.found(question.text)]
    return [text for text in found if text[:60] not in question.paragraph][:count]


def support(model: Model, question: str, sentence: str, passages: Sequence[str]) -> Support:
    """Return the support of a sentence by passages, as the first sentence of the answer."""
    assert model.chat is not None
    found = prompts(model.chat, model.tokenizer, question, passages, model.max_positions - MOST_WRITTEN)
    ids = model.tokenizer.encode(sentence)[0][:MOST_WRITTEN]
    *_, values = LocalWriter(model).log_probs([found.whole.ids, found.bare.ids], ids, 0)
    assert values is not None
    return Support(values[0] - values[1], len(ids))


def auc(high: Sequence[float], low: Sequence[float]) -> float:
    """Return how often a number in `high` is above one in `low`."""
    both = np.subtract.outer(np.array(high), np.array(low))
    return float((both > 0).mean() + (both == 0).mean() / 2)


def table(name: str, right: Sequence[Support], wrong: Sequence[Support]) -> None:
    """Print the results for one kind of sentence."""
    high, low = [one.a_token for one in right], [one.a_token for one in wrong]
    of_all = auc([one.nats for one in right], [one.nats for one in wrong])
    print(f"\n{name}, {len(right)} sentences: AUC {auc(high, low):.3f} by nats a token, {of_all:.3f} by all nats")
    for what, found in (("supported", high), ("unsupported", low)):
        shares = "  ".join(f"{float(np.quantile(found, share)):5.2f}" for share in (0.05, 0.25, 0.5, 0.75, 0.95))
        print(f"{what:<12} quantiles .05 .25 .50 .75 .95: {shares}")
    print(f"{'bound':<12}" + "".join(f"{bound:>7.1f}" for bound in _BOUNDS))
    for what, found in (("supported", high), ("unsupported", low)):
        print(f"{what:<12}" + "".join(f"{float(np.mean(np.array(found) >= bound)):>7.2f}" for bound in _BOUNDS))


def best_bound(right: Sequence[Support], wrong: Sequence[Support]) -> float:
    """Return the bound with the smallest sum of the shares on the wrong side."""
    high, low = (np.array([one.a_token for one in found]) for found in (right, wrong))
    bounds = np.arange(0.0, 4.0, 0.05)
    return float(min(bounds, key=lambda bound: float((high < bound).mean() + (low >= bound).mean())))


def main() -> None:
    """Measure, and print the tables and the bound."""
    parser = argparse.ArgumentParser(description="Measure the support of sentences that answer questions.")
    parser.add_argument("file", type=Path, help="questions and paragraphs in SQuAD's format")
    parser.add_argument("--questions", type=int, default=100, help="number of questions (100)")
    parser.add_argument("--passages", type=int, default=2, help="passages that the model sees (2)")
    parser.add_argument("--model", default="default")
    options = parser.parse_args()
    model = scoring.load_model(options.model)
    right: dict[str, list[Support]] = {}
    wrong: dict[str, list[Support]] = {}
    for number, (sort, case) in enumerate(cases(options.file, options.questions, options.passages - 1), 1):
        seen, unseen = [case.paragraph, *case.others[:-1]], case.others
        right.setdefault(sort, []).append(support(model, case.question, case.sentence, seen))
        wrong.setdefault(sort, []).append(support(model, case.question, case.sentence, unseen))
        print(f"{number} of {2 * options.questions}", end="\r", file=sys.stderr, flush=True)
    print(f"{model.name}, {options.passages} passages seen, the right one among them or left out")
    for sort in right:
        table(sort, right[sort], wrong[sort])
    every = [[one for found in sorts.values() for one in found] for sorts in (right, wrong)]
    table("both", *every)
    print(f"\nbest bound {best_bound(*every):.2f}; in use {LEAST_SUPPORT}")


if __name__ == "__main__":
    main()
