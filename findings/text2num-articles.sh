#!/usr/bin/env bash
# One would guess that "a hundred" becomes 100 when the numbers of a text are written as digits.
# alpha2digit() takes the number and leaves the article: a 100 years, a 1001 nights, half a 1000000, in
# German eine 1000000. French, whose un million is one, is right. One stays a word, and so does two next
# to or: two or 300.
# The result is wrong in a way that no spelling checker sees.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check text2num==3.1.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('text2num', version('text2num'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from text_to_num import alpha2digit

check("years", alpha2digit("a hundred years", "en"), "a 100 years")
check("nights", alpha2digit("a thousand and one nights", "en"), "a 1001 nights")
check("half", alpha2digit("half a million", "en"), "half a 1000000")
check("two or three hundred", alpha2digit("two or three hundred", "en"), "two or 300")
check("German", alpha2digit("eine Million", "de"), "eine 1000000")
check("French", alpha2digit("un million", "fr"), "1000000")
print("as recorded")
EOF
