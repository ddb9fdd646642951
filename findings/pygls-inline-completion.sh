#!/usr/bin/env bash
# One would guess that a language server which registers a handler says so when the client asks what it can do.
# pygls does for hover and for the rest, with or without options. Inline completion (LSP 3.18) is announced only if the
# handler is registered with options, though the protocol lets a plain `true` stand there. Without them the handler
# answers, but no client asks it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pygls==2.1.1 lsprotocol==2025.0.0
"$dir/venv/bin/python" - <<'EOF'
import sys
from importlib.metadata import version

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder

print("pygls", version("pygls"))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


def announced(method, options, name):
    registered = {method: None}
    chosen = {} if options is None else {method: options}
    client = types.ClientCapabilities()
    built = ServerCapabilitiesBuilder(client, registered, chosen, [], types.TextDocumentSyncKind.Incremental, None).build()
    return bool(getattr(built, name))


hover, inline = types.TEXT_DOCUMENT_HOVER, types.TEXT_DOCUMENT_INLINE_COMPLETION
check("hover without options", announced(hover, None, "hover_provider"), True)
check("inline completion without options", announced(inline, None, "inline_completion_provider"), False)
options = types.InlineCompletionOptions()
check("inline completion with options", announced(inline, options, "inline_completion_provider"), True)
print("as recorded")
EOF
