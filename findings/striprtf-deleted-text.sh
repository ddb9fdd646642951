#!/usr/bin/env bash
# One would guess that the plain text of an RTF file is what a word processor shows of it.
# Text that is deleted under change tracking, or hidden, is printed like any other, so "He left." reads
# "He never left.". Footnotes, which are shown, are dropped without a mark.
# An imported manuscript has back what its author took out, and lacks the notes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check striprtf==0.0.35
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('striprtf', version('striprtf'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from striprtf.striprtf import rtf_to_text

check("deleted", rtf_to_text(r"{\rtf1\ansi He {\deleted\revauthdel1 never }left.}"), "He never left.")
check("hidden", rtf_to_text(r"{\rtf1\ansi A {\v secret }B}"), "A secret B")
check("footnote", rtf_to_text(r"{\rtf1\ansi He said{\footnote A note.} so.}"), "He said so.")
print("as recorded")
EOF
