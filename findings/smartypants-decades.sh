#!/usr/bin/env bash
# One would guess that the apostrophe of a decade is right: the source has a special case for it, and
# explains it with the '80s.
# The case is never reached after a blank: '80s gets an opening quotation mark. So do 'tis and both marks
# of rock 'n' roll, and the feet of 6'2". After dashes a quotation opens with a closing mark, --"yes"--.
# The code for it is there, so nobody checks; the fault is in print only.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check smartypants==2.0.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('smartypants', version('smartypants'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from smartypants import Attr, smartypants

check("a contraction", smartypants("It can't be.", Attr.set1 | Attr.u), 'It can’t be.')
check("a decade", smartypants("In the '80s he left.", Attr.set1 | Attr.u), 'In the ‘80s he left.')
check("'tis", smartypants("'tis late", Attr.set1 | Attr.u), '‘tis late')
check("rock 'n' roll", smartypants("rock 'n' roll", Attr.set1 | Attr.u), 'rock ‘n’ roll')
check("feet", smartypants("He is 6'2 tall.", Attr.set1 | Attr.u), 'He is 6‘2 tall.')
check("after a dash", smartypants('He said--"yes"--and left.', Attr.set1 | Attr.u), 'He said—”yes”—and left.')
check("at the start", smartypants('--"yes"--', Attr.set1 | Attr.u), '—”yes”—')
print("as recorded")
EOF
