#!/usr/bin/env bash
# One would guess that what one shell's script quotes the others' do as well.
# For choices=["Dark mode", "Light"] bash and fish offer two choices. The scripts for zsh and tcsh
# hold the bare list (Dark mode Light), which those shells read as three, so completing types
# "Dark" and the program refuses it.
# Themes and models are names with spaces.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check shtab==1.13.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('shtab', version('shtab'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import argparse
import shtab

parser = argparse.ArgumentParser("prog")
parser.add_argument("--theme", choices=["Dark mode", "Light"])

def has(shell, text):
    return text in shtab.complete(parser, shell)

check("bash", has("bash", "('Dark mode' Light)"), True)
check("fish", has("fish", "'Dark mode' Light"), True)
check("zsh", has("zsh", ":theme:(Dark mode Light)"), True)
check("tcsh", has("tcsh", "(Dark mode Light)"), True)
print("as recorded")
EOF
