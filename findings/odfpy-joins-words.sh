#!/usr/bin/env bash
# One would guess that str(paragraph) is its text, perhaps with single spaces.
# Tabs, line breaks and further spaces are elements of their own in ODF, and str() passes over them:
# "Name:<tab>Smith<break>Born" reads "Name:SmithBorn". odf.teletype.extractText() keeps them.
# Word counts and searches of an imported manuscript see words that don't exist.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check odfpy==1.4.1 defusedxml==0.7.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('odfpy', version('odfpy'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from odf import teletype
from odf.text import P

paragraph = P()
teletype.addTextToElement(paragraph, "Name:\tSmith\nBorn: 1986  Paris")
check("str()", str(paragraph), "Name:SmithBorn: 1986 Paris")
check("extractText()", teletype.extractText(paragraph), "Name:\tSmith\nBorn: 1986  Paris")
print("as recorded")
EOF
