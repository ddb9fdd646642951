#!/usr/bin/env bash
# One would guess that a function that reads a number in words raises its ValueError where there are
# several numbers, or none that it knows.
# It adds them up: two or three is 5, nineteen eighty four 1524, one hundred apples and two pears 102.
# No one is 1, minus five is 5, and twenty-first 20.
# A year or a count that is read from prose is a plausible wrong number, and nothing is raised.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check word2number==1.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('word2number', version('word2number'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from word2number.w2n import word_to_num

for words, recorded in {
    "two hundred and five": 205,
    "two or three": 5,
    "nineteen eighty four": 1524,
    "one hundred apples and two pears": 102,
    "nine nine nine": 90,
    "no one": 1,
    "minus five": 5,
    "twenty-first": 20,
    "three and a half": 3,
}.items():
    check(words, word_to_num(words), recorded)
print("as recorded")
EOF
