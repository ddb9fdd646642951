#!/usr/bin/env bash
# One would guess that a value joined with #, as BibTeX's manual does for dates, comes out joined.
# bibtexparser 2 resolves an abbreviation that stands alone and leaves a joined value as it was typed,
# quotes, braces, # and all; nothing is reported. The two kinds can't be told apart afterwards: a
# title in braces that holds such text reads the same.
# Dates like 10~oct and journals with a series reach the page as source.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check bibtexparser==2.1.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('bibtexparser', version('bibtexparser'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import bibtexparser

def read(text):
    library = bibtexparser.parse_string("@string{acta = {Acta}}\n" + text)
    return [field.value for field in library.entries[0].fields], len(library.failed_blocks)

check("alone", read("@article{a, journal = acta}"), (["Acta"], 0))
check("joined", read("@article{a, journal = acta # { B}}"), (["acta # { B}"], 0))
check("a date", read('@article{a, month = "10~" # oct}'), (['"10~" # oct'], 0))
check("two strings", read("@article{a, title = {One } # {Two}}"), (["{One } # {Two}"], 0))
check("text that looks like it", read("@article{a, title = {acta # { B}}}"), (["acta # { B}"], 0))
print("as recorded")
EOF
