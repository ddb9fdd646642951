"""The drafts that the program starts with."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from editor.document import Document
from editor.files.feature import last_place
from editor.files.openings import Opening
from editor.settings.layers import SettingsLayer, load_folder_layer
from editor.storage.encodings import UTF_8
from editor.workspace.drafts import Drafts
from editor.workspace.workspace import Draft, Workspace


def open_first(
    path: str | os.PathLike[str] | None, openings: Sequence[Opening], drafts: Drafts, workspace: Workspace
) -> None:
    """Open drafts before there is a screen: `openings`, or where there are none a file, or a draft without a name.

    The caret of each opening without a place goes where it was left in an earlier run. Raises FileError.
    """
    for opening in openings or [Opening(None if path is None else Path(path))]:
        draft = _open(opening, drafts, workspace)
        place = opening.place
        if place is None and openings and opening.path is not None:
            place = last_place(opening.path)
        if place is not None:
            drafts.place_caret(draft, place)


def _open(opening: Opening, drafts: Drafts, workspace: Workspace) -> Draft:
    path = opening.path
    if path is not None:
        return workspace.with_file(path) or drafts.add(Document.read(path, opening.encoding), load_folder_layer(path))
    document = Document(opening.text)
    document.encoding = opening.encoding or UTF_8
    draft = drafts.add(document, SettingsLayer())
    draft.is_nowhere = bool(opening.text)
    return draft
