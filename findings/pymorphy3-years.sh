#!/usr/bin/env bash
# One would guess that a word that agrees with a number is what a Russian says for five years and two
# times. Five years are пять годов, where all say пять лет; one time is раза and two times раз, as the
# first reading of раз is a plural. Two and five days of сутки: None for two. Hours, minutes and pages are
# right.
# A program that counts years and times is wrong in its most ordinary sentences.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pymorphy3==2.0.6
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pymorphy3', version('pymorphy3'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from pymorphy3 import MorphAnalyzer

analyzer = MorphAnalyzer()


def agreeing(word):
    forms = [analyzer.parse(word)[0].make_agree_with_number(number) for number in (1, 2, 5)]
    return [form and form.word for form in forms]


check("hour", agreeing("час"), ["час", "часа", "часов"])
check("person", agreeing("человек"), ["человек", "человека", "людей"])
check("year", agreeing("год"), ["год", "года", "годов"])
check("time", agreeing("раз"), ["раза", "раз", "раз"])
check("day and night", agreeing("сутки"), [None, None, "суток"])
print("as recorded")
EOF
