"""Measures how long a file's flags take when it is opened for the first time, and when it is reopened.

    python -m benchmarks.reopen TEXT [--words 1000] [--rounds 3]

All in one thread and process: a session scores the text and tries all edits; the editor reads the kept results, as it
does before the first frame; another session restores them, for the same text and after a change of the last word.
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from editor.document import Document
from editor.scorer.recall import recall
from scoring.documents.keeper import Keeper
from scoring.documents.open_document import OpenDocument
from scoring.kept.store import KeptScores, setup_of
from scoring.model.model import Model, load_model
from scoring.model.processor import use_threads
from scoring.protocol import Conventions, Flag
from scoring.session import Session

PLACE = "aa"
CONVENTIONS = Conventions(0)


class Reopening:
    """The ways to open a text.

    Args:
        model: the model.
        text: the text.
        directory: where scores are kept.
    """

    def __init__(self, model: Model, text: str, directory: Path) -> None:
        self._model = model
        self._text = text
        self._document = Document(text)
        self._scores = KeptScores(directory, setup_of([]))
        self._keeper = Keeper(self._scores, (), None)
        self._flags: list[Flag] = []

    def first(self) -> Session:
        """Score the text and try all edits."""
        session = Session(self._model, self._text, top_k=1)
        session.settle()
        self._flags = session.flags()
        session.word_scores()
        return session

    def keep(self) -> Session:
        """Do the same, and write the results to disk."""
        session = self.first()
        document = OpenDocument(session, 0, CONVENTIONS, place=PLACE)
        begun = time.perf_counter()
        self._keeper.finish(document)
        print(f"kept in {time.perf_counter() - begun:.3f} s")
        return session

    def marks(self) -> None:
        """Read the flags as the editor does before its first frame."""
        found = recall(self._scores, self._document, CONVENTIONS)
        assert found is not None
        assert found.is_whole

    def again(self) -> Session:
        """Restore the results, as the worker does."""
        session = Session(self._model, self._text, top_k=1)
        assert self._keeper.take_up(session)
        assert session.flags() == self._flags
        session.word_scores()
        return session

    def changed(self) -> Session:
        """Restore the results, change the last word, and score the affected tokens."""
        session = self.again()
        last = re.search(r"\s\S+\s*$", self._text)
        assert last is not None
        session.edit(last.start(), len(self._text), " else.")
        session.settle()
        return session


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    use_threads(1)
    whole = options.text.read_text(encoding="utf-8")
    places = [found.end() for found in re.finditer(r"\S+", whole)][: options.words]
    with tempfile.TemporaryDirectory() as name:
        reopening = Reopening(load_model("default"), whole[: places[-1]], Path(name))
        reopening.keep()
        size = sum(path.stat().st_size for path in Path(name).iterdir())
        print(f"{len(places):,} words, {options.rounds} rounds, medians; {size / 1000:.0f} kB kept")
        show(
            {
                "first time": reopening.first,
                "again: the editor's marks": reopening.marks,
                "again: the worker": reopening.again,
                "again, last word changed": reopening.changed,
            },
            options.rounds,
        )


def show(ways: dict[str, Callable[[], Session | None]], rounds: int) -> None:
    """Measure the ways in turn, and print their cost relative to the first one."""
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    costs: dict[str, tuple[int, int]] = {}
    for _ in range(rounds):
        for way, run in ways.items():
            begun = time.perf_counter()
            session = run()
            seconds[way].append(time.perf_counter() - begun)
            stats = None if session is None else session.stats
            costs[way] = (0, 0) if stats is None else (stats.tokens_forwarded, stats.tokens_tried)
    whole = statistics.median(next(iter(seconds.values())))
    print(f"{'':28} {'seconds':>8} {'share':>8} {'forwarded':>10} {'tried':>8}")
    for way, times in seconds.items():
        median = statistics.median(times)
        print(f"{way:28} {median:>8.3f} {median / whole:>8.2%} {costs[way][0]:>10,} {costs[way][1]:>8,}")


if __name__ == "__main__":
    main()
