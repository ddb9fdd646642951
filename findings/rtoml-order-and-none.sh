#!/usr/bin/env bash
# One would guess that a dictionary written as TOML and read again is the same dictionary, with its keys
# in the same order.
# rtoml writes lists after all plain values, wherever they stood, and None as the text "null": the draft
# that had no date has the date null. In a list too.
# A file under version control changes its lines when a program saves it untouched, and a test for "no
# value" finds a text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check rtoml==0.14.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('rtoml', version('rtoml'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import rtoml

head = {"title": "Salt", "tags": ["sea"], "date": None, "words": 3}
written = rtoml.dumps(head)
check("keys", [line.split(" = ")[0] for line in written.splitlines()], ["title", "date", "words", "tags"])
check("no date", rtoml.loads(written)["date"], "null")
check("in a list", rtoml.loads(rtoml.dumps({"tags": [None, 1]})), {"tags": ["null", 1]})
untouched = "tags = ['sea']\ntitle = 'Salt'\n"
check("a file, untouched", rtoml.dumps(rtoml.loads(untouched)).splitlines()[0], 'title = "Salt"')
print("as recorded")
EOF
