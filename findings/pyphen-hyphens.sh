#!/usr/bin/env bash
# One would guess that a hyphenator sees the hyphen of "co-operate" as the place to break, with
# nothing to add.
# pyphen allows a break after the hyphen and inserts its own there as well. inserted() doubles it,
# and wrap() ends the line in "co--". Joining the parts again doesn't give the word.
# British spelling and compound names would be printed with two hyphens.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pyphen==0.18.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pyphen', version('pyphen'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import pyphen

english = pyphen.Pyphen(lang="en")
check("inserted", english.inserted("co-operate"), "co--op-er-ate")
check("wrap to 4", english.wrap("co-operate", 4), ("co--", "operate"))
check("the same word without", english.inserted("cooperate"), "co-oper-ate")
print("as recorded")
EOF
