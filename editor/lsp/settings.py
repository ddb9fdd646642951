"""The settings of open drafts: the writer's own file, the client's above it, then the folder's and the draft's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from editor.headless.drafts import draft_settings
from editor.lsp.open_draft import OpenDraft
from editor.settings.entries import settings_of
from editor.settings.layers import LayerReader, SettingsLayer, own_layer
from editor.settings.settings import Settings

SECTION = "logprose"
"""The name under which clients keep and send the settings."""

_CLIENT = "your editor's settings for logprose"


class ClientSettings:
    """Knows the settings of every open draft.

    Args:
        complain: called about settings that can't be used.
    """

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._options = self._configuration = SettingsLayer()

    @property
    def own(self) -> Settings:
        """The settings of the writer's own file. May block."""
        layer = own_layer()
        return settings_of(layer.values, layer.keys)

    def of(self, draft: OpenDraft) -> Settings:
        """Return the settings of a draft. May block."""
        client = (self._options, self._configuration)
        settings, complaints = draft_settings(draft.document, draft.markdown, draft.name, client)
        for complaint in complaints:
            self._complain(str(complaint))
        return settings

    def start_with(self, options: Any) -> None:
        """Set the client's `initializationOptions`."""
        self._options = self._read(options)

    def configure(self, table: Any) -> None:
        """Set the client's configuration, which overrides the options that it started with."""
        self._configuration = self._read(table)

    def _read(self, table: Any) -> SettingsLayer:
        if isinstance(table, dict) and SECTION in table:
            table = table[SECTION]
        if table is None:
            return SettingsLayer()
        if not isinstance(table, dict):
            self._complain(f'{_CLIENT}: must be a table, like {{"scoring": {{"sensitivity": "strict"}}}}')
            return SettingsLayer()
        return LayerReader(_CLIENT, lambda keys: 0, is_own=False).read(table)
