#!/usr/bin/env bash
# One would guess that a library that wraps coloured text carries the colour to the next line, as its
# page says.
# It does for the eight old colours. A colour of 256, or one by red, green and blue, is taken apart
# into single characters: 38;5;12 is written as 3;8;;;5;;;1;2.
# A terminal reads that as italic and hidden, reset, blink, reset, bold and faint: only the last two
# stay, and the colour is gone.
# Whoever wraps what a modern highlighter printed gets the right colour on the first line only. The
# words are all there, so a test of the plain text passes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check ansiwrap==0.8.4
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('ansiwrap', version('ansiwrap'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from ansiwrap import wrap

check("red", wrap("\x1b[31mone two three\x1b[0m", 8), ["\x1b[31mone two\x1b[0m", "\x1b[31mthree\x1b[0m"])
check("colour 12 of 256", wrap("\x1b[38;5;12mone two three\x1b[0m", 8),
      ["\x1b[38;5;12mone two\x1b[0m", "\x1b[3;8;;;5;;;1;2mthree\x1b[0m"])
check("orange", wrap("\x1b[38;2;255;128;0mone two three\x1b[0m", 8),
      ["\x1b[38;2;255;128;0mone two\x1b[0m", "\x1b[3;8;;;2;;;2;5;5;;;1;2;8;;;0mthree\x1b[0m"])
print("as recorded")
EOF
