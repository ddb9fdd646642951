#!/usr/bin/env bash
# One would guess that a fixer of mojibake returns correct text as it is.
# By default it also straightens typographic quotes, takes ligatures apart, narrows full-width
# letters and turns U+2028 into a line feed: a soft line break becomes a hard one, and the length
# changes.
# Run over an import "to be safe", it undoes the typography that a writer set by hand.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check ftfy==6.3.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('ftfy', version('ftfy'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import ftfy

check("quotes", ftfy.fix_text("“It’s mine,” he said."), "\"It's mine,\" he said.")
check("ligature", ftfy.fix_text("ﬁre"), "fire")
check("full width", ftfy.fix_text("ＡＢ"), "AB")
check("line separator", ftfy.fix_text("one\u2028two"), "one\ntwo")
print("as recorded")
EOF
