"""The drafts that the program starts with."""

from __future__ import annotations

from collections.abc import Sequence

from editor.document import Document
from editor.files.feature import last_place
from editor.files.openings import Opening
from editor.settings.layers import SettingsLayer, load_folder_layer
from editor.storage.encodings import UTF_8
from editor.workspace.drafts import Drafts
from editor.workspace.workspace import Draft, Workspace


def open_first(openings: Sequence[Opening], drafts: Drafts, workspace: Workspace, *, with_places: bool) -> None:
    """Open drafts before there is a screen; `with_places`: each caret where it was left in an earlier run.

    Raises FileError.
    """
    for opening in openings:
        draft = _open(opening, drafts, workspace)
        place = opening.place
        if place is None and with_places and opening.path is not None:
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
