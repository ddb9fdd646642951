"""Where this project lies, and the material next to it that some tests read when it is there."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EAGER = ROOT / "tests/eager"
"""On the path of programs that are started, it keeps them from giving way to others."""
SHARED = ROOT / "../shared"
