#!/usr/bin/env bash
# One would guess that correcting a sentence leaves its numbers alone.
# lookup_compound() treats 3 as a misspelling of one letter and 1986 as one of four: "It took 3 days"
# becomes "it took a days", "in 1986 we left" becomes "in of of we left". ignore_non_words=True is
# needed, and off by default.
# A "fix this paragraph" changes dates and amounts, which no one rereads.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check symspellpy==6.10.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('symspellpy', version('symspellpy'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from importlib.resources import files
from symspellpy import SymSpell, Verbosity

speller = SymSpell()
speller.load_dictionary(str(files("symspellpy") / "frequency_dictionary_en_82_765.txt"), 0, 1)

def corrected(text, **options):
    return speller.lookup_compound(text, 2, **options)[0].term

check("It took 3 days", corrected("It took 3 days"), "it took a days")
check("in 1986 we left", corrected("in 1986 we left"), "in of of we left")
check("with ignore_non_words", corrected("in 1986 we left", ignore_non_words=True), "in 1986 we left")
print("as recorded")
EOF
