"""What the writer can do: one registry of commands with their keys; importing this package fills it."""

from __future__ import annotations

from editor.commands import (  # noqa: F401  # imported for what they register
    application,
    carets,
    clipboard,
    counts,
    editing,
    find,
    flags,
    formatting,
    lines,
    motion,
    settings,
    structure,
    view,
)
