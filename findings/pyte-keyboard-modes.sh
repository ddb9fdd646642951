#!/usr/bin/env bash
# One would guess that a terminal emulator ignores the sequences that it doesn't know.
# pyte drops the > from a sequence and reads the rest: xterm's request for more keys, CSI > 4 ; 2 m,
# which vim, tmux and fish send when they start, underlines all text from there on. It ends a sequence
# at < or = and prints what follows: leaving kitty's keyboard mode, CSI < u, types a u. Questions in
# a DCS or APC string are typed too.
# A test of a TUI in pyte sees styles and letters that no screen has; the program's own look guilty.
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

def shown(text):
    screen = pyte.Screen(20, 1)
    pyte.Stream(screen).feed(text)
    return screen

def line(text):
    return shown(text).display[0].rstrip()

def style(text):
    cell = shown(text).buffer[0][0]
    return cell.data, "underlined" if cell.underscore else "", "bold" if cell.bold else ""

check("xterm, more keys", style("\x1b[>4;2ma"), ("a", "underlined", ""))
check("xterm, level 1", style("\x1b[>4;1ma"), ("a", "underlined", "bold"))
check("kitty, push", line("\x1b[>1ua"), "a")
check("kitty, pop", line("\x1b[<ua"), "ua")
check("kitty, set", line("\x1b[=1;1ua"), "1;1ua")
check("question to the terminal", line("\x1bP+q544e\x1b\\a"), "+q544ea")
check("kitty's graphics", line("\x1b_Gi=1\x1b\\a"), "Gi=1a")
print("as recorded")
EOF
