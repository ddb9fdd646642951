#!/usr/bin/env bash
# One would guess that Unicode's sentence rules keep "[1]" in one piece.
# UAX #29 lets closing marks follow a full stop, and its class Close includes opening brackets as
# well. The sentence is "He left.[" and the next begins with "1] She came.". uniseg follows
# the standard to the letter.
# Wikipedia's prose and Markdown's footnotes are written just so; marks and counts end in mid-note.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check uniseg==0.10.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('uniseg', version('uniseg'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from uniseg.sentencebreak import sentences

check("[1]", list(sentences("He left.[1] She came.")), ["He left.[", "1] She came."])
check("[^1]", list(sentences("He left.[^1] She came.")), ["He left.[", "^1] She came."])
print("as recorded")
EOF
