#!/usr/bin/env bash
# One would guess that only Org's own lines are left out of a heading's body.
# Org's planning line is one that begins with SCHEDULED, DEADLINE or CLOSED. Here a first line that has
# one of them and a date anywhere is taken for it: the whole sentence around the date isn't in the body.
# A whole logbook, which isn't the writer's text, stays.
# The date is found, so the words around it aren't missed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check orgparse==0.5.20260926
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('orgparse', version('orgparse'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import orgparse


def body(text):
    return orgparse.loads(text)[1].body


check("a planning line", body('* Essay\nDEADLINE: <2024-05-01 Wed>\nI must begin.'), 'I must begin.')
check("in a sentence", body('* Essay\nHer letter says DEADLINE: <2024-05-01 Wed> and is angry.\nI must begin.'),
      'I must begin.')
check("in the second line", body('* Essay\nI must begin.\nHer letter says DEADLINE: <2024-05-01 Wed> and is angry.'),
      'I must begin.\nHer letter says DEADLINE: <2024-05-01 Wed> and is angry.')
check("a logbook", body('* Essay\n:LOGBOOK:\n- a note\n:END:\nI must begin.'),
      ':LOGBOOK:\n- a note\n:END:\nI must begin.')
print("as recorded")
EOF
