"""Measures flags and suggestions on sets with human edits, before (surprisal, top-k tokens) and after trying edits.

    python -m benchmarks.quality jfleg_dev harper_dev gmeg_wiki_dev clean_dev --rows 100:130

The metrics are those of evaluate.py in the sets' folder. Each row of a set is a separate document.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import scoring
from scoring.model.processor import use_threads
from scoring.protocol import Suggestion
from scoring.session import Session


@dataclass(frozen=True)
class Report:
    """The measurements on one set; `flagged` counts flags at the default threshold."""

    before: list[tuple[float, int]]
    after: list[tuple[float, int]]
    flagged: int
    ranks_before: list[int | None]
    ranks: list[int | None]
    tokens: int
    seconds: float


class TopTokens:
    """The suggestions of an ordinary viewer: the most probable tokens in place of the word."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def suggest(self, start: int, end: int, k: int = 5) -> list[Suggestion]:
        """See `Session.suggest`."""
        first, _ = self._session.tokenized.at(start, end)
        predicted = self._session.tokens[first].predicted_tokens or []
        return [Suggestion(start, end, token.strip(), log_prob, "") for token, log_prob, _ in predicted[:k]]


def measure(evaluate: Any, model: Any, rows: list[dict[str, Any]]) -> Report:
    """Score, search and judge every row."""
    before, after, ranks_before, ranks = [], [], [], []
    flagged = tokens = 0
    begun = time.perf_counter()
    for row in rows:
        session = Session(model, row["text"], max_length=1024, stride=512)
        session.settle()
        tokens += session.stats.tokens_forwarded + session.stats.tokens_tried
        flags, words = session.flags(0.0), session.word_scores()
        flagged += len(session.flags())
        for start, end, label in evaluate.words(row):
            within = [f.strength for f in flags if f.start < end and f.end > start]
            after.append((max(within, default=0.0), label))
            surprisal = [w.surprisal for w in words if w.start < end and w.end > start]
            before.append((max(surprisal, default=0.0), label))
        ranks_before += evaluate.hits_at(row, TopTokens(session))
        ranks += evaluate.hits_at(row, session)
    return Report(before, after, flagged, ranks_before, ranks, tokens, time.perf_counter() - begun)


def print_report(evaluate: Any, name: str, report: Report) -> None:
    """Print two lines: before and after."""
    words = max(len(report.after), 1)
    for label, pairs, ranks in (
        ("surprisal", report.before, report.ranks_before),
        ("edits", report.after, report.ranks),
    ):
        precision, f_half, threshold = evaluate.precision_recall(pairs)
        count = max(len(ranks), 1)
        first, in_five = sum(rank == 1 for rank in ranks) / count, sum(rank is not None for rank in ranks) / count
        print(
            f"{name:14} {label:10} {precision:5.2f} {f_half:5.2f} at {threshold:5.1f} {first:7.2f} {in_five:7.2f}",
            end=" ",
        )
        if label == "edits":
            print(
                f"{100 * report.flagged / words:10.2f} {report.tokens / words:12.1f} {len(pairs):6} {len(ranks):7}"
                f" {report.seconds:7.0f}",
                end="",
            )
        print(flush=True)


def load_measure(folder: Path) -> Any:
    """Import `evaluate.py`, which defines the measures, from the folder with the sets."""
    specification = importlib.util.spec_from_file_location("evaluate", folder / "evaluate.py")
    assert specification is not None
    assert specification.loader is not None
    evaluate = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(evaluate)
    return evaluate


def main() -> None:
    """Measure the sets named and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--rows", default="0:100", help="first row and the one past the last")
    parser.add_argument("--folder", type=Path, default=Path("../shared/quality"))
    options = parser.parse_args()
    evaluate = load_measure(options.folder)
    first, past = map(int, options.rows.split(":"))
    use_threads()
    model = scoring.load_model("default", dtype="auto")
    print(
        f"{'set':14} {'by':10} {'AP':>5} {'best F0.5':>14} {'hit@1':>7} {'hit@5':>7} {'flags/100':>10}"
        f" {'tokens/word':>12} {'words':>6} {'edited':>7} {'seconds':>7}"
    )
    for name in options.sets:
        lines = (options.folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines][first:past]
        print_report(evaluate, name, measure(evaluate, model, rows))


if __name__ == "__main__":
    main()
