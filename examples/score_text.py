"""Prints the words of a text that surprise a model most, each with its line and its flag, if any.

python -m examples.score_text FILE [MODEL]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import scoring

_SHOWN = 10


def main(arguments: Sequence[str]) -> int:
    """Score the text in the file `arguments[0]` with the model `arguments[1]` or the default one."""
    text = Path(arguments[0]).read_text("utf-8")
    model = scoring.load_model(arguments[1] if len(arguments) > 1 else "default")
    length = min(2048, model.max_positions)
    session = scoring.Session(model, text, max_length=length, stride=length // 2)
    session.settle()  # all scores are final and all edits tried
    words = sorted(session.word_scores(), key=lambda word: -word.surprisal)[:_SHOWN]
    flags = {(flag.start, flag.end): flag for flag in session.flags()}
    for word in words:
        line = text.count("\n", 0, word.start) + 1
        flag = flags.get((word.start, word.end))
        found = f"{flag.kind}: {flag.reason}" if flag else "no flag: a rare word, but nothing else fits better"
        print(f"line {line}: {text[word.start : word.end]!r} {word.surprisal:.1f} nats; {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
