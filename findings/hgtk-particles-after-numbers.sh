#!/usr/bin/env bash
# One would guess that a library that picks the Korean particle by a word's last sound picks it for
# digits too, as they are read aloud, or refuses.
# It knows Hangul and Latin letters. After a digit, a closing quote or a bracket it takes the form
# that follows a vowel: 3는 and 10는, where 삼 and 십 have 은, and “사람”는.
# It imports six without asking for it, so that is installed here by hand. A program that writes
# sentences with numbers or quoted titles gets the particle wrong about half the time, without an
# error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check hgtk==0.2.1 six==1.17.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('hgtk', version('hgtk'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from hgtk.josa import EUN_NEUN, attach

check("three, in Hangul", attach("삼", EUN_NEUN), "삼은")
check("three, in digits", attach("3", EUN_NEUN), "3는")
check("ten, in Hangul", attach("십", EUN_NEUN), "십은")
check("ten, in digits", attach("10", EUN_NEUN), "10는")
check("person", attach("사람", EUN_NEUN), "사람은")
check("person, quoted", attach("“사람”", EUN_NEUN), "“사람”는")
check("person, in brackets", attach("(사람)", EUN_NEUN), "(사람)는")
print("as recorded")
EOF
