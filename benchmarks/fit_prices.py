"""Fits the prices of edits (`scoring/edit_costs.py`) on sets with human edits.

    python -m benchmarks.fit_prices jfleg_dev harper_dev gmeg_wiki_dev clean_dev --rows 0:40

Logistic regression: a word is wrong with probability sigmoid(scale * (max over its edits of gain - price - offset)).
A price is a sum of what is known of an edit beforehand; the gain weighs 1, so that the prices are in nats. The sets
weigh alike, clean prose half; weights are held near where they start.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import torch

import scoring
from benchmarks.quality import load_measure
from scoring.edit_search import EditSearch, Findings
from scoring.edits import Edit, EditKind, Word
from scoring.english import english
from scoring.passages import Passages
from scoring.processor import use_threads
from scoring.trials import Gain

_LENIENT = {
    EditKind.SWAP_FUNCTION: 3.5,
    EditKind.FROM_FUNCTION: 4.5,
    EditKind.DROP_FUNCTION: 3.5,
    EditKind.REWORD: 99.0,
    EditKind.DROP: 99.0,
    EditKind.RENAME: 99.0,
}
"""Prices at which edits are tried: below those that come out."""
_KINDS = [kind for kind in EditKind if _LENIENT.get(kind, 0.0) < 99.0]
_SPELLED = (EditKind.RESPELL, EditKind.RESPELL_FAR, EditKind.RESEMBLE, EditKind.RESEMBLE_FAR)
_OTHERS = ["opening", "opening added", "name", "short", "next"]
_NONE = -6.0
"""Strength of a word against which nothing speaks."""
_HOLD = 0.1


def lenient(word: Word, edit: Edit, next_surprisal: float) -> float:
    """A price that lets more edits be tried than the present ones."""
    return _LENIENT.get(edit.kind, 0.0)


def features(word: Word, gain: Gain, next_surprisal: float) -> list[float]:
    """What the price of an edit is made of; see `scoring.edit_costs.price`."""
    kind = gain.edit.kind
    return [
        *(float(kind is other) for other in _KINDS),
        float(word.opens),
        float(word.opens and kind in (EditKind.INSERT, EditKind.DROP_FUNCTION)),
        float(word.is_name),
        float(kind in _SPELLED and len(word.text) <= 4),
        min(next_surprisal, 15.0),
    ]


def findings(search: EditSearch, text: str) -> Iterator[tuple[int, Findings]]:
    """Those of all passages, each with what is to be added to its places."""
    for passage in Passages(text).overlapping(0, len(text)):
        run = search.run(text[passage.context : passage.end], passage.start - passage.context)
        while True:
            try:
                next(run)
            except StopIteration as done:
                yield from ((passage.context, finding) for finding in done.value)
                break


def main() -> None:
    """Search the rows, fit, print the prices."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--rows", default="0:40", help="first row and the one past the last")
    parser.add_argument("--folder", type=Path, default=Path("../shared/quality"))
    options = parser.parse_args()
    evaluate = load_measure(options.folder)
    use_threads()
    search = EditSearch(scoring.load_model("default", dtype="auto"), english, price=lenient)
    rows: list[list[float]] = []  # of each edit: its gain, then its features
    words: list[int] = []  # the word of each
    labels: list[float] = []
    weights: list[float] = []
    first, past = map(int, options.rows.split(":"))
    for name in options.sets:
        before = len(labels)
        for line in (options.folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[first:past]:
            row = json.loads(line)
            found = list(findings(search, row["text"]))
            following = [*(finding.surprisal for _, finding in found[1:]), 0.0]
            for start, end, label in evaluate.words(row):
                for (shift, finding), surprisal in zip(found, following, strict=True):
                    if finding.word.start + shift < end and finding.word.end + shift > start:
                        tried = [gain for gain in finding.gains if gain.edit.kind in _KINDS]
                        rows += [[gain.nats, *features(finding.word, gain, surprisal)] for gain in tried]
                        words += [len(labels)] * len(tried)
                labels.append(label)
        share = 0.5 if name.startswith("clean") else 1.0
        weights += [share / max(1, len(labels) - before)] * (len(labels) - before)
        print(f"{name}: {len(labels) - before} words, {sum(labels[before:]):.0f} of them edited", flush=True)
    fit(torch.tensor(rows), torch.tensor(words), torch.tensor(labels), torch.tensor(weights))


def fit(rows: torch.Tensor, words: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> None:
    """Fit and print the prices."""
    begin = torch.tensor([_LENIENT.get(kind, 1.0) for kind in _KINDS] + [0.0] * len(_OTHERS))
    prices = begin.clone().requires_grad_()
    offset = torch.tensor(4.0, requires_grad=True)
    scale = torch.tensor(-0.7, requires_grad=True)
    optimizer = torch.optim.Adam([prices, offset, scale], lr=0.05)
    held = torch.tensor([0.1] * (len(begin) - 1) + [0.3])
    for _ in range(600):
        optimizer.zero_grad()
        strength = rows[:, 0] - rows[:, 1:] @ prices
        strongest = torch.full((len(labels),), _NONE).scatter_reduce(0, words, strength, "amax")
        logits = scale.exp() * (strongest - offset)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            logits, labels, weights / weights.sum(), reduction="sum"
        )
        loss = loss + _HOLD * ((held * (prices - begin)) ** 2).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    for name, value in zip([*(kind.name for kind in _KINDS), *_OTHERS], prices.tolist(), strict=True):
        print(f"{name:16} {value:6.2f}")


if __name__ == "__main__":
    main()
