#!/usr/bin/env bash
# One would guess that parse_date() reads the date that format_date() has written for the same language
# and format: both take "medium" and "long".
# It reads numbers only. A date with the name of its month, which is the default format in English,
# French and Swedish, raises an IndexError, not even Babel's own ParseError. In Japanese, where the month
# is a number, the same call works.
# A field "date" that a program writes for its reader can't be read back by it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check babel==2.19.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('babel', version('babel'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from datetime import date

from babel.dates import format_date, parse_date

def again(language, form):
    written = format_date(date(2024, 4, 12), form, locale=language)
    try:
        return written, str(parse_date(written, locale=language, format=form))
    except Exception as error:
        return written, type(error).__name__

check("English, medium", again("en", "medium"), ("Apr 12, 2024", "IndexError"))
check("English, long", again("en", "long"), ("April 12, 2024", "IndexError"))
check("French, medium", again("fr", "medium"), ("12 avr. 2024", "IndexError"))
check("German, long", again("de", "long"), ("12. April 2024", "IndexError"))
check("German, medium", again("de", "medium"), ("12.04.2024", "2024-04-12"))
check("Japanese, long", again("ja", "long"), ("2024年4月12日", "2024-04-12"))
print("as recorded")
EOF
