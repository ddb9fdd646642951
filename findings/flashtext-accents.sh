#!/usr/bin/env bash
# One would guess that a library that replaces whole words doesn't touch a part of one.
# An accented letter ends a word for it: clair is replaced inside éclair, ber inside über. Its page
# says that words are made of \w, which takes in é in Python; the code has the ASCII letters, digits
# and _ only.
# And it matches in a lower-case copy of the text: İ, the first letter of Istanbul in Turkish, is two
# characters there, so a text with one İ raises an IndexError in replace_keywords().
# Whoever swaps names or terms in a French, German or Turkish text changes other words, or gets an
# error from a text without any keyword.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check flashtext==2.7
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('flashtext', version('flashtext'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from flashtext import KeywordProcessor

words = KeywordProcessor()
words.add_keyword("clair", "clear")
words.add_keyword("ber", "BER")

def replaced(text):
    try:
        return words.replace_keywords(text)
    except Exception as error:
        return type(error).__name__

check("a word", replaced("un ciel clair"), "un ciel clear")
check("inside an English word", replaced("an eclair"), "an eclair")
check("inside a French word", replaced("un éclair"), "un éclear")
check("inside a German word", replaced("über alles"), "üBER alles")
check("Istanbul", replaced("She lives in İstanbul."), "IndexError")
words.non_word_boundaries |= set("éèêüöä")
check("with letters added", replaced("un éclair"), "un éclair")
print("as recorded")
EOF
