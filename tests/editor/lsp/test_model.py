"""With the real model: mistakes show, follow an edit, and are there at once when the file is opened again."""

from __future__ import annotations

import sys
from pathlib import Path

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import make_test_lsp_client

from editor.paths import kept_scores_directory
from tests.patience import until
from tests.project import ROOT

TEXT = "# Letter\n\nShe go to school every day. 😀\n"


async def opened(uri: str, *command: str) -> LanguageClient:
    """Return a client of the server that `command` starts, with a draft that is open."""
    client = make_test_lsp_client()
    await client.start_io(sys.executable, *command, cwd=ROOT)
    await client.initialize_session(types.InitializeParams(client_capabilities("neovim@v0.10")))
    item = types.TextDocumentItem(uri, types.LanguageKind.Markdown, 1, TEXT)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return client


def marked(client: LanguageClient, uri: str, text: str = TEXT) -> list[str]:
    """The marked words, as a client that counts in UTF-16 finds them."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    places = [found.range for found in client.diagnostics.get(uri, ())]
    return [
        lines[one.start.line][2 * one.start.character : 2 * one.end.character].decode("utf-16-le") for one in places
    ]


async def test_mistakes_are_shown_and_appear_at_once_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text(TEXT)
    uri = path.as_uri()
    client = await opened(uri, "-m", "editor.cli", "lsp")
    await until(lambda: marked(client, uri) == ["go"])
    assert {found.code for found in client.diagnostics[uri]} == {"grammar"}
    await until(lambda: any(kept_scores_directory().glob("*.scores")))
    start = types.Position(2, 0)
    change = types.TextDocumentContentChangePartial(types.Range(start, start), "😀\n")
    document = types.VersionedTextDocumentIdentifier(2, uri)
    client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
    edited = TEXT.replace("She", "😀\nShe")
    await until(lambda: marked(client, uri, edited) == ["go"])
    await client.shutdown_session()
    assert client._server is not None
    assert client._server.returncode == 0
    await client.stop()  # type: ignore[no-untyped-call]

    client = await opened(uri, "-m", "tests.editor.lsp.server_with_fake_worker", str(tmp_path), "silent")
    await until(lambda: marked(client, uri) == ["go"])
    await client.shutdown_session()
    await client.stop()  # type: ignore[no-untyped-call]
