"""Real clients, as described by their capabilities: each gets what it supports and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol.converters import get_converter
from pytest_lsp import client_capabilities

from scoring.protocol import ModelState
from tests.editor.lsp.talk import URI, talk

CLIENTS = ("neovim@v0.6.1", "neovim@v0.8", "neovim@v0.11", "emacs@v29", "visual-studio-code@v1.65")


def has(capabilities: Any, path: str) -> Any:
    """The capability at a path; None if there is none."""
    for name in path.split("."):
        capabilities = capabilities.get(name) if isinstance(capabilities, dict) else None
    return capabilities


@pytest.mark.parametrize("name", CLIENTS)
async def test_a_client_is_only_asked_for_what_it_supports(name: str) -> None:
    capabilities = get_converter().unstructure(client_capabilities(name))
    async with talk(capabilities) as client:
        client.open("One go home.")
        client.hear(ModelState("loading", 0, 0, "TestLM"))
        assert bool(client.requests("window/workDoneProgress/create")) == bool(
            has(capabilities, "window.workDoneProgress")
        )
        assert bool(client.requests("workspace/configuration")) == bool(has(capabilities, "workspace.configuration"))
        registered = [
            one["method"] for asked in client.all("client/registerCapability") for one in asked["registrations"]
        ]
        for method in registered:
            named = method.replace("/d", ".d")
            assert has(capabilities, f"{named}.dynamicRegistration")
        client.is_ready()
        client.flag("go")
        pulls = has(capabilities, "textDocument.diagnostic") and has(
            capabilities, "workspace.diagnostics.refreshSupport"
        )
        if pulls:
            await client.until(lambda: bool(client.requests("workspace/diagnostic/refresh")))
            assert not client.published()
        else:
            await client.until(lambda: [one["code"] for one in client.latest(URI)["diagnostics"]] == ["grammar"])
            assert not client.requests("workspace/diagnostic/refresh")
