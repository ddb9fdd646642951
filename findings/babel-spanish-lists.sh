#!/usr/bin/env bash
# One would guess that a library that joins a list by the rules of a language knows the two rules that
# every Spanish child learns: "y" is "e" before the sound i, and "o" is "u" before the sound o.
# Babel joins all words alike: padre y hijos instead of padre e hijos, plata o oro instead of plata u
# oro.
# The patterns of the Unicode data name the exceptions only in prose, and Babel takes the patterns.
# Authors, languages and keywords joined by a program read like faulty Spanish: español y inglés.
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


from babel.lists import format_list

check("and, before i", format_list(["español", "inglés"], locale="es"), "español y inglés")
check("and, before hi", format_list(["padre", "hijos"], locale="es"), "padre y hijos")
check("or, before o", format_list(["plata", "oro"], style="or", locale="es"), "plata o oro")
check("or, before ho", format_list(["ayer", "hoy"], style="or", locale="es"), "ayer o hoy")
check("three", format_list(["Ana", "Luis", "Inés"], locale="es"), "Ana, Luis y Inés")
print("as recorded")
EOF
