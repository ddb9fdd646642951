"""Ranks the passages found, and chooses the sentence of each that answers: by the model if there is one, else by
words."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from editor.asking import terms
from editor.asking.lookup import Found
from editor.asking.pieces import Piece
from editor.asking.ranking import worth
from scoring.protocol import MOST_TEXTS, Relevances

FOUND = 50
"""The number of passages found by words."""
TOGETHER = 5
"""How many of them the model reads before we check whether one is ahead: reading a passage for the first time takes
long, and the right one is nearly always among the first few."""
AHEAD = 8.0
"""The lead in nats of the best passage over the next one at which no further passages are read. With 2, the right one
comes first less often (`benchmarks.ask`)."""
_LOOKED_THROUGH = 3
"""For how many of them the model chooses the answering sentence: it has to read each of their sentences again."""

Compare = Callable[[str, Sequence[str]], Relevances]
"""Returns how much more probable each text makes each word of a question."""

Ranking = Generator[list[str], Relevances, "list[Answer]"]
"""Yields texts for the model to compare, receives the answer by `send`, and returns the passages best first."""


class WordGain(NamedTuple):
    """A word of the question as written, and how much more probable a passage makes it, in nats."""

    word: str
    nats: float


class Answer(NamedTuple):
    """A passage, and the number of the sentence that answers.

    Attributes:
        nats: how much more probable the passage makes the question; None without a model.
        gains: the same for each of its words.
    """

    found: Found
    sentence: int
    nats: float | None = None
    gains: tuple[WordGain, ...] = ()


def by_words(question: str, found: Iterable[Found]) -> list[Answer]:
    """Return passages in their order, each with the sentence that has the most words of the question."""
    return [Answer(one, _telling_sentence(question, one.piece)) for one in found]


def answers(question: str, found: Sequence[Found], count: int, compare: Compare) -> list[Answer]:
    """Return the passages that answer a question best, see `by_model`."""
    ranking = by_model(question, found, count)
    try:
        texts = next(ranking)
        while True:
            texts = ranking.send(compare(question, texts))
    except StopIteration as done:
        best: list[Answer] = done.value
        return best


def by_model(question: str, found: Sequence[Found], count: int) -> Ranking:
    """Rank the passages that answer a question best, `count` at most; `found`: those with its words, best first.

    The model reads them a few at a time, until one is ahead; those that it hasn't read then come last.
    """
    words: list[str] = []
    nats_of: list[Sequence[float]] = []  # of each passage read, the nats of each word
    values: list[float] = []
    while len(values) < len(found) and not is_ahead(values):
        batch = found[len(values) : len(values) + TOGETHER]
        compared = yield [one.piece.titled for one in batch]
        words = [question[start:end] for start, end in compared.words]
        nats_of += compared.gains
        values += [worth(words, gains, one.score) for gains, one in zip(compared.gains, batch, strict=True)]
    rest = found[len(values) :]
    best = sorted(range(len(values)), key=lambda number: -values[number])[:count]
    looked_through = [number for number in best[:_LOOKED_THROUGH] if len(found[number].piece.sentences) > 1]
    texts = [sentence.text for number in looked_through for sentence in found[number].piece.sentences][:MOST_TEXTS]
    told = yield texts
    nats = iter([worth(words, gains, 0.0) for gains in told.gains])
    answered = []
    for number in best:
        piece = found[number].piece
        of_sentences = list(islice(nats, len(piece.sentences))) if number in looked_through else []
        is_told = len(of_sentences) == len(piece.sentences)
        sentence = of_sentences.index(max(of_sentences)) if is_told else _telling_sentence(question, piece)
        gains = tuple([WordGain(*one) for one in zip(words, nats_of[number], strict=True)])
        answered.append(Answer(found[number], sentence, sum(nats_of[number]), gains))
    return answered + by_words(question, rest[: count - len(answered)])


def is_ahead(values: Sequence[float]) -> bool:
    """Return True if one of the passages read is so far ahead that no others need to be read; `values`: their
    scores."""
    if len(values) < TOGETHER:
        return False
    best, second = sorted(values)[-1:-3:-1]
    return best - second >= AHEAD


def _telling_sentence(question: str, piece: Piece) -> int:
    """Return the number of the sentence that has the most words of a question; longer words count more."""
    asked = terms.telling(terms.words(question))
    stems, grams = {terms.stem(word): len(word) for word in asked}, terms.grams(asked)

    def worth(text: str) -> int:
        plain = terms.folded(text)
        has = {terms.stem(word) for word in terms.words(plain)}
        return sum(length for one, length in stems.items() if one in has) + sum(gram in plain for gram in grams)

    values = [worth(sentence.text) for sentence in piece.sentences]
    return values.index(max(values))
