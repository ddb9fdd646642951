#!/usr/bin/env bash
# One would guess that 150 and 150.0 are the same amount of money.
# num2words takes an int for cents and a float for euros: 150 is "one euro, fifty cents", and 150.0
# is "one hundred and fifty euro, zero cents". Nothing in the call says which.
# An editor's "write the number out" is wrong by a factor of 100 for each round price.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check num2words==0.5.14
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('num2words', version('num2words'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from num2words import num2words

check("150", num2words(150, to="currency"), "one euro, fifty cents")
check("150.0", num2words(150.0, to="currency"), "one hundred and fifty euro, zero cents")
check('"150"', num2words("150", to="currency"), "one hundred and fifty euro, zero cents")
print("as recorded")
EOF
