"""The command that asks the writer's drafts."""

from __future__ import annotations

from editor.asking.feature import AskingFeature
from editor.keys.registry import command


@command("ask", "Ask your drafts; related passages", keys=("alt+insert",), group="Find", target=AskingFeature)
def ask(asking: AskingFeature) -> None:
    """Find the passages of your drafts that answer a question, or are like the paragraph at the caret."""
    asking.open_panel()
