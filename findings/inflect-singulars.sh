#!/usr/bin/env bash
# One would guess that singular_noun() returns False for a word that isn't a plural: it says so,
# and it does for boss and dress.
# Any other word in -s loses its s: bus is "bu", lens "len", Paris "Pari", always "alway", was "wa".
# Code that asks it whether a word is a plural is told yes for each of these.
# A check of agreement ("the bus is") sees a plural subject where there is none.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check inflect==7.6.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('inflect', version('inflect'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import inflect

engine = inflect.engine()
check("right", [engine.singular_noun(word) for word in ("boss", "dress", "children")], [False, False, "child"])
check("wrong", [engine.singular_noun(word) for word in ("bus", "lens", "Paris", "always", "was")],
      ["bu", "len", "Pari", "alway", "wa"])
print("as recorded")
EOF
