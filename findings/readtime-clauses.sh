#!/usr/bin/env bash
# One would guess that a reading time for any text knows what a word is, or counts characters.
# A word is what stands between two marks that aren't letters. A Chinese clause, from comma to comma, is
# one word: 10800 characters take under seven minutes, as if one read 1600 a minute. A thousand without a
# comma take a second. The vowel signs of Hindi aren't letters, so its words fall to pieces, and don't is
# two words.
# The time looks likely in each language, so nobody looks for a fault.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check readtime==3.0.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('readtime', version('readtime'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import readtime


def seconds(text):
    return readtime.of_text(text).seconds


check("265 English words", seconds('word ' * 265), 60)
check("10800 Chinese characters", seconds('他走进了房间，坐在窗户边，看外面雨。' * 600), 408)
check("999 without a comma", seconds('他走了' * 333), 1)
check("265 Hindi words", seconds('हिन्दी ' * 265), 181)
check("265 times don't", seconds("don't " * 265), 120)
print("as recorded")
EOF
