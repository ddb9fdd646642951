#!/usr/bin/env bash
# One would guess that turning LaTeX symbols into Unicode leaves ordinary words alone.
# Each hyphen is taken for a minus: "e-mail" comes back with U+2212, two hyphens as two minus signs
# and not as a dash. 50\% doesn't become 50%: the escaped sign is replaced by a shaded block.
# Words so treated aren't found by a search and are wrong to every spelling checker.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check unicodeit==0.7.5
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('unicodeit', version('unicodeit'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import unicodeit

check("e-mail", ascii(unicodeit.replace("e-mail")), r"'e\u2212mail'")
check("--", ascii(unicodeit.replace("a--b")), r"'a\u2212\u2212b'")
check(r"50\%", ascii(unicodeit.replace(r"50\%")), r"'\u2592'")
check(r"\alpha^2", unicodeit.replace(r"\alpha^2"), "α²")
print("as recorded")
EOF
