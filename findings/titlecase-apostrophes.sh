#!/usr/bin/env bash
# One would guess that both apostrophes are one to a library for headlines: "don’t" is handled.
# The rules for Irish and French names look for the typewriter's. "o'brien" becomes "O'Brien", but
# "o’brien" becomes "O’brien", and "l’amour" becomes "L’amour" where "l'amour" stays "l'Amour".
# A "make this a title" is wrong just where an editor has set proper apostrophes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check titlecase==2.4.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('titlecase', version('titlecase'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from titlecase import titlecase

check("straight", [titlecase("o'brien"), titlecase("l'amour")], ["O'Brien", "l'Amour"])
check("typographic", [titlecase("o’brien"), titlecase("l’amour")], ["O’brien", "L’amour"])
print("as recorded")
EOF
