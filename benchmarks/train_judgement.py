"""Fit the judgement: from prose with mistakes whose corrections are known to `scoring/flags/judgement.safetensors`.

    python -m benchmarks.train_judgement collect --prose ../shared/prose --pairs ../shared/quality/harper_dev.jsonl \
        --history history.jsonl
    python -m benchmarks.train_judgement fit

`collect` makes mistakes in prose, scores and searches the texts, and writes what it finds in pieces under `--work`; run
again, it goes on where it stopped. `fit` trains the two networks on that: for each word, the probability of what is
true of it (that it is right, one of the edits tried, or something else) is to be high.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch import nn

import scoring
from benchmarks.train_probe.mistakes import Edit, Mistaken
from benchmarks.train_probe.pairs import HELD_OUT, read_pairs
from benchmarks.train_probe.texts import Prose, everyday
from scoring.edits.kinds import EditKind
from scoring.flags import judgement
from scoring.flags.evidence import edit_rows
from scoring.probe.probe import read_probe
from scoring.session import Session
from scoring.verbs.lessons import lessons, right_edit

_PIECE = 30  # documents
_BATCH = 1024  # words
_ORDER_ONLY = 1000
"""Added to the place of the right edit where only the order of the edits is to be learnt, given that the word is
wrong."""
_ORDER_WEIGHT = 0.3
_LONGEST = 45  # words
NO_PAIR = -1
_TURNS = ("prose", "pairs", "everyday", "history", "history")
_HIDDEN = {"word": 64, "edit": 128}
_DROPPED = 0.4
_EPOCHS, _RATE = 40, 4e-3


def pairs(path: Path, third: int) -> Iterator[tuple[int, Mistaken]]:
    """Yield the wrong sentences of a set, and the right ones as they are, each with its place in the set. Only those of
    the third that the probe has not learnt from: it is too sure of the others."""
    for place, row in list(enumerate(read_pairs(path)))[third::HELD_OUT]:
        spans, text = row["spans"], row["text"]
        edits = []
        for _, first, past, replacement in row["edits"]:
            start = spans[first][0] if first < len(spans) else len(text)
            end = spans[past - 1][1] if past > first else start
            edits.append(Edit(start, end, replacement if past > first else f"{replacement} ", ""))
        yield place, Mistaken(text, tuple(edits))
        yield place, Mistaken(row["good"], ())


def evidence(session: Session, edits: Sequence[Edit]) -> Iterator[tuple[Any, ...]]:
    """Yield for each word of a settled document its row, those of its edits, and the truth."""
    lexicon = session.review.lexicon
    for lesson in lessons(session, edits):
        yield lesson.word, lesson.edits, lesson.truth
        if lesson.corrections and not lesson.is_searched:
            # The list of suggestions has all edits: learn their order too.
            every = session.suggester.all_edits(lesson.reading, lesson.case.start)
            gains = next((one.gains for one in every if one.word.start == lesson.case.start), ())
            place = right_edit(lesson.reading, lesson.corrections, gains)
            if place is not None:
                yield lesson.word, edit_rows(lesson.case, gains, lexicon), _ORDER_ONLY + place


def documents(
    prose: Path, given: Path | None, history: Path | None, count: int, third: int = 0
) -> Iterator[tuple[int, Mistaken]]:
    """Yield texts in an order of their own, always the same: prose, pairs, everyday sentences and history in turns.

    Each pair of `given` comes with its place in that set; the other texts with `NO_PAIR`. The seed is one that the
    probe did not learn from. Long passages of prose are left out: they take long.
    """
    made = Prose(prose)
    real = _shuffled(given, third)
    corrected = [(NO_PAIR, text) for _, text in _shuffled(history, third)]
    for index in range(count):
        turn, number = index % len(_TURNS), index // len(_TURNS)
        if _TURNS[turn] == "everyday":
            yield NO_PAIR, everyday(index, seed=1)
        elif _TURNS[turn] == "pairs" and number < len(real):
            yield real[number]
        elif _TURNS[turn] == "history" and 2 * number + 1 < len(corrected):
            yield corrected[2 * number + turn % 2]
        else:
            found = (made.document(1000 * index + attempt, seed=1) for attempt in range(1000))
            yield NO_PAIR, next(one for one in found if len(one.text.split()) <= _LONGEST)


def _shuffled(path: Path | None, third: int) -> list[tuple[int, Mistaken]]:
    found = list(pairs(path, third)) if path else []
    random.Random(7).shuffle(found)
    return found


def collect(options: argparse.Namespace) -> None:
    """Score and search the texts, and write what was found."""
    options.work.mkdir(parents=True, exist_ok=True)
    model = scoring.load_model("default")
    if options.probe is not None:
        model.probe = read_probe(options.probe).to(model.device)
    texts = documents(options.prose, options.pairs, options.history, options.documents, options.third)
    begun = time.perf_counter()
    piece: list[tuple[Any, ...]] = []
    for index, (pair, made) in enumerate(texts):
        path = options.work / f"{index // _PIECE:05}.npz"
        if path.exists() or index // _PIECE % options.of != options.part:
            continue
        session = Session(model, made.text)
        session.settle()
        piece += ((pair, *one) for one in evidence(session, made.edits))
        if index % _PIECE == _PIECE - 1:
            write(path, piece)
            piece = []
            print(f"{index + 1} of {options.documents} documents, {time.perf_counter() - begun:.0f} s", flush=True)


def write(path: Path, piece: list[tuple[Any, ...]]) -> None:
    """Write the evidence about some documents."""
    pairs, words, rows, truth = zip(*piece, strict=True)
    edits = [one for one in rows if one is not None]
    np.savez(
        path,
        pairs=np.array(pairs, np.int32),
        words=np.array(words, np.float16),
        edits=np.concatenate(edits).astype(np.float16),
        counts=np.array([0 if one is None else len(one) for one in rows], np.int32),
        truth=np.array(truth, np.int32),
    )


def fit(options: argparse.Namespace) -> None:
    """Train the networks and write the file."""
    torch.manual_seed(2)
    pieces = [np.load(path) for path in sorted(options.work.glob("*.npz"))]
    learnt = np.concatenate([piece["pairs"] for piece in pieces])
    learnt = (learnt == NO_PAIR) | (learnt >= options.hold_out) | (learnt % HELD_OUT != 0)
    counts = np.concatenate([piece["counts"] for piece in pieces])
    rows = np.concatenate([piece["edits"] for piece in pieces])[np.repeat(learnt, counts)]
    edits, counts = torch.from_numpy(rows.astype(np.float32)), counts[learnt]
    words = torch.from_numpy(np.concatenate([piece["words"] for piece in pieces])[learnt].astype(np.float32))
    truth = torch.from_numpy(np.concatenate([piece["truth"] for piece in pieces])[learnt].astype(np.int64))
    starts = np.concatenate([[0], np.cumsum(counts)])
    networks = nn.ModuleDict(
        {
            "word": network(words.shape[1], _HIDDEN["word"]),
            "edit": network(words.shape[1] + edits.shape[1], _HIDDEN["edit"]),
        }
    )
    if options.start is not None:
        kept = load_file(options.start)
        networks.load_state_dict({name.replace(".1.", ".3."): torch.from_numpy(kept[name]).float() for name in kept})
    weights = torch.where(truth < _ORDER_ONLY, 1.0, _ORDER_WEIGHT)
    rate, epochs = (_RATE, _EPOCHS) if options.start is None else (_RATE / 2, _EPOCHS // 2)
    optimiser = torch.optim.AdamW(networks.parameters(), lr=rate, weight_decay=5e-2)
    steps = epochs * -(-len(words) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps)
    for epoch in range(epochs):
        total = 0.0
        for some in torch.split(torch.randperm(len(words)), _BATCH):
            loss = (losses(networks, words, edits, counts, starts, truth, some.numpy()) * weights[some]).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            total += loss.item() * len(some)
        print(f"epoch {epoch + 1}: {total / len(words):.4f} nats a word", flush=True)
    tensors = {name: np.ascontiguousarray(value.detach().numpy()) for name, value in networks.state_dict().items()}
    tensors = {name.replace(".3.", ".1."): value for name, value in tensors.items()}
    metadata = {"edit_kinds": json.dumps([kind.name for kind in EditKind])}
    save_file(tensors, Path(judgement.__file__).parent / judgement.FILE, metadata)


def network(inputs: int, hidden: int) -> nn.Sequential:
    """Return a network with one hidden layer and one output."""
    return nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Dropout(_DROPPED), nn.Linear(hidden, 1))


def losses(networks: Any, words: Any, edits: Any, counts: Any, starts: Any, truth: Any, some: Any) -> torch.Tensor:
    """Return the surprisal of the truth about some words, in nats."""
    own = counts[some]
    most = int(own.max(initial=0))
    scores = torch.full((len(some), 2 + most), -torch.inf)
    truth = truth[some]
    whole = truth < _ORDER_ONLY
    scores[whole, 0] = 0.0
    scores[whole, 1] = networks["word"](words[some][whole])[:, 0]
    if most:
        rows = np.repeat(np.arange(len(some)), own)
        places = np.concatenate([np.arange(starts[word], starts[word + 1]) for word in some])
        columns = np.concatenate([np.arange(count) for count in own])
        inputs = torch.cat([edits[places], words[some][rows]], 1)
        scores[rows, 2 + columns] = networks["edit"](inputs)[:, 0]
    return nn.functional.cross_entropy(scores, torch.where(whole, truth, truth - _ORDER_ONLY + 2), reduction="none")


def main() -> None:
    """Collect the evidence or fit the networks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("collect", "fit"))
    parser.add_argument("--prose", type=Path, default=Path("../shared/prose"))
    parser.add_argument("--pairs", type=Path, help="pairs of wrong and right sentences, too")
    parser.add_argument("--history", type=Path, help="pairs from the history of documents, too")
    parser.add_argument("--documents", type=int, default=6000)
    parser.add_argument("--part", type=int, default=0, help="of --of: share the work between processes")
    parser.add_argument("--of", type=int, default=1)
    parser.add_argument("--probe", type=Path, help="the probe, trained with --hold-out; the shipped one otherwise")
    parser.add_argument("--third", type=int, default=0, help="of the pairs: the one that the probe didn't learn from")
    parser.add_argument(
        "--hold-out", type=int, default=0, help="fit without every third of the first so many pairs, to measure on them"
    )
    parser.add_argument("--start", type=Path, help="a judgement to go on learning from, instead of from nothing")
    parser.add_argument("--work", type=Path, default=Path("build/judgement"))
    options = parser.parse_args()
    {"collect": collect, "fit": fit}[options.step](options)


if __name__ == "__main__":
    main()
