#!/usr/bin/env bash
# One would guess that the offset of a file of lyrics does what players do: a positive one is sooner.
# pylrc adds it, so that a line at 1.5 seconds with an offset of 500 is at 2.0, where it should be at 1.0.
# The tag isn't written again, but the moved times are. A line at 60 minutes or more isn't
# there at all.
# Read and written, the words come a second late, and the end of a long recording is missing.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pylrc==0.1.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pylrc', version('pylrc'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import pylrc

lyrics = pylrc.parse("[offset:500]\n[00:01.50]First\n[59:59.00]Later\n[60:01.00]Last\n")
check("the lines", [(line.text, line.time) for line in lyrics], [("First", 2.0), ("Later", 3599.5)])
check("the offset is written", "offset" in lyrics.toLRC(), False)
check("the first line", lyrics.toLRC().strip().splitlines()[0], "[00:02.00]First")
print("as recorded")
EOF
