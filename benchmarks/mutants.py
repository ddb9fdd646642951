"""Damaged models of both formats: each is read, or refused in one line, within seconds, or its process ends."""

from __future__ import annotations

import sys

from tests.suites.mutants import outcomes


def run(count: int, seed: int = 0) -> list[tuple[str, int, int]]:
    """Try `count` mutants of each format; they are numbered, `seed` is the first one's number.

    Returns:
        (what, tried, failed) for each format. What failed is printed on standard error.
    """
    rows = []
    for form in ("safetensors", "gguf"):
        tried = failed = 0
        for outcome in outcomes(form, seed, count):
            tried += 1
            if not outcome.is_right:
                failed += 1
                print(
                    f"{form} {outcome.number}: {outcome.what} after {outcome.seconds:.1f} s {outcome.said}",
                    file=sys.stderr,
                )
        rows.append((f"mutants of a {form} model", tried, failed + count - tried))
    return rows
