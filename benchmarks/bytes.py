"""Opens and saves files of random bytes: every byte must be preserved.

python -m benchmarks.bytes [COUNT]
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.suites.byte_files import CHECKS, failures

COUNT = 20_000
"""Files."""
_IN_MEMORY = "/dev/shm"
"""A file system in memory, where syncing three times a file takes no time."""


def run(count: int = COUNT) -> list[tuple[str, int, int]]:
    """Try `count` random files. Returns rows: the check, how many files were tried, and how many failed."""
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if os.path.isdir(_IN_MEMORY) else None) as directory:
        failed = Counter(check for check, _, _ in failures(Path(directory) / "draft.md", 0, count))
    return [(f"random byte files: {check}", count, failed[check]) for check in CHECKS]


def main() -> int:
    """Print the rows. Returns 1 if anything failed."""
    rows = run(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
    for what, tried, failed in rows:
        print(f"{what:50} {tried:7,}  {failed:,} failed")
    return 1 if any(failed for _, _, failed in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
