#!/usr/bin/env bash
# One would guess that carrying over the case of "Teh" gives "The".
# Letters get the case of the letters that they replace. Where two letters at the start changed
# places, the capital is spread over both: Teh becomes "THe", Wierd "WEird", while Recieve is right.
# Without transfer_casing "Teh" isn't matched to "the" at all, since the dictionary is lower case.
# The commonest typo of all, at the start of a sentence, is replaced by another one.
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

def best(word, **options):
    return speller.lookup(word, Verbosity.CLOSEST, 2, **options)[0].term

check("transfer_casing", [best(word, transfer_casing=True) for word in ("Teh", "Wierd", "Recieve")],
      ["THe", "WEird", "Receive"])
check("without", best("Teh"), "meh")
print("as recorded")
EOF
