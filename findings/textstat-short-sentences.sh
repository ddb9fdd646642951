#!/usr/bin/env bash
# One would guess that three sentences count as three.
# textstat leaves out every sentence of fewer than three words and never returns less than one.
# "It rained. We left. Nobody spoke." is one sentence, which makes it one of six words, and each
# score that divides by sentences judges it as harder to read than it is.
# Dialogue and thrillers are full of such sentences: the shorter they get, the worse the score.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check textstat==0.7.13
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('textstat', version('textstat'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import textstat

check('"It rained. We left. Nobody spoke."', textstat.sentence_count("It rained. We left. Nobody spoke."), 1)
check('"He ran. She hid. They met again."', textstat.sentence_count("He ran. She hid. They met again."), 1)
check('"He just ran. She just hid. They met again."',
      textstat.sentence_count("He just ran. She just hid. They met again."), 3)
print("as recorded")
EOF
