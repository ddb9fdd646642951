#!/usr/bin/env bash
# One would guess that a parser that is given a source time counts from it.
# Most words do, yesterday and last week too. Last night, this morning and next morning count from
# now, whatever source time is given: the same date for a diary of 1990 and one of 2024.
# And the day after tomorrow is tomorrow, the day before yesterday yesterday: the words before are
# skipped, and the result is reported as a date that was read.
# Dates in an old text are resolved to this year, and a reminder comes a day early.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check parsedatetime==2.6
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('parsedatetime', version('parsedatetime'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from datetime import datetime

from parsedatetime import Calendar

def read(text, source):
    return Calendar().parseDT(text, sourceTime=source)

june = datetime(2024, 6, 15, 10)
old = datetime(1990, 1, 2, 10)
check("yesterday", str(read("yesterday", june)[0].date()), "2024-06-14")
for words in "last night", "this morning", "next morning":
    check(f"{words}, the same from 1990 and 2024", read(words, old)[0].date() == read(words, june)[0].date(), True)
    check(f"{words}, after 2024", read(words, old)[0].year > 2024, True)
check("tonight", str(read("tonight", june)[0].date()), "2024-06-15")
check("the day after tomorrow", str(read("the day after tomorrow", june)[0].date()), "2024-06-16")
check("the day before yesterday", str(read("the day before yesterday", june)[0].date()), "2024-06-14")
check("its status: 1 is a date", read("the day after tomorrow", june)[1], 1)
print("as recorded")
EOF
