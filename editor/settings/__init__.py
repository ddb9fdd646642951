"""Settings: the schema, the layers they come from, and the file. No screen."""

from __future__ import annotations
