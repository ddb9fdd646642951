#!/usr/bin/env bash
# One would guess that an emulator skips an escape sequence that it doesn't support.
# pyte ends a sequence at the first colon. What follows is printed: "4:3" for a wavy underline leaves
# "3m" on the screen, and an underline colour leaves nine digits. Both are what a program must send
# to a current terminal for the underlines of a spelling checker.
# Tests that read the screen through pyte see text that no user sees, shifted to the right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pyte==0.8.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pyte', version('pyte'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import pyte

def screen(text):
    screen = pyte.Screen(20, 1)
    pyte.Stream(screen).feed(text)
    return screen.display[0].rstrip()

check("wavy underline, ESC[4:3m", screen("\x1b[4:3mword"), "3mword")
check("underline colour, ESC[58:2::1:2:3m", screen("\x1b[58:2::1:2:3mword"), "2::1:2:3mword")
check("plain underline, ESC[4m", screen("\x1b[4mword"), "word")
print("as recorded")
EOF
