#!/usr/bin/env bash
# One would guess that a library that writes any text in ASCII keeps its numbers apart.
# A half after a figure is written without a blank: 1½ cups becomes 11/2 cups, which is five and a half,
# and 2¾ becomes 23/4. Five per mille is 5%0. Unidecode puts a blank before the half.
# A recipe or a measure is another number, and no letter in it looks odd.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check anyascii==0.3.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('anyascii', version('anyascii'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from anyascii import anyascii

check("a half alone", anyascii("½ cup"), "1/2 cup")
check("one and a half", anyascii("1½ cups"), "11/2 cups")
check("two and three quarters", anyascii("2¾ miles"), "23/4 miles")
check("per mille", anyascii("5‰"), "5%0")
print("as recorded")
EOF
