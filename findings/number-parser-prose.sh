#!/usr/bin/env bash
# One would guess that a parser of numbers in text changes numbers and leaves the rest alone.
# number-parser also turns no one, the one and First come into figures, takes a spoken year for two
# numbers, doesn't know the decimal point, and joins two paragraphs where one ends and the next begins
# with a number, since all that stands between becomes a space.
# Text prepared so for search or speech says other things than the writer did.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check number-parser==0.3.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('number-parser', version('number-parser'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from number_parser import parse

check("as one would guess", parse("I have twenty one dogs"), "I have 21 dogs")
check("a pronoun", parse("no one"), "no 1")
check("an ordinal", parse("First come, first served"), "1 come, 1 served")
check("a year", parse("in nineteen eighty four"), "in 19 84")
check("a fraction", parse("three point five"), "3 point 5")
check("an article", parse("a hundred and one"), "a 101")
check("two paragraphs", parse("Chapter one\n\nTwo men came."), "Chapter 1 2 men came.")
print("as recorded")
EOF
