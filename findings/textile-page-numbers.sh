#!/usr/bin/env bash
# One would guess that a paragraph may begin with a page number: “p. 35 is missing.”
# In Textile p. marks a paragraph, as h2. marks a heading, so the p is taken away: “35 is missing.” It
# looks like a sentence about the number 35. See p. 35 and p.35 stay.
# In the same way a quoted word with a colon and a word behind it is a link: “Wait”:she is a link to a
# page called she.
# An index or a list of errata by pages loses each of its p's, and nothing says so.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check textile==4.0.4
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('textile', version('textile'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from textile import textile

def html(text):
    return textile(text).strip()

check("at the start", html("p. 35 is missing."), "<p>35 is missing.</p>")
check("two entries", html("p. 35: typo\n\np. 36: typo"), "<p>35: typo</p>\n\n\t<p>36: typo</p>")
check("without the blank", html("p.35 is missing."), "<p>p.35 is missing.</p>")
check("in the middle", html("See p. 35."), "<p>See p. 35.</p>")
check("pages", html("pp. 35 and 36"), "<p>pp. 35 and 36</p>")
check("a quoted word", html('"Wait":she said.'), '<p><a href="she">Wait</a> said.</p>')
print("as recorded")
EOF
