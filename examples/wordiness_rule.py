"""A linter with a custom rule that needs no model: it finds needless intensifiers, as in "very unique".

python -m examples.wordiness_rule FILE
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from scoring.language.passages import Passages
from scoring.language.wordiness import LEAST_SURE, Shortening, Wordiness

_ABSOLUTE = re.compile(r"\b(?P<drop>very|quite|rather|somewhat)\s+(?=(?:unique|perfect|infinite|unanimous)\b)", re.I)


class Intensifiers:
    """A `scoring.language.wordiness.Shortener` that drops an intensifier before an absolute adjective."""

    def shortenings(self, text: str) -> list[Shortening]:
        """Return the needless intensifiers in a text of about a sentence."""
        return [
            Shortening(
                start=match.start("drop"),
                end=match.end("drop"),
                edit_start=match.start(),
                edit_end=match.end(),  # including the blank after it
                replacements=("",),
                strength=LEAST_SURE,  # nats: underlined by default
                reason=f"this has no degrees: drop “{match['drop']}”",
            )
            for match in _ABSOLUTE.finditer(text)
        ]


def main(arguments: Sequence[str]) -> int:
    """Print what the rule finds in the file `arguments[0]`, one line each. Returns 1 if it finds anything."""
    text = Path(arguments[0]).read_text("utf-8")
    passages = Passages(text).overlapping(0, len(text))
    found = Wordiness(Intensifiers).overlapping(text, passages, 0, len(text))
    for shortening in found:
        line = text.count("\n", 0, shortening.start) + 1
        column = shortening.start - text.rfind("\n", 0, shortening.start)
        print(f"{arguments[0]}:{line}:{column}: {shortening.reason}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
