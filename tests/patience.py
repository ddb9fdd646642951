"""How long a test waits for what is sure to come."""

from __future__ import annotations

PATIENCE_S = 240.0
"""Only a failing test waits that long. Far longer than anything takes, for a machine may have much else to do."""
