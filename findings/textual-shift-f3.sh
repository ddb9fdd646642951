#!/usr/bin/env bash
# One would guess that a terminal toolkit reads Shift+F3 as it reads Shift+F2 and Shift+F4.
# xterm and many others send ESC [ 1 ; 2 R for it. That is also how a terminal reports its cursor at row 1, column 2,
# and Textual always takes it for the report, whether it asked for one or not: no key arrives. Ctrl+F3 likewise.
# The usual key for "find the previous one" is dead there, while F3 and its neighbours work.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check textual==8.2.8
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print("textual", version("textual"))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from textual._xterm_parser import XTermParser


def read(sequence):
    return [getattr(event, "key", type(event).__name__) for event in XTermParser().feed(sequence)]


check("Shift+F2", read("\x1b[1;2Q"), ["shift+f2"])
check("Shift+F3", read("\x1b[1;2R"), ["CursorPosition"])
check("Shift+F4", read("\x1b[1;2S"), ["shift+f4"])
check("Ctrl+F3", read("\x1b[1;5R"), ["CursorPosition"])
check("Shift+F3 in the other form", read("\x1b[13;2~"), ["shift+f3"])
print("as recorded")
EOF
