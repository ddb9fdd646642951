#!/usr/bin/env bash
# One would guess that "cat" with at most one error finds "cat" where it is, letter for letter.
# The search takes the first place where the errors suffice, and a stray character counts as one:
# it returns " cat" with the space, and " necesary" for the misspelled word. BESTMATCH is needed
# for the plain one.
# A replacement of what was found joins the word to the one before it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check regex==2026.11.19
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('regex', version('regex'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import regex

check("cat, one error", regex.findall(r"(?:cat){e<=1}", "the cat sat"), [" cat", "sat"])
check("replaced", regex.sub(r"(?:cat){e<=1}", "dog", "the cat ran"), "thedog ran")
check("necessary, two errors", regex.search(r"(?:necessary){e<=2}", "very necesary").group(), " necesary")
check("with BESTMATCH", regex.search(r"(?b)(?:cat){e<=1}", "the cat ran").group(), "cat")
print("as recorded")
EOF
