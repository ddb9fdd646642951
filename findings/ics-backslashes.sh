#!/usr/bin/env bash
# One would guess that an event's text comes back from the file that the library itself wrote.
# A backslash before an n or an r doesn't. It is written rightly as two, and read as a backslash and a line
# break: \newpage becomes a backslash, a new line and ewpage. Before an e it comes back.
# A calendar without a CALSCALE line is written with CALSCALE:GEORGIAN after it was read: the standard's
# only value is GREGORIAN, and a strict reader doesn't know the other.
# Notes in a diary are broken a bit at each save, and other programs may refuse the file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check ics==0.7.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('ics', version('ics'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from ics import Calendar, Event

check("written", [line for line in Calendar(events=[Event(name='Use \\newpage here')]).serialize().splitlines() if 'SUMMARY' in line],
      ['SUMMARY:Use \\\\newpage here'])
check("read again", [event.name for event in Calendar(Calendar(events=[Event(name='Use \\newpage here')]).serialize()).events],
      ['Use \\\newpage here'])
check("before an r", [event.name for event in Calendar(Calendar(events=[Event(name='See \\ref')]).serialize()).events],
      ['See \\\ref'])
check("before an e", [event.name for event in Calendar(Calendar(events=[Event(name='Use \\emph here')]).serialize()).events],
      ['Use \\emph here'])
check("the scale", [line for line in Calendar(Calendar().serialize()).serialize().splitlines() if 'SCALE' in line],
      ['CALSCALE:GEORGIAN'])
print("as recorded")
EOF
