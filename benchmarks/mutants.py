"""Loads damaged models of both formats: each must be read, or rejected with a one-line message, within seconds.

The process may also exit.
"""

from __future__ import annotations

import sys

from tests.suites.mutants import outcomes


def run(count: int, seed: int = 0) -> list[tuple[str, int, int]]:
    """Try `count` mutants of each format, numbered from `seed` on.

    Returns:
        (what, tried, failed) for each format. Failures are printed on standard error.
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
