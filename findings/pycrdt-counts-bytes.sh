#!/usr/bin/env bash
# One would guess that pycrdt's Text counts characters, as Python's str does and as it is printed.
# It counts bytes of UTF-8: "é日a" has length 6. Position 1, inside the é, isn't refused: the new
# text lands at the very end, and position 2, the third character in Python, is the second here.
# Two writers of one draft whose editor hands over its own positions lose text to the wrong place
# as soon as one accent has been typed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pycrdt==0.14.13
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pycrdt', version('pycrdt'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from pycrdt import Doc, Text

def inserted(at):
    doc = Doc()
    doc["t"] = text = Text("é日a")
    text.insert(at, "X")
    return str(text)

doc = Doc()
doc["t"] = text = Text("é日a")
check('len(Text("é日a"))', len(text), 6)
check("insert X at 1", inserted(1), "é日aX")
check("insert X at 2", inserted(2), "éX日a")
check("insert X at 5", inserted(5), "é日Xa")
print("as recorded")
EOF
