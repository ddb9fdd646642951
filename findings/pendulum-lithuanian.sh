#!/usr/bin/env bash
# One would guess that before and after, and the hours of a day, are the same in every language.
# Five days before another date is “5 dienas nuo dabar” in Lithuanian, five days from now. In Czech the
# time is written with twelve hours and without the half of the day: 13:00 is 1:00, and so is the first
# hour, and midnight and noon are both 12:00. In Ukrainian the day of the week is in the accusative.
# A reader of a schedule comes twelve hours late, and a chronology runs backwards.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pendulum==3.3.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pendulum', version('pendulum'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import pendulum

day = pendulum.datetime(2024, 1, 31)
check("Polish", day.subtract(days=5).diff_for_humans(day, locale="pl"), "5 dni przed")
check("Lithuanian, before", day.subtract(days=5).diff_for_humans(day, locale="lt"), "5 dienas nuo dabar")
hours = [pendulum.datetime(2024, 1, 31, hour) for hour in (0, 1, 12, 13)]
check("Slovak", [hour.format("LT", locale="sk") for hour in hours], ["00:00", "01:00", "12:00", "13:00"])
check("Czech", [hour.format("LT", locale="cs") for hour in hours], ["12:00", "1:00", "12:00", "1:00"])
check("Ukrainian, Wednesday", day.format("dddd", locale="uk"), "середу")
print("as recorded")
EOF
