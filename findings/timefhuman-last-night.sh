#!/usr/bin/env bash
# One would guess that a parser made for people's times reads last night as a time that is past.
# Words it doesn't know are skipped and the rest is read. On Saturday, 15 June 2024, at ten, last night is
# tonight at eight, the day after tomorrow is tomorrow, the day before yesterday is yesterday, and five
# minutes past eight is 10:05. Friday the 13th is two dates, and He sat in the sun is Saturday and Sunday.
# A diary's entries move by a day, and nothing is raised.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check timefhuman==0.1.5
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('timefhuman', version('timefhuman'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from datetime import datetime
from timefhuman import timefhuman, tfhConfig


def found(text):
    return [str(each) for each in timefhuman(text, tfhConfig(now=datetime(2024, 6, 15, 10, 0)))]


check("tomorrow at noon", found('tomorrow at noon'), ['2024-06-16 12:00:00'])
check("last night", found('last night'), ['2024-06-15 20:00:00'])
check("the day after tomorrow", found('the day after tomorrow'), ['2024-06-16 00:00:00'])
check("the day before yesterday", found('the day before yesterday'), ['2024-06-14 00:00:00'])
check("five past eight", found('five minutes past eight'), ['2024-06-15 10:05:00'])
check("Friday the 13th", found('on Friday the 13th'), ['2024-06-21 00:00:00', '2024-06-13 00:00:00'])
check("no date at all", found('He sat in the sun'), ['2024-06-15 00:00:00', '2024-06-16 00:00:00'])
print("as recorded")
EOF
