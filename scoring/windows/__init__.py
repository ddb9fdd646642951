"""Windows: which tokens are scored with which context, and which scores are still valid."""

from __future__ import annotations
