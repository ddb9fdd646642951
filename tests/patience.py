"""How long a test waits for what is sure to come."""

from __future__ import annotations

import os

PATIENCE_S = 240.0 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
"""Only a failing test waits that long. Far longer than anything takes, however much else the machine has to do."""
