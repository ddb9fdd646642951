#!/usr/bin/env bash
# One would guess that a conflict's markers stand on lines of their own, as git's do.
# merge3 adds no line end to a last line that has none: the marker is glued to the writer's words.
# What looks for markers at the start of a line finds the opening one only, and takes the rest of the
# file for the first side. One side with a line end is enough for the closing marker to be lost.
# Texts from forms, JSON and many editors end without one; tests written as blocks never do.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check merge3==1.0.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('merge3', version('merge3'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import merge3

def merged(base, ours, theirs):
    sides = [text.splitlines(keepends=True) for text in (base, ours, theirs)]
    return "".join(merge3.Merge3(*sides).merge_lines(name_a="ours", name_b="theirs"))

def markers(text):
    return [line[:3] for line in text.splitlines() if line[:3] in ("<<<", "===", ">>>")]

check("with line ends", markers(merged("one\ntwo\n", "one\nTWO\n", "one\n2\n")), ["<<<", "===", ">>>"])
text = merged("one\ntwo", "one\nTWO", "one\n2")
check("without", text, "one\n<<<<<<< ours\nTWO=======\n2>>>>>>> theirs\n")
check("without, markers", markers(text), ["<<<"])
check("one side with", markers(merged("x\na", "x\na\n", "X\na")), ["<<<", "==="])
print("as recorded")
EOF
