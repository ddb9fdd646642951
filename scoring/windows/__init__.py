"""Windows: which tokens are scored with which context, and which scores still hold."""

from __future__ import annotations
