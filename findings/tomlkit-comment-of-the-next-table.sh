#!/usr/bin/env bash
# One would guess that "# about b" above [b] stays with [b].
# tomlkit counts it as the end of the table before. A key added to that table is written below the
# comment, right above [b], so that the comment now explains the wrong thing; removing that table
# removes the comment of the next one with it.
# A settings file that a program edits for its user loses the user's notes this way.
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

TEXT = "[a]\nx = 1\n\n# about b\n[b]\ny = 1\n"

document = tomlkit.parse(TEXT)
document["a"]["z"] = 2
check("a key is added to [a]", tomlkit.dumps(document), "[a]\nx = 1\n\n# about b\nz = 2\n[b]\ny = 1\n")

document = tomlkit.parse(TEXT)
del document["a"]
check("[a] is removed", tomlkit.dumps(document), "[b]\ny = 1\n")
print("as recorded")
EOF
