#!/usr/bin/env bash
# One would guess that a field that a reference has twice is kept, as are two authors and two keywords.
# Authors, keywords, notes and addresses on the web are lists. A second author's address, AD, a second
# place, CY, and a second title are dropped without a word. An abstract's two paragraphs are one. And a
# line that isn't a field is written again as a field called None.
# A library that is read and written loses what the publisher's file had.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check rispy==0.10.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('rispy', version('rispy'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import rispy


def again(*fields):
    source = "\n".join(["TY  - JOUR", *fields, "ER  - ", ""])
    return rispy.dumps(rispy.loads(source)).splitlines()[2:-1]


check("keywords", again("KW  - sea", "KW  - tide"), ["KW  - sea", "KW  - tide"])
check("addresses", again("AD  - Oslo", "AD  - Kiel"), ["AD  - Oslo"])
check("places", again("CY  - London", "CY  - Paris"), ["CY  - London"])
check("titles", again("TI  - Tides", "TI  - Gezeiten"), ["TI  - Tides"])
check("an abstract", again("AB  - One.", "", "Two."), ["AB  - One.  Two."])
check("a stray line", again("AU- Smith, J."), ["None  - AU- Smith, J."])
print("as recorded")
EOF
