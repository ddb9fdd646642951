#!/usr/bin/env bash
# One would guess that a typed converter is strict in the same way everywhere.
# A position's line may come as "0" and its column as 1.7: both pass, silently cut to whole numbers.
# A completion of the unknown kind 99 passes as a bare number too, but a diagnostic of the unknown
# severity 9 is refused whole, message included.
# A client can't rely on it for checking, and a newer server's one new value loses a whole message.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check lsprotocol==2025.0.0 cattrs==26.2.1 attrs==26.1.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('lsprotocol', version('lsprotocol'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from lsprotocol import converters
from lsprotocol import types

converter = converters.get_converter()
place = converter.structure({"line": "0", "character": 1.7}, types.Position)
check('line "0", character 1.7', (place.line, place.character), (0, 1))
check("completion of kind 99", converter.structure({"label": "x", "kind": 99}, types.CompletionItem).kind, 99)
start_end = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}
try:
    converter.structure({"range": start_end, "message": "m", "severity": 9}, types.Diagnostic)
    refused = False
except Exception:
    refused = True
check("diagnostic of severity 9 is refused", refused, True)
print("as recorded")
EOF
