"""Choosing the encoding that a file is read in or saved in."""

from __future__ import annotations

from editor.files.feature import Desk, FilesFeature
from editor.storage.encodings import ENCODINGS, FAMILIES, Encoding
from editor.view.widgets.chooser import Choice, Chooser
from editor.workspace.workspace import Draft


class EncodingChoice:
    """Asks the writer for encodings.

    Args:
        desk: where the drafts are.
        filing: reads and saves them.
    """

    def __init__(self, desk: Desk, filing: FilesFeature) -> None:
        self._desk = desk
        self._filing = filing

    async def reopen(self) -> None:
        """Read the shown draft's file anew in an encoding that the writer chooses; undo brings the text back."""
        draft = self._desk.workspace.shown
        if draft.document.path is None:
            self._desk.say("this draft has no file yet")
        elif draft.is_unsaved:
            self._desk.say(f"{draft.name} has changes that are not saved: save or undo them first", True)
        else:
            encoding = await self._ask("Read the file again as:", draft, [ENCODINGS[name] for name in FAMILIES])
            if encoding is not None:
                await self._filing.reopen(draft, encoding)

    async def save(self) -> None:
        """Save the shown draft in an encoding that the writer chooses, which is its own from then on."""
        draft = self._desk.workspace.shown
        encoding = await self._ask("Save the file as:", draft, list(ENCODINGS.values()))
        if encoding is not None:
            await self._filing.save(draft, encoding=encoding)

    async def _ask(self, text: str, draft: Draft, offered: list[Encoding]) -> Encoding | None:
        now = draft.document.encoding
        choices = [Choice(one.label, "as it is now" if one == now else "", one.name) for one in offered]
        chosen: list[Encoding] = []
        await self._filing.conversation.ask(
            Chooser(self._desk.look, text, choices, lambda index: chosen.append(offered[index]))
        )
        return chosen[0] if chosen else None
