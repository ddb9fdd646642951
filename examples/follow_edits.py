"""Edits a text, keeps its scores up to date, and prints the cost of each edit: only affected tokens are recomputed.

python -m examples.follow_edits [MODEL]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import scoring

TEXT = "She go to school every day. It is far, and she walks. " * 10
EDITS = (
    ("go", "goes"),
    ("far", "a long way"),
    ("walks", "take the bus"),
)


def main(arguments: Sequence[str]) -> int:
    """Make the replacements in `EDITS`, each at the last occurrence, with the model `arguments[0]` or the default
    one."""
    model = scoring.load_model(arguments[0] if arguments else "default")
    length = min(2048, model.max_positions)
    session = scoring.Session(model, TEXT, max_length=length, stride=length // 2)
    session.settle_scores()
    print(f"{len(session.tokens)} tokens, {session.stats.tokens_forwarded} computed")
    for old, new in EDITS:
        before = session.stats.tokens_forwarded
        start = session.text.rindex(old)
        session.edit(start, start + len(old), new)
        while session.step(tries=False):  # at most 64 tokens per step; you could show progress here
            pass
        surprisal = sum(word.surprisal for word in session.word_scores(start, start + len(new)))
        computed = session.stats.tokens_forwarded - before
        print(f"{old!r} to {new!r}: {surprisal:.1f} nats, {computed} of {len(session.tokens)} tokens recomputed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
