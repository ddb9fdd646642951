"""What words mean."""

from __future__ import annotations
