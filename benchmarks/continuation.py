"""Measures continuations: how soon the first word comes, how fast the rest follow, how many tokens agree with exact
weights, and how often the text repeats itself.

Speed is measured against transformers' `generate` and llama.cpp, in the same rounds and on one thread: the first word
after an uncached prefix, the rate with the prefix cached. For the quality of the words see
`benchmarks.continuation_quality`, for llama.cpp `benchmarks.llama_cpp`.

    python -m benchmarks.continuation TEXT... [--dtype float32] [--rounds 5] [--places 200] [--same 64]
        [--llama-cpp FOLDER --gguf FILE]
"""

from __future__ import annotations

import argparse
import copy
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import torch

from benchmarks.llama_cpp import LlamaCpp
from scoring.model.model import DTYPES, Model, load_model, load_network
from scoring.model.processor import use_threads
from scoring.protocol import Manner
from scoring.session import Session

_DECODED, _FIRST = 33, 2
_WARM_UP = "The harbour lay still that morning, and"
_BEFORE = 800
"""How many code points before a place the model sees."""


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def speed(model: Model, network: Any, other: LlamaCpp | None, text: str, prefix: int, rounds: int) -> None:
    """Print how long the first word takes, and each token after it, for a prefix of `prefix` tokens."""
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

    write(_DECODED)  # packs the weights
    rows: list[dict[str, float]] = []
    for _ in range(rounds):
        first, all_first = write(_FIRST), generate(_FIRST)
        rest, all_rest = write(_DECODED), generate(_DECODED, copy.deepcopy(cached))
        one, five = side_by_side(1), side_by_side(5)
        rate, generated = (_DECODED - _FIRST) / (rest - first), _DECODED / all_rest
        row = {"first word, s": first, "generate's": all_first, "times sooner": all_first / first}
        row |= {"tokens/s": rate, "generate's/s": generated, "ratio to it": rate / generated}
        if other is not None:
            known = 1 / other.write(cold[0].tolist(), _DECODED)[1]
            row |= {"llama.cpp's/s": known, "ratio to that": rate / known}
        rows.append(row | {"five for one": five / one})
    medians = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
    print(f"{prefix:>6} " + "  ".join(f"{name} {value:.3g}" for name, value in medians.items()), flush=True)


@torch.inference_mode()
def agreement(model: Model, exact: Model, texts: list[Path], count: int) -> None:
    """Print how many of the tokens written by exact weights in float32 are also the likeliest with packed weights."""
    same = total = 0
    for number, before in enumerate([_WARM_UP, *places(texts, count)]):
        ids = torch.tensor([model.start_id, *model.tokenizer.encode(before)[0].tolist()])
        length = len(ids)
        kept, known = (one.trunk.new_storage(length + _DECODED) for one in (model, exact))
        model.trunk.forward(ids, torch.arange(length), kept, 0, None)
        hidden = exact.trunk.forward(ids, torch.arange(length), known, 0, None)[-1:]
        for at in range(length, length + _DECODED - 1):
            token, place = exact.logits(hidden).argmax(-1), torch.tensor([at])
            visible = torch.ones(1, at + 1, dtype=torch.bool)
            hidden = exact.trunk.forward(token, place, known, at, None)
            found = model.decoded_log_probs(model.trunk.decode(token, place, kept, at, visible))
            if number:  # the weights are packed by then
                same += int(found.argmax() == exact.logits(hidden).argmax())
                total += 1
    print(f"{total} tokens of float32: {same / total:.4f} are the likeliest for packed weights, too", flush=True)


def places(texts: list[Path], count: int) -> Iterator[str]:
    """Yield the text before places that are the same in every run: after a word, in the middle of a sentence."""
    chosen = random.Random(17)
    whole = [re.sub(r"(?<!\n)\n(?!\n)", " ", path.read_text(encoding="utf-8")) for path in texts]
    for number in range(count):
        text = whole[number % len(whole)]
        start = chosen.randrange(_BEFORE, len(text) * 9 // 10)
        found = re.compile(r"(?<=[a-z])(?= [a-z]+ [a-z])").search(text, start)
        if found is not None:
            yield text[found.start() - _BEFORE : found.start()]


def repeats(model: Model, before: str, text: str) -> bool:
    """Return True if a continuation has four tokens in a row that also occur in the 64 before the last of them."""
    known = model.tokenizer.encode(before + text)[0].tolist()
    new = len(known) - len(model.tokenizer.encode(before)[0])
    for end in range(len(known) - new + 1, len(known) + 1):
        window = known[max(0, end - 64) : end]
        if any(window[at : at + 4] == window[-4:] for at in range(len(window) - 4)):
            return True
    return False


def repetition(model: Model, texts: list[Path], count: int) -> None:
    """Print how often a continuation repeats itself or the text before it."""
    looped = 0
    for before in places(texts, count):
        looped += repeats(model, before, "".join(Session(model, before).continue_text(len(before), 32)))
    print(f"{count} places: four tokens repeated from the 64 before, at {looped / count:.3f} of them")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+", metavar="TEXT")
    parser.add_argument("--dtype", default="float32", choices=sorted(DTYPES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--places", type=int, default=200)
    parser.add_argument("--same", type=int, default=64, help="places with 32 tokens each")
    parser.add_argument("--llama-cpp", type=Path)
    parser.add_argument("--gguf", type=Path)
    options = parser.parse_args()
    use_threads(1)
    model = load_model("default", options.dtype, "cpu")
    text = options.texts[0].read_text(encoding="utf-8")[5000:]
    if options.rounds:
        network = load_network("default", DTYPES[options.dtype])
        with ExitStack() as stack:
            other = None
            if options.llama_cpp is not None:
                other = stack.enter_context(LlamaCpp(options.llama_cpp, options.gguf))
            for prefix in (500, 1500):
                speed(model, network, other, text, prefix, options.rounds)
    if options.same:
        exact = model if options.dtype == "float32" else load_model("default", "float32", "cpu")
        agreement(model, exact, options.texts, options.same)
    if options.places:
        repetition(model, options.texts, options.places)


if __name__ == "__main__":
    main()
