"""The row of tabs, and the state of the shown draft's file in the status line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from textual.widget import Widget

from editor.document import Document
from editor.feature import Feature
from editor.files.feature import FilesFeature
from editor.storage.encodings import UTF_8
from editor.text.line_endings import NAMES
from editor.view.widgets.tabs import Tab, TabRow
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


class TabsFeature(Feature):
    """Shows the open drafts and switches between them. The `TabListener` of its row."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.row = TabRow(bench.theme_in_use, self)
        self._paths: list[Path] = []  # from which the titles are made
        self._titles: list[str] = []
        self._shown: tuple[list[str], list[bool], int] | None = None  # titles, whether each is modified, the shown tab

    def widgets(self) -> Iterable[Widget]:
        return (self.row,)

    def state_changed(self, draft: Draft) -> None:
        document = draft.document
        self._bench.status.show(
            name=draft.name,
            modified=draft.is_unsaved,
            read_only=document.read_only,
            on_disk=draft.on_disk.value,
            form=_form(document),
            mode="reading view: Esc to write" if draft.canvas.mode == "reading" else "",
        )
        self._show_tabs()

    def _show_tabs(self) -> None:
        """Show the tabs again if a title changed, or whether a draft is modified."""
        workspace = self._bench.workspace
        paths = [draft.document.path or Path(draft.untitled) for draft in workspace.drafts]
        if paths != self._paths:
            self._paths, self._titles = paths, distinct_titles(paths)
        modified = [draft.is_unsaved for draft in workspace.drafts]
        shown = self._titles, modified, workspace.shown_index
        if shown != self._shown:
            self._shown = shown
            self.row.show([Tab(*tab) for tab in zip(self._titles, modified, strict=True)], workspace.shown_index)

    def theme_changed(self) -> None:
        self.row.set_theme(self._bench.theme_in_use)

    def set_bare(self, is_bare: bool) -> None:
        self.row.set_quiet(is_bare)

    # -- switching -----------------------------------------------------------------------------------------------------

    def step(self, count: int) -> None:
        """Show the draft `count` tabs to the right, wrapping at the ends."""
        workspace = self._bench.workspace
        self.show_tab((workspace.shown_index + count) % len(workspace.drafts))

    def show_tab(self, index: int) -> None:
        """Show the draft of a tab, counted from 0, if there is one."""
        drafts = self._bench.workspace.drafts
        if index < len(drafts) and not self._bench.prompts.holds_keys:
            self._bench.drafts.show(drafts[index])

    def tab_chosen(self, index: int) -> None:
        """Show the draft of a tab that was clicked."""
        self.show_tab(index)

    def tab_close_asked(self, index: int) -> None:
        """Close the draft of a tab that was clicked with the middle button."""
        drafts = self._bench.workspace.drafts
        if index < len(drafts) and self._bench.has(FilesFeature):
            self.begin(partial(self._bench.feature(FilesFeature).close, drafts[index]))


def distinct_titles(paths: Sequence[Path]) -> list[str]:
    """Return the shortest ends of `paths` that differ, whole components each."""
    titles = []
    for path in paths:
        others = [other for other in paths if other != path]
        count = 1
        while count < len(path.parts) and any(other.parts[-count:] == path.parts[-count:] for other in others):
            count += 1
        titles.append(os.path.join(*path.parts[-count:]) if path.parts else str(path))
    return titles


def _form(document: Document) -> str:
    """Return the encoding and line ends of a document's file; empty for UTF-8 with line feeds."""
    encoding = "" if document.encoding == UTF_8 else document.encoding.name
    endings = document.endings - {"\n"}
    ending = "mixed line ends" if len(document.endings) > 1 else NAMES[endings.pop()] if endings else ""
    return " ".join(filter(None, (encoding, ending)))
