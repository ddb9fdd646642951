"""Asks the client for its settings, and to notify us when they or our files change."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol

from lsprotocol import types

from editor.flags.dictionary import FOLDER_WORDS
from editor.lsp.open_drafts import OpenDrafts
from editor.lsp.settings import SECTION, ClientSettings
from editor.paths import dictionary_path, ignored_path, settings_path
from editor.settings.layers import FOLDER_FILE


class Configured(Protocol):
    """The part of the server that asks."""

    drafts: OpenDrafts
    settings: ClientSettings

    @property
    def client_capabilities(self) -> types.ClientCapabilities: ...

    def workspace_configuration(self, params: types.ConfigurationParams) -> Future[Any]:
        """Ask for settings."""

    def client_register_capability(self, params: types.RegistrationParams) -> Future[None]:
        """Ask to be notified of something."""


def ask_configuration(server: Configured) -> bool:
    """Ask the client for its settings, if it has them for us. Returns whether it does."""
    workspace = server.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return False

    def answered(future: Future[Any]) -> None:
        if future.cancelled() or future.exception() is not None:
            return
        server.settings.configure(next(iter(future.result() or ()), None))
        server.drafts.look_at_files()

    params = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
    server.workspace_configuration(params).add_done_callback(answered)
    return True


def register_configuration(server: Configured) -> None:
    """Ask the client to notify us when its settings change, or the files that we read."""
    workspace = server.client_capabilities.workspace
    if workspace is None:
        return
    wanted = []
    configuration, files = workspace.did_change_configuration, workspace.did_change_watched_files
    if configuration is not None and configuration.dynamic_registration:
        options: Any = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        wanted.append(types.Registration("logprose-settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, options))
    if files is not None and files.dynamic_registration:
        watched = [types.FileSystemWatcher(f"**/{name}") for name in (FOLDER_FILE, FOLDER_WORDS)]
        if files.relative_pattern_support:
            watched += map(_watcher, (settings_path(), dictionary_path(), ignored_path()))
        options = types.DidChangeWatchedFilesRegistrationOptions(watched)
        wanted.append(types.Registration("logprose-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
    if wanted:
        server.client_register_capability(types.RegistrationParams(wanted))


def _watcher(path: Path) -> types.FileSystemWatcher:
    """Return a watcher of one file, wherever it is."""
    return types.FileSystemWatcher(types.RelativePattern(path.parent.as_uri(), path.name))
