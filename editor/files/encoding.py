"""The choice of an encoding to read or save a file in."""

from __future__ import annotations

from collections.abc import Sequence

from editor.storage.encodings import Encoding
from editor.view.widgets.chooser import Choice, Chooser
from editor.workspace.workbench import Workbench


async def choose_encoding(bench: Workbench, text: str, now: Encoding, offered: Sequence[Encoding]) -> Encoding | None:
    """Ask for one of the encodings; `now` is the one in use. Return None for no answer. Only within a modal task."""
    choices = [Choice(one.label, "current" if one == now else "", one.name) for one in offered]
    chosen: list[Encoding] = []
    question = Chooser(bench.theme_in_use, text, choices, lambda index: chosen.append(offered[index]))
    await bench.prompts.ask(question)
    return chosen[0] if chosen else None
