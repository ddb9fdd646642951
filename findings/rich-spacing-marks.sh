#!/usr/bin/env bash
# One would guess that Rich and wcwidth agree on the width of a word: Rich's tables say that they are
# made from wcwidth's.
# Rich gives the spacing vowel signs and signs of Indic scripts no column, wcwidth gives them one, though
# each alone has none in both. A cluster of three joined consonants has three columns in Rich, two in
# wcwidth. Rich makes the name of the Malayalam language four columns wide, wcwidth six.
# A program that lays out with Rich (Textual does) and moves the cursor by wcwidth loses its place in
# such a line, and borders after it don't line up.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check rich==15.0.0 wcwidth==0.9.4
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('rich', version('rich'))
print('wcwidth', version('wcwidth'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from rich.cells import cell_len
from wcwidth import wcswidth, wcwidth

def both(text):
    return cell_len(text), wcswidth(text)

check("KA and AA", both("\u0915\u093e"), (1, 2))
check("AA alone", (cell_len("\u093e"), wcwidth("\u093e")), (0, 0))
check("Bengali, the word for Bengal", both("বাংলা"), (2, 4))
check("Malayalam, the word for Malayalam", both("മലയാളം"), (4, 6))
check("three joined consonants", both("ക്ക്ക"), (3, 2))
check("two joined consonants", both("ക്ക"), (2, 2))
check("Thai", both("ไทย"), (3, 3))
print("as recorded")
EOF
