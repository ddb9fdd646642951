"""Check that incremental scores equal a full recompute.

Edits are replayed on a document. After each one, its scores are compared with those of transformers' own modules, run
over the whole window without a cache.
"""

from __future__ import annotations

import argparse
import gzip
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import torch

from scoring.model.model import load_network
from scoring.session import Session
from scoring.verbs.score import open_session, settle
from scoring.verbs.text_file import InputError, read_bytes, read_text
from scoring.windows.pages import Page

TOLERANCE = 1e-3
"""Nats by which float32 scores may differ from recomputed ones, since sums taken in another order round differently."""

Edit = tuple[int, int, str]
"""Start, end (code points of the text before the edit), replacement."""


@dataclass(slots=True)
class Comparison:
    """Scores compared with recomputed ones.

    Attributes:
        differences: |log_prob - recomputed log_prob| of each token compared, nats.
        first_choices: number of tokens with another first choice, although the right one led by more than the
            tolerance.
        ranks: number of tokens whose rank is off by more than rounding explains.
    """

    differences: list[npt.NDArray[np.float64]] = field(default_factory=list)
    first_choices: int = 0
    ranks: int = 0

    @property
    def all(self) -> npt.NDArray[np.float64]:
        """All differences, shape (tokens,); [0] if nothing was compared."""
        return np.concatenate(self.differences) if self.differences else np.zeros(1)


class Verifier:
    """Compares a session with a full recompute.

    Args:
        session: must have settled whenever `compare` is called.
        network: the same model, as transformers loads it.
    """

    def __init__(self, session: Session, network: Any) -> None:
        self._session = session
        self._network = network
        self.total = Comparison()

    @torch.inference_mode()
    def compare(self, pages: list[Page]) -> float:
        """Recompute the windows of `pages` and return the largest difference among their tokens, nats."""
        worst = 0.0
        for page in pages:
            ids = torch.from_numpy(self._session.window(page).astype(np.int64))[None]
            logits = self._network(ids, use_cache=False).logits[0]
            expected = torch.log_softmax(logits[page.start - page.context : -1].float(), -1)
            worst = max(worst, self._compare_page(page, expected, ids[0, page.start - page.context + 1 :]))
        return worst

    def _compare_page(self, page: Page, expected: torch.Tensor, ids: torch.Tensor) -> float:
        scores = self._session.tokens[page.start : page.end]
        own = expected.gather(1, ids[:, None])
        log_probs = torch.tensor([score.log_prob for score in scores], dtype=torch.float64)
        difference = (log_probs - own[:, 0].double()).abs()
        self.total.differences.append(difference.numpy())
        ranks = torch.tensor([score.rank for score in scores])
        least = (expected > own + TOLERANCE).sum(-1) + 1
        most = (expected > own - TOLERANCE).sum(-1)  # the token itself is among these
        self.total.ranks += int(((ranks < least) | (ranks > most)).sum())
        best = expected.topk(2, dim=-1)
        text_of = self._session.model.tokenizer.text_of
        for score, choices, values in zip(scores, best.indices, best.values, strict=True):
            assert score.predicted_tokens is not None
            clear = float(values[0] - values[1]) > TOLERANCE
            self.total.first_choices += clear and score.predicted_tokens[0][0] != text_of(int(choices[0]))
        return float(difference.max())


def random_edits(session: Session, count: int, seed: int) -> Iterator[Edit]:
    """Yield `count` edits of the kinds writers make, each for the session's text at that moment."""
    chance = random.Random(seed)
    words = session.text.split() or ["word"]
    for _ in range(count):
        length = len(session.text)
        start = chance.randint(0, length)
        kind = chance.choice(("type", "type", "delete", "replace", "paste", "break"))
        end = min(length, start + chance.randint(1, 30)) if kind in ("delete", "replace") else start
        amount = {"delete": 0, "break": 0, "type": chance.randint(1, 3), "replace": 1, "paste": chance.randint(20, 60)}
        text = " ".join(chance.choices(words, k=amount[kind]))
        yield start, end, "\n\n" if kind == "break" else (" " + text if kind == "type" else text)


class _Transaction(msgspec.Struct):
    patches: list[tuple[int, int, str]]


class _Trace(msgspec.Struct, rename="camel"):
    start_content: str
    txns: list[_Transaction]


def recorded_edits(path: Path, count: int) -> tuple[str, Iterator[Edit]]:
    """Return the text in the middle of a recorded editing trace, and the `count` edits that follow.

    The format is that of github.com/josephg/editing-traces: "startContent", and "txns" with their "patches", each a
    list [position, code points deleted, text inserted].

    Raises:
        InputError: the file cannot be read, or is not such a trace.
    """
    data = read_bytes(str(path))
    try:
        content = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        trace = msgspec.json.decode(content, type=_Trace)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise InputError(f"{path}: not a recorded trace ({error}); see github.com/josephg/editing-traces") from error
    patches = [patch for transaction in trace.txns for patch in transaction.patches]
    text = trace.start_content
    begin = max(0, len(patches) // 2 - count)
    for at, deleted, inserted in patches[:begin]:
        text = text[:at] + inserted + text[at + deleted :]
    return text, ((at, at + deleted, inserted) for at, deleted, inserted in patches[begin : begin + count])


def run(options: argparse.Namespace, show: Callable[[str], str]) -> int:
    """Print a line per edit and a summary. Returns 1 if a float32 score is off by more than the tolerance, else 0."""
    recorded = options.file.endswith((".json", ".json.gz"))
    if recorded:
        text, edits = recorded_edits(Path(options.file), options.edits)
    else:
        text, edits = read_text(options.file, options.encoding), None
    session = open_session(options, text, top_k=10)
    verifier = Verifier(session, load_network(options.model, session.model.dtype))
    settle(session)
    name, dtype = show(session.model.name), session.model.dtype
    print(f"{len(session.tokens):,} tokens, {len(session.pages)} pages, {name}, {dtype}")
    print(f"{'edit':>5} {'at':>8} {'deleted':>8} {'inserted':>9} {'forwarded':>10} {'largest difference (nats)':>26}")
    for number, (start, end, new) in enumerate(edits or random_edits(session, options.edits, options.seed), 1):
        before = session.stats.tokens_forwarded
        session.edit(start, end, new)
        touched = session.unsettled_pages
        session.settle_scores()
        forwarded = session.stats.tokens_forwarded - before
        worst = verifier.compare(touched)
        print(f"{number:>5} {start:>8} {end - start:>8} {len(new):>9} {forwarded:>10} {worst:>26.6f}", flush=True)
    verifier.compare(session.pages)
    total, differences = verifier.total, verifier.total.all
    print(
        f"{len(differences):,} scores compared: mean difference {differences.mean():.6f} nats, "
        f"p99 {np.quantile(differences, 0.99):.6f}, largest {differences.max():.6f}; "
        f"{total.ranks} ranks and {total.first_choices} first choices differ by more than rounding"
    )
    exact = session.model.dtype == torch.float32
    failed = exact and (differences.max() > TOLERANCE or total.ranks or total.first_choices)
    return 1 if failed else 0
