"""Measures how well the strengths of shortenings tell a sentence from its shorter rewrite.

    python -m benchmarks.wordiness

The pairs come from gmeg_wiki_dev.jsonl: a sentence that at least two annotators shortened by two words or a tenth, and
the rewrite with the fewest edits. AUC = P(more in the sentence than in the rewrite) + P(equal) / 2, within a pair
(`pairs`) and across all (`pooled`); by the strongest shortening, by their sum, and by their sum per 100 words. No model
is used.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scoring.language.english_wordiness import english_shortener
from scoring.language.passages import Passages
from scoring.language.wordiness import LEAST_SURE, Wordiness

_Scores = Sequence[float]
_MEASURES: dict[str, Callable[[str, _Scores], float]] = {
    "strongest": lambda text, strengths: max(strengths, default=0.0),
    "sum": lambda text, strengths: sum(strengths),
    "sum for 100 words": lambda text, strengths: 100 * sum(strengths) / max(1, len(text.split())),
}


def pairs(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield sentences and their shorter rewrites."""
    for row in rows:
        tokens, length = row["tokens"], sum(map(_is_word, row["tokens"]))
        shorter = []
        for annotator in range(row["nref"]):
            edits = sorted((edit for edit in row["edits"] if edit[0] == annotator), key=lambda edit: -edit[1])
            rewrite = list(tokens)
            for _, first, past, replacement in edits:
                rewrite[first:past] = replacement.split()
            removed = length - sum(map(_is_word, rewrite))
            if removed >= 2 or removed >= 0.1 * length:
                shorter.append((len(edits), " ".join(rewrite)))
        if len(shorter) >= 2:
            yield row["text"], re.sub(r" (?=[,.;:!?)])|(?<=\() ", "", min(shorter)[1])


def _is_word(token: str) -> bool:
    return token[0].isalnum()


def strengths(wordiness: Wordiness, text: str) -> list[float]:
    """Return the strengths of all shortenings in a text."""
    found = wordiness.overlapping(text, Passages(text).overlapping(0, len(text)), 0, len(text))
    return [shortening.strength for shortening in found]


def auc(wordy: Sequence[float], concise: Sequence[float]) -> tuple[float, float]:
    """Return the AUC within pairs and across all. Both sequences have the same length."""
    more = np.array(wordy)[:, None], np.array(concise)[None]
    wins = (more[0] > more[1]) + 0.5 * (more[0] == more[1])
    return float(wins.diagonal().mean()), float(wins.mean())


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("../shared/quality"))
    folder = parser.parse_args().folder
    wordiness = Wordiness(english_shortener)
    read = {
        name: [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("gmeg_wiki_dev", "jfleg_dev", "harper_dev", "clean_dev")
    }
    found = list(pairs(read["gmeg_wiki_dev"]))
    scores = [[(text, strengths(wordiness, text)) for text in pair] for pair in found]
    print(f"{len(found)} pairs of gmeg_wiki_dev; a shortening in {np.mean([bool(pair[0][1]) for pair in scores]):.2f}")
    print(f"{'AUC by':18} {'pairs':>6} {'pooled':>7}")
    for name, measure in _MEASURES.items():
        of_pair, pooled = auc(*zip(*([measure(*side) for side in pair] for pair in scores), strict=True))
        print(f"{name:18} {of_pair:6.3f} {pooled:7.3f}")
    print(f"\n{'set':14} {'sentences with one':>19} {'underlined by default, for 100 words':>37}")
    for name, rows in read.items():
        all_of = [strengths(wordiness, row["text"]) for row in rows]
        words = sum(len(row["text"].split()) for row in rows)
        sure = sum(strength >= LEAST_SURE for of_row in all_of for strength in of_row)
        print(f"{name:14} {np.mean([bool(of_row) for of_row in all_of]):19.2f} {100 * sure / words:37.2f}")


if __name__ == "__main__":
    main()
