"""Where this project is, and the data next to it that some tests read if available."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EAGER = ROOT / "tests/eager"
"""On the path of started programs, this keeps them from lowering their priority."""
SHARED = ROOT / "../shared"
