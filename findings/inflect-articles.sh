#!/usr/bin/env bash
# One would guess that a library whose purpose is "a" or "an" goes by sound, as it does for
# "an hour", "a unanimous vote" and "an MRI".
# Digits are never sounded out ("a 8-bit", "a 11th", "a 18"), and abbreviations go by a list that
# lacks common ones: "a SUV", "a LED", but "an URL", which is said "you-ar-el".
# A checker built on it marks correct sentences and offers the mistake.
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
check("right", [engine.a(word) for word in ("hour", "unanimous vote", "MRI")], ["an hour", "a unanimous vote", "an MRI"])
check("numbers", [engine.a(word) for word in ("8-bit", "18", "11th")], ["a 8-bit", "a 18", "a 11th"])
check("abbreviations", [engine.a(word) for word in ("SUV", "LED", "URL")], ["a SUV", "a LED", "an URL"])
print("as recorded")
EOF
