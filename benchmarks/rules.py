"""Measures what rules find in good prose, where they should find nothing, and in sentences with mistakes.

    python -m benchmarks.rules > benchmarks/results/rules.txt    # the rules that are on, and dialects
    python -m benchmarks.rules --by-rule                         # every rule of Harper's, to choose from

The prose is that of ../shared/prose and clean_dev.jsonl; the mistakes are those of the other development sets. A flag
is right if it overlaps a word that people changed. No model is used: which of these flags the writer sees also depends
on the model's flags.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scoring.language.english import english
from scoring.language.passages import Passages
from scoring.protocol import Dialect, Flag
from scoring.rules.harper import HarperRules
from scoring.rules.rule_source import DocumentRules, RuleSource
from scoring.rules.spelling import DialectSpelling

_MISTAKES = ("jfleg_dev", "gmeg_wiki_dev", "harper_dev")
_FEWEST = 3
"""The number of false flags in good prose from which a rule must justify itself."""


@dataclass
class Text:
    """A text, and the code points [start, end) of the words that people changed, if anybody checked it."""

    text: str
    wrong: list[tuple[int, int]] = field(default_factory=list)

    def is_right(self, start: int, end: int) -> bool:
        """Return True if [start, end) overlaps a word that was changed."""
        return any(low < end and start < high for low, high in self.wrong)


def prose(folder: Path) -> Iterator[tuple[str, list[Text]]]:
    """Yield the sets of good prose, each with its name; a paragraph is a text."""
    for path in sorted((folder / "prose").glob("*.txt")):
        yield path.stem, [Text(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    yield "clean_dev", _rows(folder, "clean_dev")


def mistakes(folder: Path) -> Iterator[tuple[str, list[Text]]]:
    """Yield the sets of sentences with mistakes, each with its name."""
    for name in _MISTAKES:
        yield name, _rows(folder, name)


def _rows(folder: Path, name: str) -> list[Text]:
    lines = (folder / "quality" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Text(row["text"], list(_wrong(row))) for row in map(json.loads, lines)]


def _wrong(row: dict[str, Any]) -> Iterator[tuple[int, int]]:
    for (start, end), label in zip(row["spans"], row["labels"], strict=True):
        if label:
            yield start, end


def found(source: RuleSource, text: str) -> list[Flag]:
    """Return the flags of a text."""
    rules = DocumentRules()
    rules.use([source])
    return rules.overlapping(text, Passages(text).overlapping(0, len(text)), 0, len(text))


def print_sets(folder: Path) -> None:
    """Print a line for each set: what the active rules find, and what two dialects find."""
    harper = HarperRules("any", english())
    dialects: tuple[Dialect, ...] = ("US", "GB")
    spellings = [DialectSpelling(dialect, english()) for dialect in dialects]
    print(f"{'prose':26} {'words':>7} {'flags':>6} {'per 100':>8}" + "".join(f" {name:>6}/100" for name in dialects))
    words = flags = 0
    for name, texts in prose(folder):
        count = sum(len(text.text.split()) for text in texts)
        of_rules = sum(len(found(harper, text.text)) for text in texts)
        shares = [sum(len(found(one, text.text)) for text in texts) * 100 / count for one in spellings]
        print(
            f"{name:26} {count:7} {of_rules:6} {of_rules * 100 / count:8.4f}" + "".join(f" {s:10.3f}" for s in shares)
        )
        words, flags = words + count, flags + of_rules
    print(f"{'all':26} {words:7} {flags:6} {flags * 100 / words:8.4f}\n")
    print(f"{'mistakes':26} {'texts':>7} {'flags':>6} {'right':>8} {'texts with a right one':>24}")
    for name, texts in mistakes(folder):
        hits = [[text.is_right(flag.start, flag.end) for flag in found(harper, text.text)] for text in texts]
        of_rules, right = sum(map(len, hits)), sum(map(sum, hits))
        print(f"{name:26} {len(texts):7} {of_rules:6} {right:8} {sum(map(any, hits)):24}")


def print_rules(folder: Path) -> None:
    """Print a line for each of Harper's rules that finds anything when all are on; those to turn off come first."""
    from harper import Linter

    linter, kinds = Linter(), dict[str, str]()
    linter.set_lint_config(dict.fromkeys(linter.get_default_lint_config(), True))
    clean, right, others = Counter[str](), Counter[str](), Counter[str]()
    for sets, is_clean in ((prose(folder), True), (mistakes(folder), False)):
        for text in (text for _, texts in sets for text in texts):
            for rule, lints in linter.organized_lints(text.text, language="plaintext", dedup=False).items():
                for lint in lints:
                    kinds[rule] = lint.lint_kind
                    is_right = text.is_right(lint.span.start, lint.span.end)
                    (clean if is_clean else right if is_right else others)[rule] += 1
    print(f"{'rule':32} {'kind':14} {'prose':>6} {'right':>6} {'others':>7}")
    for rule in sorted(kinds, key=lambda rule: (clean[rule] < _FEWEST or right[rule] >= clean[rule], -clean[rule])):
        print(f"{rule:32} {kinds[rule]:14} {clean[rule]:6} {right[rule]:6} {others[rule]:7}")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--by-rule", action="store_true", help="count every rule's flags")
    parser.add_argument("--folder", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    (print_rules if options.by_rule else print_sets)(options.folder)


if __name__ == "__main__":
    main()
