#!/usr/bin/env bash
# One would guess that `del document["a"]["x"]` removes one line, wherever [a] is in the file.
# It does where [a] is one piece. Where another table comes between [a.b] and [a], which TOML allows,
# deleting the only key of [a] also deletes its header and the comments after it, and the object
# has no remove(), which every other table of tomlkit has.
# The same call keeps or loses a user's comments depending on the order of the file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check tomlkit==0.15.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('tomlkit', version('tomlkit'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import tomlkit

document = tomlkit.parse("[a]\nx = 1\n# kept\n[c]\ny = 2\n")
del document["a"]["x"]
check("in one piece", tomlkit.dumps(document), "[a]\n# kept\n[c]\ny = 2\n")

document = tomlkit.parse("[a.b]\nz = 1\n[c]\ny = 2\n[a]\nx = 1\n# lost\n")
check("has remove()", hasattr(document["a"], "remove"), False)
del document["a"]["x"]
check("split by [c]", tomlkit.dumps(document), "[a.b]\nz = 1\n[c]\ny = 2\n")
print("as recorded")
EOF
