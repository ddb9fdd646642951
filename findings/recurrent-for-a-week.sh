#!/usr/bin/env bash
# One would guess that an hour in the sentence is an hour in the rule.
# Every day at 5pm has one. Every day at noon and every day at midnight have none: they are just every day.
# Every day for a week becomes once a week, for ever. Daily except Sunday leaves out the next Sunday only.
# A rule comes back each time, so a reminder is set, and it comes on the wrong days.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check recurrent==0.4.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('recurrent', version('recurrent'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from datetime import datetime
from recurrent.event_parser import RecurringEvent


def rule(text):
    return str(RecurringEvent(now_date=datetime(2024, 6, 15, 10, 0)).parse(text))


check("at 5pm", rule('every day at 5pm'), 'RRULE:BYHOUR=17;BYMINUTE=0;INTERVAL=1;FREQ=DAILY')
check("at noon", rule('every day at noon'), 'RRULE:INTERVAL=1;FREQ=DAILY')
check("at midnight", rule('every day at midnight'), 'RRULE:INTERVAL=1;FREQ=DAILY')
check("for a week", rule('every day for a week'), 'RRULE:INTERVAL=1;FREQ=WEEKLY')
check("except Sunday", rule('daily except Sunday').split('T0')[0].split('T1')[0],
      'RRULE:INTERVAL=1;FREQ=DAILY\nEXDATE:20240616')
print("as recorded")
EOF
