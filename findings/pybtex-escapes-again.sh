#!/usr/bin/env bash
# One would guess that a bibliography that is read and written says the same.
# pybtex doesn't decode LaTeX when it reads, and encodes it when it writes: _ % # & get a backslash, those
# in url, doi and a formula too, and what had one gets a second one. \\ is a line break to LaTeX, so the
# % after it starts a comment. Every save adds another backslash.
# A tool that sorts or tidies a file of references breaks its links and titles, a bit more each time.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pybtex==0.26.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pybtex', version('pybtex'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from pybtex.database import parse_string

def saved(field, value, times=1):
    text = "@misc{k, %s = {%s}}" % (field, value)
    for _ in range(times):
        text = parse_string(text, "bibtex").to_string("bibtex")
    return text.splitlines()[1].strip()

check("accents", saved("title", r"Caf\'e – naïve"), r"""title = "Caf\'e – naïve" """.strip())
check("doi", saved("doi", "10.1000/a_b"), r'doi = "10.1000/a\_b"')
check("doi, saved twice", saved("doi", "10.1000/a_b", 2), r'doi = "10.1000/a\\_b"')
check("url", saved("url", "https://example.org/a_b%20c#d"), r'url = "https://example.org/a\_b\%20c\#d"')
check("formula", saved("title", "The $x_1$"), r'title = "The $x\_1$"')
check("percent", saved("title", r"50\% of it"), r'title = "50\\% of it"')
check("percent, saved twice", saved("title", r"50\% of it", 2), r'title = "50\\\% of it"')
print("as recorded")
EOF
