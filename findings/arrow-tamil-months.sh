#!/usr/bin/env bash
# One would guess that a date's month in Tamil is the one that Tamil newspapers print for it.
# The names are those of the Tamil calendar's own months, in their order: January is Chithirai, the month
# that begins in the middle of April. In Thai the year is written as the Buddhist era has it, but it isn't
# read like that: the date comes back 543 years later.
# A letter's date is a quarter of a year off in one language, and centuries in the other.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check arrow==1.4.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('arrow', version('arrow'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import arrow

day = arrow.get(2024, 1, 31)
check("Tamil, January", day.format("MMMM", locale="ta"), "சித்திரை")
check("Tamil, April", arrow.get(2024, 4, 30).format("MMMM", locale="ta"), "ஆடி")
thai = day.format("D MMMM YYYY", locale="th")
check("Thai", thai, "31 มกราคม 2567")
check("read again", arrow.get(thai, "D MMMM YYYY", locale="th").year, 2567)
french = day.format("D MMMM YYYY", locale="fr")
check("French, read again", arrow.get(french, "D MMMM YYYY", locale="fr").year, 2024)
print("as recorded")
EOF
