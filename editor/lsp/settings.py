"""The settings of open drafts: the writer's own file, the client's above it, then the folder's and the draft's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from editor.headless.drafts import draft_settings
from editor.lsp.open_draft import OpenDraft
from editor.paths import settings_path
from editor.settings.entries import settings_of
from editor.settings.layers import LayerReader, SettingsLayer, load_layer
from editor.settings.settings import Settings

SECTION = "logprose"
"""Under this name clients keep the settings, and send them."""

_CLIENT = "your editor's settings for logprose"


class ClientSettings:
    """Knows the settings of every open draft.

    Args:
        warn: told what can't be used, each line once.
    """

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._warn = warn
        self._told: set[str] = set()
        self._client = SettingsLayer()

    @property
    def own(self) -> Settings:
        """The settings of the writer's own file. May block."""
        layer = load_layer(settings_path(), is_own=True) or SettingsLayer()
        return settings_of(layer.values, layer.keys)

    def of(self, draft: OpenDraft) -> Settings:
        """Return the settings of a draft. May block."""
        settings, complaints = draft_settings(draft.document, draft.markdown, draft.name, self._client)
        self._tell(map(str, complaints))
        return settings

    def take(self, table: Any) -> bool:
        """Take in what the client has under `SECTION`. Returns whether anything has changed."""
        if table is None:
            table = {}
        if not isinstance(table, dict):
            self._tell([f"{_CLIENT}: must be a table of settings"])
            return False
        if isinstance(table.get(SECTION), dict):
            table = table[SECTION]
        before, self._client = self._client, LayerReader(_CLIENT, lambda keys: 0, is_own=False).read(table)
        return before != self._client

    def _tell(self, lines: Iterable[str]) -> None:
        for line in lines:
            if line not in self._told:
                self._told.add(line)
                self._warn(line)
