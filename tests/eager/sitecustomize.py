"""Python imports this where the directory is on its path, as it is for every program that a test starts."""

from __future__ import annotations

import os

# The worker gives way to other programs. On a busy machine it would get next to nothing then, and whoever waits for a
# flag of the real model would wait for minutes.
vars(os)["nice"] = lambda increment: 0
