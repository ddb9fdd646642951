"""Go to a line, follow links, jump back, outline."""

from __future__ import annotations
