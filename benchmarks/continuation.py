"""Measure writing on: how soon the first word comes, how fast the others do, and how often they are right.

Speed is measured against transformers' `generate`, in the same rounds and on one thread: the first word with a prefix
that it has not seen, the rate with a cache of it. Quality is measured at the same places in every run.

    python -m benchmarks.continuation TEXT... [--dtype float32] [--rounds 5] [--places 200]
"""

from __future__ import annotations

import argparse
import copy
import random
import re
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import torch

from scoring.model.model import DTYPES, Model, load_model, load_network
from scoring.model.processor import use_threads
from scoring.protocol import Continuation, Manner
from scoring.session import Session

_DECODED, _FIRST = 33, 2
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BEFORE, _AFTER = 800, 400
"""The code points before and after a place that the model sees."""


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def speed(model: Model, network: Any, text: str, prefix: int, rounds: int) -> None:
    """Print how long the first word takes, and each token after it, for a prefix of so many tokens."""
    ids, _, ends = model.tokenizer.encode(text)
    place = int(ends[prefix - 1])
    session = Session(model, text[:place])
    session.settle_scores()
    cold = torch.tensor([[model.start_id, *ids[:prefix].tolist()]])

    with torch.inference_mode():
        cached = network(cold[:, :-1], use_cache=True).past_key_values

    def generate(tokens: int, cache: Any = None) -> float:
        def run() -> None:
            settings: dict[str, Any] = {"max_new_tokens": tokens, "min_new_tokens": tokens, "do_sample": False}
            mask = torch.ones_like(cold)
            network.generate(cold, attention_mask=mask, pad_token_id=0, cache=cache, **settings)

        return seconds(run)

    def write(tokens: int) -> float:
        return seconds(lambda: list(islice(session.continue_text(place, tokens), tokens)))

    def side_by_side(candidates: int) -> float:
        manner = Manner(max_tokens=16, candidates=candidates)
        written = 0

        def run() -> None:
            nonlocal written
            for found in session.continuations(place, place, manner):
                written = max(written, *(len(one.log_probs) for one in found), 1)

        return seconds(run) / max(written, 1)

    write(_FIRST)
    rows: list[tuple[float, ...]] = []
    for _ in range(rounds):
        first, all_first = write(_FIRST), generate(_FIRST)
        rest, all_rest = write(_DECODED), generate(_DECODED, copy.deepcopy(cached))
        one, five = side_by_side(1), side_by_side(5)
        rate, other = (_DECODED - _FIRST) / (rest - first), _DECODED / all_rest
        rows.append((first, all_first, all_first / first, rate, other, rate / other, five / one))
    medians = [statistics.median(column) for column in zip(*rows, strict=True)]
    names = ("first word, s", "generate, s", "times sooner", "tokens/s", "generate's", "ratio", "five for one")
    print(f"{prefix:>6} " + "  ".join(f"{name} {value:.3g}" for name, value in zip(names, medians, strict=True)))


class Place(NamedTuple):
    """A place in a text, right after a word, and the text around it."""

    before: str
    after: str


def places(texts: list[Path], count: int) -> Iterator[Place]:
    """Yield the same places in every run: after a word and before a blank, in the middle of a sentence."""
    chosen = random.Random(17)
    whole = [re.sub(r"(?<!\n)\n(?!\n)", " ", path.read_text(encoding="utf-8")) for path in texts]
    for number in range(count):
        text = whole[number % len(whole)]
        while True:
            start = chosen.randrange(_BEFORE, len(text) - _AFTER)
            found = re.compile(r"(?<=[a-z])(?= [a-z]+ [a-z]+ [a-z])").search(text, start)
            if found is not None and found.start() < len(text) - _AFTER:
                yield Place(text[found.start() - _BEFORE : found.start()], text[found.start() :][:_AFTER])
                break


def first_word(text: str) -> str:
    found = _WORD.search(text)
    return found.group() if found else ""


def saved(text: str, truth: str) -> int:
    """Return how many code points of the truth a continuation has right, up to the end of a word."""
    right = len(text) if truth.startswith(text) else next(i for i, c in enumerate(text) if truth[i : i + 1] != c)
    while right and re.match(r"[^\W_]", truth[right : right + 1]) and re.match(r"[^\W_]", truth[right - 1]):
        right -= 1
    return right


def repeats(model: Model, before: str, text: str) -> bool:
    """Return True if a continuation has four tokens in a row that stand in the 64 before their last one."""
    known = model.tokenizer.encode(before + text)[0].tolist()
    new = len(known) - len(model.tokenizer.encode(before)[0])
    for end in range(len(known) - new + 1, len(known) + 1):
        window = known[max(0, end - 64) : end]
        if any(window[at : at + 4] == window[-4:] for at in range(len(window) - 4)):
            return True
    return False


def last(found: Iterator[list[Continuation]]) -> list[Continuation]:
    """Return the continuations in the end."""
    return deque(found, maxlen=1).pop()


def quality(model: Model, texts: list[Path], count: int) -> None:
    """Print how often continuations are right, and how often they repeat themselves."""
    exact, any_exact, one_saved, five_saved, looped, between = (0,) * 6
    sure: list[tuple[float, bool]] = []
    manner = Manner(max_tokens=24, candidates=5)
    for place in places(texts, count):
        session = Session(model, place.before)
        found = last(session.continuations(len(place.before), len(place.before), manner, exact=True))
        words = [first_word(one.text) for one in found]
        is_right = words[:1] == [first_word(place.after)]
        exact += is_right
        sure.append((found[0].log_probs[0] if found and found[0].log_probs else -99.0, is_right))
        any_exact += first_word(place.after) in words
        gains = [saved(one.text, place.after) for one in found] or [0]
        one_saved += gains[0]
        five_saved += max(gains)
        written = "".join(session.continue_text(len(place.before), 32))
        looped += any(repeats(model, place.before, text) for text in (written, *(one.text for one in found[:1])))
        rest = place.after[1 + len(first_word(place.after)) :]
        both = Session(model, place.before + rest)
        filled = last(both.continuations(len(place.before), len(place.before), Manner(max_tokens=8, candidates=5)))
        between += [first_word(one.text) for one in filled[:1]] == [first_word(place.after)]
    sure.sort(reverse=True)
    fifth = sure[: max(1, count // 5)]
    print(f"{count} places: first word exact {exact / count:.3f}; among five {any_exact / count:.3f}")
    print(
        f"  at the fifth of the places where the first token is likeliest {sum(r for _, r in fifth) / len(fifth):.3f}"
    )
    print(f"  one missing word, with the text after it: exact {between / count:.3f}")
    print(f"  saved@1 {one_saved / count:.2f}, saved@5 {five_saved / count:.2f} code points a place")
    print(f"  places with four tokens repeated within 64: {looped / count:.3f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+", metavar="TEXT")
    parser.add_argument("--dtype", default="float32", choices=sorted(DTYPES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--places", type=int, default=200)
    options = parser.parse_args()
    use_threads(1)
    model = load_model("default", options.dtype, "cpu")
    text = options.texts[0].read_text(encoding="utf-8")[5000:]
    if options.rounds:
        network = load_network("default", DTYPES[options.dtype])
        for prefix in (500, 1500):
            speed(model, network, text, prefix, options.rounds)
    if options.places:
        quality(model, options.texts, options.places)


if __name__ == "__main__":
    main()
