#!/usr/bin/env bash
# One would guess that a parser of names that knows of Scottish ones leaves French and English ones alone.
# capitalize() gives every name that begins with mac and has more letters a second capital: emmanuel
# macron becomes Emmanuel MacRon, jack machin Jack MacHin, and maria mackerel Maria MacKerel. Macy keeps
# its form.
# A list of authors in capitals comes out with names that nobody has.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check nameparser==2.6.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('nameparser', version('nameparser'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from nameparser import HumanName


def capitalized(name):
    parsed = HumanName(name)
    parsed.capitalize(force=True)
    return str(parsed)


check("Macdonald", capitalized("JOHN MACDONALD"), "John MacDonald")
check("van Gogh", capitalized("VINCENT VAN GOGH"), "Vincent van Gogh")
check("Macron", capitalized("EMMANUEL MACRON"), "Emmanuel MacRon")
check("Machin", capitalized("JACK MACHIN"), "Jack MacHin")
check("Mackerel", capitalized("MARIA MACKEREL"), "Maria MacKerel")
check("Macy", capitalized("MARY MACY"), "Mary Macy")
print("as recorded")
EOF
