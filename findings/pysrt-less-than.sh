#!/usr/bin/env bash
# One would guess that text_without_tags leaves the words of a subtitle and takes only its tags, such
# as <i>.
# It takes all from any < to the next >, across words: “I <3 you. Two > one.” loses its middle, and so
# does an arrow.
# And a subtitle whose text has an empty line ends there: the second paragraph is dropped when the
# file is read, without an error, and so isn't in the file that is saved. The package srt keeps it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pysrt==1.1.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pysrt', version('pysrt'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from pysrt import from_string

head = "1\n00:00:01,000 --> 00:00:02,000\n"

def plain(text):
    return from_string(head + text + "\n")[0].text_without_tags

check("italics", plain("He is <i>here</i>."), "He is here.")
check("a heart", plain("I <3 you. Two > one."), "I  one.")
check("arrows", plain("Out <- here -> in."), "Out  in.")
check("a comparison", plain("If a < b, then b > a."), "If a  a.")
two = from_string(head + "Hello.\n\nAnd goodbye.\n\n2\n00:00:03,000 --> 00:00:04,000\nYes.\n")
check("an empty line", [subtitle.text for subtitle in two], ["Hello.", "Yes."])
print("as recorded")
EOF
