#!/usr/bin/env bash
# One would guess that the amount is the number by the currency sign.
# A blank between two numbers joins them, in groups of three digits or not: £3 10s is 310 pounds. The first
# number of the text is taken with any currency in it: In 1984 it cost $3 is 1984 dollars, and 2 for $5 is
# two. The million of $1.5 million is lost.
# The price is plain and wrong, and nothing says which number it came from.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check price-parser==0.5.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('price-parser', version('price-parser'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from price_parser import Price

check("a price", (Price.fromstring('It cost $3').amount_float, Price.fromstring('It cost $3').currency),
      (3.0, '$'))
check("pounds and shillings", Price.fromstring('£3 10s').amount_float, 310.0)
check("a year", (Price.fromstring('In 1984 it cost $3').amount_float, Price.fromstring('In 1984 it cost $3').currency),
      (1984.0, '$'))
check("two for five", Price.fromstring('2 for $5').amount_float, 2.0)
check("a million", Price.fromstring('$1.5 million').amount_float, 1.5)
print("as recorded")
EOF
