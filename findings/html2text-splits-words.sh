#!/usr/bin/env bash
# One would guess that no converter adds spaces inside a word.
# html2text writes emphasis with _, which means nothing inside a word, and so puts spaces around it:
# "unbelievable" with a stressed syllable becomes three words. Bold is written with ** and stays whole.
# The plain text of a pasted page has words that it never had, for readers and for spelling checkers.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check html2text==2025.4.15
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('html2text', version('html2text'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import html2text

check("emphasis", html2text.html2text("<p>un<em>believ</em>able</p>").strip(), "un _believ_ able")
check("bold", html2text.html2text("<p>ten<strong>fold</strong></p>").strip(), "ten**fold**")
print("as recorded")
EOF
