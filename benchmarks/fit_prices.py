"""Fit the prices of edits and the order of suggestions (`scoring/edits/prices.py`) to sets with human edits.

    python -m benchmarks.fit_prices search jfleg_dev harper_dev gmeg_wiki_dev clean_dev --rows 0:100 --kept found.jsonl
    python -m benchmarks.fit_prices fit found.jsonl

The search takes an hour and saves what it finds, so that you can repeat the fit in seconds.

Prices: logistic regression. A word is wrong with probability sigmoid(scale * (strength - offset)), where its strength
is the most that any edit of it gains above its price. A price is a sum over what is known about an edit beforehand; the
gain has weight 1, so prices are in nats. Order: the edit that a human made comes first with probability
softmax(gain - order). All sets weigh the same, clean prose half; the weights are held close to their starting values.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

import scoring
from benchmarks.quality import load_measure
from scoring.edits.kinds import EditKind
from scoring.edits.place import Word
from scoring.edits.prices import EXTRAS, ORDER, PRICE, circumstances
from scoring.edits.proposals import WordEdit
from scoring.edits.search import EditSearch
from scoring.edits.trials import Findings
from scoring.language.english import english
from scoring.language.passages import Passages
from scoring.model.processor import use_threads

_BELOW = 2.0
"""The search tries edits this many nats below their present price."""
_NEVER = (EditKind.REWORD, EditKind.DROP, EditKind.RENAME)
_KINDS = [kind for kind in EditKind if kind not in _NEVER]
_OTHERS = ["opening", "opening added", "name", "short", "next"]
"""The names of `prices.circumstances`."""
_NONE = -6.0
"""Strength of a word that no edit improves."""
_HOLD = 0.1
_HOLD_ORDER = 0.01
"""How hard prices and order are held close to their starting values."""


def lenient(word: Word, edit: WordEdit, next_surprisal: float) -> float:
    """Return a lower price than the present one, so that more edits are tried."""
    return PRICE[edit.kind] - _BELOW


def findings(search: EditSearch, text: str) -> Iterator[tuple[int, Findings]]:
    """Yield the findings of all passages, each with its passage's offset in the text."""
    for passage in Passages(text).overlapping(0, len(text)):
        run = search.run(text[passage.context : passage.end], passage.start - passage.context)
        while True:
            try:
                next(run)
            except StopIteration as done:
                yield from ((passage.context, finding) for finding in done.value)
                break


def described(evaluate: Any, row: dict[str, Any], search: EditSearch) -> list[dict[str, Any]]:
    """Return the words searched in a row, in order, with their labels and edits; human edits are marked."""
    found, text, words = list(findings(search, row["text"])), row["text"], []
    following = [*(finding.surprisal for _, finding in found[1:]), 0.0]
    for (shift, finding), next_surprisal in zip(found, following, strict=True):
        start, end = finding.word.start + shift, finding.word.end + shift
        human = human_texts(row, start, end)
        words.append(
            {
                "label": max((y for s, e, y in evaluate.words(row) if s < end and e > start), default=0),
                "edits": [
                    [
                        gain.edit.kind.name,
                        gain.nats,
                        _made(text, gain.edit, shift) in human,
                        circumstances(finding.word, gain.edit.kind, next_surprisal),
                    ]
                    for gain in finding.gains
                ],
            }
        )
    return words


def _made(text: str, edit: WordEdit, shift: int) -> str:
    return _squashed(text[: edit.start + shift] + edit.replacement + text[edit.end + shift :])


def _squashed(text: str) -> str:
    return "".join(text.lower().split())


def human_texts(row: dict[str, Any], start: int, end: int) -> set[str]:
    """Return the squashed texts that result from human edits of the one word at [start, end)."""
    tokens, made = row["tokens"], set()
    for _, first, past, replacement in row["edits"]:
        if past - first > 1 or len(replacement.split()) > 1 or first >= len(row["spans"]):
            continue
        low, high = row["spans"][first]
        if low < end and high > start:
            made.add(_squashed(" ".join([*tokens[:first], *replacement.split(), *tokens[past:]])))
    return made


def search_sets(options: argparse.Namespace) -> None:
    """Search the rows and save what was found."""
    evaluate = load_measure(options.folder)
    use_threads()
    search = EditSearch(scoring.load_model("default", dtype="auto"), english, price=lenient)
    first, past = map(int, options.rows.split(":"))
    with options.kept.open("w", encoding="utf-8") as kept:
        for name in options.sets:
            for line in (options.folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[first:past]:
                words = described(evaluate, json.loads(line), search)
                print(json.dumps({"set": name, "words": words}), file=kept, flush=True)


def fit(rows: list[dict[str, Any]]) -> None:
    """Fit and print the prices and the order."""
    words = [word for row in rows for word in row["words"]]
    names = [row["set"] for row in rows for _ in row["words"]]
    share = {name: (0.5 if name.startswith("clean") else 1.0) / names.count(name) for name in set(names)}
    weights = torch.tensor([share[name] for name in names])
    edits = [
        (index, nats, [*(float(kind == other.name) for other in _KINDS), *extra])
        for index, word in enumerate(words)
        for kind, nats, _, extra in word["edits"]
        if EditKind[kind] in _KINDS
    ]
    fit_prices(words, edits, weights / weights.sum())
    fit_order(words)


def fit_prices(words: list[Any], edits: list[tuple[int, float, list[float]]], weights: Any) -> None:
    """Fit and print the prices. `edits`: the index of the word, the gain, and the terms of the price."""
    gains = torch.tensor([nats for _, nats, _ in edits])
    known = torch.tensor([parts for _, _, parts in edits])
    owner = torch.tensor([index for index, *_ in edits])
    labels = torch.tensor([float(word["label"]) for word in words])
    begin = torch.tensor([PRICE[kind] for kind in _KINDS] + [*EXTRAS])
    prices = begin.clone().requires_grad_()
    offset = torch.tensor(2.0, requires_grad=True)
    scale = torch.tensor(-0.7, requires_grad=True)
    optimizer = torch.optim.Adam([prices, offset, scale], lr=0.05)
    held = torch.tensor([0.1] * (len(begin) - 1) + [0.3])
    for _ in range(600):
        optimizer.zero_grad()
        strongest = torch.full((len(labels),), _NONE).scatter_reduce(0, owner, gains - known @ prices, "amax")
        logits = scale.exp() * (strongest - offset)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels, weights, reduction="sum")
        loss = loss + _HOLD * ((held * (prices - begin)) ** 2).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    for name, value in zip([*(kind.name for kind in _KINDS), *_OTHERS], prices.tolist(), strict=True):
        print(f"price {name:16} {value:6.1f}")


def fit_order(words: list[Any]) -> None:
    """Fit and print the order: what is subtracted from the gains to sort suggestions."""
    kinds = list(EditKind)
    known = [[(kinds.index(EditKind[kind]), nats, human) for kind, nats, human, _ in word["edits"]] for word in words]
    known = [edits for edits in known if any(human for _, _, human in edits) and len(edits) > 1]
    begin = torch.tensor([ORDER[kind] for kind in kinds])
    order = begin.clone().requires_grad_()
    optimizer = torch.optim.Adam([order], lr=0.05)
    for _ in range(300):
        optimizer.zero_grad()
        loss = _HOLD_ORDER * ((order - begin) ** 2).sum()
        for edits in known:
            scores = torch.tensor([nats for _, nats, _ in edits]) - order[[kind for kind, _, _ in edits]]
            human = torch.tensor([human for _, _, human in edits])
            loss = loss - (torch.logsumexp(scores[human], 0) - torch.logsumexp(scores, 0)) / len(known)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    for kind, value in zip(kinds, order.tolist(), strict=True):
        print(f"order {kind.name:16} {value:6.1f}")


def main() -> None:
    """Search or fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    search = verbs.add_parser("search")
    search.add_argument("sets", nargs="+")
    search.add_argument("--rows", default="0:100", help="first row and the one past the last")
    search.add_argument("--folder", type=Path, default=Path("../shared/quality"))
    search.add_argument("--kept", type=Path, required=True)
    verbs.add_parser("fit").add_argument("kept", type=Path)
    options = parser.parse_args()
    if options.verb == "search":
        search_sets(options)
    else:
        fit([json.loads(line) for line in options.kept.read_text(encoding="utf-8").splitlines()])


if __name__ == "__main__":
    main()
