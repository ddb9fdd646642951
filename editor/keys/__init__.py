"""Commands, key bindings, and which keys terminals can send. Importing this package registers nothing."""

from __future__ import annotations
