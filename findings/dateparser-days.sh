#!/usr/bin/env bash
# One would guess that "the 3rd" is the third of this month.
# A lone number up to 12 is taken for a month, even when written as an ordinal, and the day is
# today's: "1st" is 15 January, "the 3rd" 15 March, "at 5" 15 May. From 13 on it is a day, so "25th"
# is right, and "31st" in June is nothing.
# Due dates in notes are off by months, in the first part of each month only.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check dateparser==1.5.0 python-dateutil==4.0.0 pytz==2026.6 tzlocal==5.4.5 regex==2026.11.19
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('dateparser', version('dateparser'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import datetime
import dateparser

def read(text):
    found = dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": datetime.datetime(2024, 6, 15, 12)})
    return found and found.date().isoformat()

check("1st", read("1st"), "2024-01-15")
check("the 3rd", read("the 3rd"), "2024-03-15")
check("at 5", read("at 5"), "2024-05-15")
check("25th", read("25th"), "2024-06-25")
check("31st", read("31st"), None)
print("as recorded")
EOF
