#!/usr/bin/env bash
# One would guess that strip_code() gives the text of a wiki page as a reader sees it, without the
# code.
# A line break leaves no space: endsand. A footnote runs into the sentence: left.See p. 5. Cells of a
# table run together, and a picture leaves its size in the text: thumb|200px.
# Templates are dropped, as its description says, with the words that they hold: the French one in
# {{lang|fr|bonjour}}, the distance in {{convert|5|km}}.
# Whoever counts or trains on the result has words that don't exist, and sentences with holes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check mwparserfromhell==0.7.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('mwparserfromhell', version('mwparserfromhell'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from mwparserfromhell import parse

def text(source):
    return parse(source).strip_code()

check("a link", text("He read [[Hamlet|the play]]."), "He read the play.")
check("a line break", text("The line ends<br>and begins."), "The line endsand begins.")
check("a footnote", text("He left.<ref>See p. 5.</ref> She stayed."), "He left.See p. 5. She stayed.")
check("a row", text("{|\n|Ann||Bob\n|}"), "AnnBob")
check("a picture", text("[[File:house.jpg|thumb|200px|The house]] It burned."), "thumb|200px|The house It burned.")
check("a foreign word", text("He said {{lang|fr|bonjour}} to me."), "He said  to me.")
check("a distance", text("It is {{convert|5|km}} away."), "It is  away.")
print("as recorded")
EOF
