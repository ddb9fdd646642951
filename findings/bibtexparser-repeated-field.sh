#!/usr/bin/env bash
# One would guess that an entry with one field twice keeps one of them, as BibTeX does, or raises.
# bibtexparser 2 leaves out the whole entry: it is neither in entries nor looked up by its key, and
# parse_string() raises nothing. It lies in failed_blocks; write_string() puts a warning above it.
# Exports with two keywords or two notes are common; the citation is just unknown.
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

library = bibtexparser.parse_string(
    "@misc{one, title = {A}}\n@misc{two, title = {B}, keywords = {x}, keywords = {y}}\n@misc{three, title = {C}}\n"
)
check("entries", [entry.key for entry in library.entries], ["one", "three"])
check("looked up", "two" in library.entries_dict, False)
check("failed", [type(block).__name__ for block in library.failed_blocks], ["DuplicateFieldKeyBlock"])
check("warning when written", "% WARNING" in bibtexparser.write_string(library), True)
print("as recorded")
EOF
