"""Which tokens are scored with which context, and which scores are still true."""

from __future__ import annotations
