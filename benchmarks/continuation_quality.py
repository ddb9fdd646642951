"""Measures how good continuations are, at places in prose written by others.

    python -m benchmarks.continuation_quality ../shared/prose/*.txt --places 400

Three kinds of places: with nothing after them; in the middle of a sentence with one to five words removed, with the
rest hidden from the model; and the same places with the rest visible. Printed for all places, and for the fifth where
the model is surest (by the log-probability of the first token):

* exact@N: the share of places where the first N words are the writer's, whatever punctuation follows them;
* saved@1, saved@5: the mean number of characters that the writer saves by accepting the right words at the beginning of
  the best of one or five continuations;
* wrong: how many of 100 words shown aren't the writer's;
* sure: the lowest log-probability of the first token, in nats, in the surest fifth.

With --loops, instead: the share of places without text after them where the longest continuation that can be asked for
repeats four tokens of the 64 before the last of them.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import scoring
from scoring.model.model import Model
from scoring.protocol import Continuation, Manner
from scoring.session import Session

_BEFORE = 1_500  # code points of a text before a place
_AFTER = 300
_LONGEST = 64  # tokens, the most that the setting allows
_SHOWN = 8  # only this many words of a continuation count, so that a long one isn't worse than a short one
_COVERAGE = 0.2
_WORD = re.compile(r"\S+")
_SIGNS = re.compile(r"[^\w]+\Z")


@dataclass(frozen=True)
class Place:
    """A place in a text: the text before it, what the writer wrote there, and the text after it, if visible."""

    before: str
    truth: str
    after: str = ""


@dataclass(frozen=True)
class Result:
    """The continuations shown at a place, best first, and how sure the model was of the first."""

    truth: list[str]
    shown: list[list[str]]
    sure: float

    def right(self, number: int) -> int:
        """Return how many words at the beginning of a continuation are the writer's. The last may be followed by other
        punctuation: the writer accepts it all the same."""
        words = self.shown[number] if number < len(self.shown) else []
        count = 0
        for own, shown in zip(self.truth, words, strict=False):
            count += _bare(own) == _bare(shown)
            if own != shown:
                break
        return count

    def saved(self, count: int) -> int:
        """Return the characters saved by the best of `count` continuations, including blanks but not punctuation after
        the last word."""
        right = max((self.right(number) for number in range(count)), default=0)
        if not right:
            return 0
        *before, last = self.truth[:right]
        return sum(len(word) + 1 for word in before) + len(_bare(last)) + 1


def _bare(word: str) -> str:
    """Return a word without the punctuation after it; punctuation alone is returned as it is."""
    return _SIGNS.sub("", word) or word


def places(texts: Sequence[str], count: int, kind: str, seed: int) -> Iterator[Place]:
    """Yield places between two words, each in a different paragraph of some length."""
    chance = random.Random(seed)
    paragraphs = [(text, match) for text in texts for match in re.finditer(r"[^\n].{200,}", text)]
    for text, paragraph in chance.sample(paragraphs, min(count, len(paragraphs))):
        words = list(_WORD.finditer(text, *paragraph.span()))
        at = chance.randrange(8, len(words) - 12)
        start = words[at - 1].end()
        before = text[max(0, start - _BEFORE) : start]
        if kind == "end":
            yield Place(before, text[start : words[min(at + 20, len(words) - 1)].end()])
        else:
            stop = words[at + chance.randrange(0, 5)].end()
            after = text[stop : min(stop + _AFTER, paragraph.end())]
            truth = (
                text[start:stop] if kind == "both sides" else text[start : words[min(at + 20, len(words) - 1)].end()]
            )
            yield Place(before, truth, after if kind == "both sides" else "")


def result_at(model: Model, place: Place, manner: Manner) -> Result:
    """Return the model's continuations at a place."""
    return result_of(scoring.Session(model, place.before + place.after), place, manner)


def result_of(session: Session, place: Place, manner: Manner) -> Result:
    """Return the continuations at a place in a session that has the text around it."""
    found = shown_at(session, len(place.before), manner)
    return Result(
        place.truth.split(),
        [one.text.split()[:_SHOWN] for one in found],
        found[0].confidence if found else float("-inf"),
    )


def shown_at(session: Session, offset: int, manner: Manner) -> list[Continuation]:
    """Return the finished continuations at a place in a session's text, best first."""
    known = deque(session.continuations(offset, offset, manner), maxlen=1)
    return known[0] if known else []


def loops(model: Model, place: Place) -> bool:
    """Return True if the longest continuation at a place repeats four tokens of the 64 before the last of them."""
    offset = len(place.before)
    shown = shown_at(scoring.Session(model, place.before), offset, Manner(_LONGEST))
    text = place.before + (shown[0].text if shown else "")
    ids, _, ends = model.tokenizer.encode(text)
    return any(
        ids[at : at + 4].tolist() in (ids[before : before + 4].tolist() for before in range(max(0, at - 61), at))
        for at in range(4, len(ids) - 3)
        if ends[at] > offset
    )


def row(results: Sequence[Result]) -> str:
    """Return the figures of some places."""
    count = len(results)
    exact = [sum(one.right(0) >= min(n, len(one.truth)) for one in results) / count for n in range(1, 6)]
    shown = sum(len(one.shown[0]) for one in results if one.shown)
    wrong = sum(len(one.shown[0]) - one.right(0) for one in results if one.shown)
    saved = [sum(one.saved(k) for one in results) / count for k in (1, 5)]
    figures = "  ".join(f"{share:.2f}" for share in exact)
    return f"{figures}  {saved[0]:6.2f}  {saved[1]:6.2f}  {100 * wrong / max(shown, 1):5.0f}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--places", type=int, default=400)
    parser.add_argument("--model", default="default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--loops", action="store_true", help="how often continuations repeat themselves")
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in options.texts]
    model = scoring.load_model(options.model)
    print(f"# {options.places} places a kind, of {', '.join(path.name for path in options.texts)}; {model.name}")
    if options.loops:
        found = [loops(model, place) for place in places(texts, options.places, "end", options.seed)]
        print(f"{sum(found)} of {len(found)} continuations repeat themselves")
        return 0
    print("kind             coverage  exact@1…5                      saved@1 saved@5  wrong   sure")
    for kind in ("end", "middle", "both sides"):
        manner = Manner(16, candidates=5)
        results = [result_at(model, place, manner) for place in places(texts, options.places, kind, options.seed)]
        results.sort(key=lambda one: -one.sure)
        surest = results[: round(_COVERAGE * len(results))]
        print(f"{kind:<16} {'all':>8}  {row(results)}", flush=True)
        print(f"{kind:<16} {_COVERAGE:8.0%}  {row(surest)}  {surest[-1].sure:5.2f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
