"""Python imports this if the directory is on its path, as it is for every program that a test starts."""

from __future__ import annotations

import os

# The worker lowers its priority. On a busy machine it would then get almost no CPU time, and a test that waits for a
# flag of the real model would wait for minutes.
vars(os)["nice"] = lambda increment: 0
