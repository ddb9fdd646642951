#!/usr/bin/env bash
# One would guess that the flag WORD makes \b\w+\b find words as Unicode defines them.
# It changes \b only. There is no boundary inside "don't" any more, but \w still doesn't match the
# apostrophe, so \b\w+\b matches neither the whole word nor its parts: each contraction and each
# decimal number is passed over.
# A word count or a "whole word" search loses them without an error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check regex==2026.11.19
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('regex', version('regex'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import regex

text = "I don't know. It's 3.5 miles"
check("without the flag", regex.findall(r"\b\w+\b", text), ["I", "don", "t", "know", "It", "s", "3", "5", "miles"])
check("with it", regex.findall(r"(?w)\b\w+\b", text), ["I", "know", "miles"])
check("cat in cat's", regex.findall(r"(?w)\bcat\b", "the cat's tail"), [])
print("as recorded")
EOF
