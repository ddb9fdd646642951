#!/usr/bin/env bash
# One would guess that cleaning brings a text to ASCII as far as it can, and keeps words apart.
# Where unidecode isn't installed, as it isn't by a plain install, what has no plain letter within it is
# dropped: Łódź is odz, Straße is strae, ½ cup is cup. An ellipsis between words joins them. A single
# warning speaks of worse results. With no_phone_numbers, 1939-1945 is a telephone number.
# Names and figures are other ones afterwards, and the text still reads well.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check clean-text==0.7.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('clean-text', version('clean-text'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from cleantext import clean

check("café", clean('Café'), 'cafe')
check("a city", clean('Łódź', lower=False), 'odz')
check("a street", clean('Lange Straße'), 'lange strae')
check("a half", clean('½ cup of milk'), 'cup of milk')
check("an ellipsis", clean('no…never'), 'nonever')
check("years", clean('The war of 1939-1945', no_phone_numbers=True), 'the war of <phone>')
print("as recorded")
EOF
