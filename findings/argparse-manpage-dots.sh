#!/usr/bin/env bash
# One would guess that text which begins with a dot is escaped: hyphens and backslashes are.
# In a man page a line that begins with a dot or an apostrophe is a command. ".draft.toml is read
# first" is written as it is, and man, which knows no command of that name, prints nothing for it.
# Programs that explain dot files lose just those lines, and only in the man page.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check argparse-manpage==4.8 setuptools==80.9.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('argparse-manpage', version('argparse-manpage'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import os, subprocess

source = os.path.join(sys.argv[1], "prog.py")
with open(source, "w") as file:
    file.write(
        "import argparse\n"
        "def parser():\n"
        "    made = argparse.ArgumentParser('prog')\n"
        "    made.add_argument('--config', help='.draft.toml is read first - always')\n"
        "    made.add_argument('--other', help=\"'tis read later\")\n"
        "    return made\n"
    )
command = os.path.join(os.path.dirname(sys.executable), "argparse-manpage")
page = os.path.join(sys.argv[1], "prog.1")
subprocess.run([command, "--pyfile", source, "--function", "parser", "--project-name", "prog", "--output", page], check=True)
lines = open(page).read().splitlines()
check("line of the page", [line for line in lines if "draft" in line], [".draft.toml is read first \\- always"])
check("with an apostrophe", [line for line in lines if "tis" in line], ["'tis read later"])
print("as recorded")
EOF
