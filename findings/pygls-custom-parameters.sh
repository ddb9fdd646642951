#!/usr/bin/env bash
# One would guess that a request of one's own reaches its handler with the names that the client sent.
# Its parameters become named tuples. A name that is no Python name ("top-k", "class") is replaced by its number,
# and "type_name" at the top isn't handed over at all: it becomes the name of the tuple's class.
# The handler gets no error, only attributes that aren't there.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pygls==2.1.1 lsprotocol==2025.0.0
"$dir/venv/bin/python" - <<'EOF'
import json
import sys
from importlib.metadata import version

from pygls.lsp.server import LanguageServer

print("pygls", version("pygls"))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


def received(params):
    """Return what the handler of a request gets, by name."""
    protocol = LanguageServer("finding", "1").protocol
    sent = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "mine/count", "params": params})
    message = json.loads(sent, object_hook=protocol.structure_message)
    return message.params._asdict()


check("plain names", received({"uri": "a", "count": 5}), {"uri": "a", "count": 5})
check("top-k and class", received({"top-k": 5, "class": "noun"}), {"_0": 5, "_1": "noun"})
check("type_name", received({"type_name": "Essay", "count": 5}), {"count": 5})
print("as recorded")
EOF
