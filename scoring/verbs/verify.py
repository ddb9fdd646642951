"""`logprose verify`: replay edits on a text, and after each one compare the scores with a full recompute."""

from __future__ import annotations

import argparse
import gzip
import random
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scoring.address import is_address
from scoring.verbs.score import open_session, settle
from scoring.verbs.text_file import InputError, read_bytes, read_text

if TYPE_CHECKING:
    from scoring.session import Session

Edit = tuple[int, int, str]
"""Start, end (code points of the text before the edit), replacement."""


def random_edits(session: Session, count: int, seed: int) -> Iterator[Edit]:
    """Yield `count` edits like a writer's, each for the session's text at that moment."""
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
    """Print a line per edit and a summary. Returns 1 if tokens are wrong, or a float32 score is off by more than
    the tolerance; else 0."""
    if options.edits < 0:
        raise ValueError(f"edits {options.edits} must be at least 0")
    recorded = options.file.endswith((".json", ".json.gz"))
    if recorded:
        text, edits = recorded_edits(Path(options.file), options.edits)
    else:
        text, edits = read_text(options.file, options.encoding), None
    if is_address(options.model):
        raise InputError("verify needs a model on this machine; for an engine use `python -m benchmarks.engines`")
    session = open_session(options, text, top_k=10)
    import torch  # slow, like the imports below; unreadable input is rejected first

    from scoring.model.model import Model, ids_afresh, load_network
    from scoring.verbs.recompute import Verifier

    model = session.model
    assert isinstance(model, Model)
    verifier = Verifier(session, load_network(options.model, model.dtype))
    settle(session)
    name, dtype = show(model.name), model.dtype
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
    print(verifier.total)
    has_own_ids = session.tokenized.ids.tolist() == ids_afresh(options.model, session.text)
    if not has_own_ids:
        print("the tokens differ from those of the whole text tokenized at once")
    exact = model.dtype == torch.float32
    return 0 if has_own_ids and not (exact and verifier.total.is_off) else 1
