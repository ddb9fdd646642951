#!/usr/bin/env bash
# One would guess that a translation of a time span says the same as the English one.
# 400 days are “1 year, 1 month” in English and “ein Monat” in German: the year is lost. A day ago is
# “vor ein Tag”, which is wrong German. In Vietnamese 430 days are “un an et 2 mois”, which is French.
# A reader is told a month where it was more than a year, and nothing shows that a year is missing.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check humanize==4.17.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('humanize', version('humanize'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from datetime import timedelta

import humanize

check("English", humanize.naturaldelta(timedelta(days=400)), "1 year, 1 month")
humanize.i18n.activate("de_DE")
check("German", humanize.naturaldelta(timedelta(days=400)), "ein Monat")
check("German, 430 days", humanize.naturaldelta(timedelta(days=430)), "ein Jahr und 2 Monate")
check("German, ago", humanize.naturaltime(timedelta(days=400)), "vor ein Monat")
check("German, a day ago", humanize.naturaltime(timedelta(days=1)), "vor ein Tag")
humanize.i18n.activate("vi_VN")
check("Vietnamese", humanize.naturaldelta(timedelta(days=430)), "un an et 2 mois")
print("as recorded")
EOF
