#!/usr/bin/env bash
# One would guess that a measure of a text's vocabulary counts its words.
# Two words with a dash between them are one to it, stopnow, and so are those of a hyphen: wellknown.
# Curly quotes stay on their word, so “no” and no differ, while straight ones go.
# Numbers are left out, and don't is two words with a straight apostrophe, one with a curly one.
# So a typeset text and the same text typed plainly have different scores, and two novels can't be
# compared by them. A tokenizer of one's own can be given.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check lexicalrichness==0.5.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('lexicalrichness', version('lexicalrichness'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from lexicalrichness import LexicalRichness

def words(text):
    return LexicalRichness(text).wordlist

check("a dash", words("Stop\u2014now, she said."), ["stopnow", "she", "said"])
check("two hyphens with blanks", words("Stop -- now, she said."), ["stop", "now", "she", "said"])
check("a hyphen", words("a well-known man"), ["a", "wellknown", "man"])
check("straight quotes", words('She said "no".'), ["she", "said", "no"])
check("curly quotes", words("She said “no”."), ["she", "said", "“no”"])
check("straight apostrophe", words("don't"), ["don", "t"])
check("curly apostrophe", words("don’t"), ["don’t"])
check("years", words("in 1984 and 1985"), ["in", "and"])
print("as recorded")
EOF
