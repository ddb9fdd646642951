"""Measures how many everyday mistakes are found: in sentences with one mistake each, alone and after others with
mistakes.

    python -m benchmarks.everyday tests/scoring/edits/wrong_sentences.txt

For each kind of mistake: how many sentences get a flag on the wrong word, and how many the first suggestion also
corrects.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import scoring
from scoring.session import Session

_MARKED = re.compile(r"(.*?)\{([^|}]*)\|([^}]*)\}(.*)")
_BEFORE = "Yesterday I go to the market with my freind. She don't like coffee, and he have two book. It were dull. "
"""The text before a sentence in the second round."""


def sentences(path: Path) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield each sentence: its section, its text, the place of the wrong words, and the corrected text.

    A line is a sentence with the wrong and the right words in braces, {wrong|right}; "[name]" begins a section.
    """
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif match := _MARKED.fullmatch(line):
            before, wrong, right, after = match.groups()
            text, better = before + wrong + after, before + right + after
            better = better if text[0].islower() else better[:1].upper() + better[1:]
            yield section, text, len(before), len(before) + len(wrong.rstrip()), better


def found(model: scoring.Model, before: str, case: tuple[str, str, int, int, str]) -> tuple[bool, bool]:
    """Return whether the mistake is flagged, and whether the first suggestion fixes it."""
    _, text, start, end, right = case
    session = Session(model, f"{before}{text}\n")
    session.settle()
    start, end = start + len(before), max(end, start + 1) + len(before)
    flags = [flag for flag in session.flags() if flag.start < end + 1 and flag.end > start - 1]
    for flag in flags:
        for edit in flag.suggestions[:1]:
            made = session.text[: edit.start] + edit.replacement + session.text[edit.end :]
            if made.split() == f"{before}{right}".split():
                return True, True
    return bool(flags), False


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    options = parser.parse_args()
    model = scoring.load_model("default")
    counts: dict[str, list[tuple[bool, ...]]] = defaultdict(list)
    for case in sentences(options.sentences):
        counts[case[0]].append((*found(model, "", case), *found(model, _BEFORE, case)))
    counts["all"] = [row for rows in counts.values() for row in rows]
    print(f"{'':16}{'alone':>20}{'after mistakes':>20}")
    print(f"{'':16}{'flagged  fixed':>20}{'flagged  fixed':>20}{'sentences':>11}")
    for section, rows in counts.items():
        alone, fixed, after, both = (sum(row[at] for row in rows) / len(rows) for at in range(4))
        print(f"{section:16}{alone:12.2f}{fixed:8.2f}{after:12.2f}{both:8.2f}{len(rows):11}")


if __name__ == "__main__":
    main()
