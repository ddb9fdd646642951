#!/usr/bin/env bash
# One would guess that normalizing Japanese text changes how it is written, not what it says.
# neologdn drops every sign that looks like a tilde, as if it were a drawn-out vowel. Between two numbers
# it means "to": from 3 to 5 days becomes 35 days, 10 to 12 o'clock 1012 o'clock. In a text in both
# scripts the blank around Latin words goes too, though not between them.
# A search index or a count of such text has numbers that no one wrote.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check neologdn==0.5.6
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('neologdn', version('neologdn'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import neologdn

check("days", neologdn.normalize("3〜5日"), "35日")
check("hours, ASCII", neologdn.normalize("10~12時"), "1012時")
check("ages", neologdn.normalize("６～９歳"), "69歳")
check("with a hyphen", neologdn.normalize("3-5日"), "3-5日")
check("both scripts", neologdn.normalize("これは Open Source です"), "これはOpen Sourceです")
print("as recorded")
EOF
