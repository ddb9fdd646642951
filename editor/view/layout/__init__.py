"""From blocks to rows."""

from __future__ import annotations
