#!/usr/bin/env bash
# One would guess that a list of stop words has the, of and with.
# The English list of stopwordsiso has 1298 entries, ten times the usual: world, great, good, work,
# system, novel, thank, third and welcome among them, and relics of web pages such as microsoft, netscape
# and www.
# The German one has Jahr, Zeit and Mensch.
# Whoever takes the words of a query that are left finds nothing for The Third Man: none is.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check stopwordsiso==0.7.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('stopwordsiso', version('stopwordsiso'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import stopwordsiso

english = stopwordsiso.stopwords("en")

def left(text, words=english):
    return [word for word in text.lower().split() if word not in words]

check("entries", len(english), 1298)
check("a title", left("The Third Man"), [])
check("a phrase", left("the great new world order"), [])
check("a title with a word left", left("The Turn of the Screw"), ["screw"])
check("from web pages", left("microsoft netscape webpage www htm"), [])
check("German", left("Zeit Mensch Jahr Uhr Leben", stopwordsiso.stopwords("de")), ["leben"])
check("don't, straight and typographic", left("don't don’t"), ["don’t"])
print("as recorded")
EOF
