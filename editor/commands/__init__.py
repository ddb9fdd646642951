"""Everything the writer can do: one registry of commands with their keys. Importing this package fills it."""

from __future__ import annotations

from editor.commands import (  # noqa: F401  # imported because they register commands
    application,
    asking,
    carets,
    clipboard,
    continuation,
    counts,
    editing,
    exporting,
    find,
    flags,
    formatting,
    lines,
    motion,
    review,
    settings,
    structure,
    view,
)
