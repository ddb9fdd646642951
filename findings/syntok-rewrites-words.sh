#!/usr/bin/env bash
# One would guess that a tokenizer which keeps the spacing and offset of each token keeps its letters.
# By default n't is replaced by "not": "can't" is "ca" and "not", "won't" is "wo" and "not", and
# joining the tokens of "I can't go" gives "I canot go". An offset plus the length of its token no
# longer ends where the word ends.
# Marks drawn from such tokens cover the wrong letters after the first contraction.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check syntok==1.4.4 regex==2026.11.19
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('syntok', version('syntok'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from syntok.tokenizer import Tokenizer

def tokens(text):
    return [(token.value, token.offset) for token in Tokenizer().tokenize(text)]

check("I can't go", tokens("I can't go"), [("I", 0), ("ca", 2), ("not", 4), ("go", 8)])
check("joined", "".join(str(token) for token in Tokenizer().tokenize("I can't go")), "I canot go")
print("as recorded")
EOF
