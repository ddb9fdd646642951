#!/usr/bin/env bash
# One would guess that a library that reads and writes SubRip files keeps the words of a line.
# pysubs2 holds every format as SubStation text, and there braces are commands and a backslash with n is
# a line break. It doesn't escape them when it reads: a remark in braces is lost when the file is saved,
# in SubRip and WebVTT alike, and a path such as C:\notes is broken in two. Setting plaintext has the
# same effect: reading it back gives other words.
# Nothing needs to be changed in the file. Shifting its times is enough.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pysubs2==1.8.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pysubs2', version('pysubs2'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import pysubs2

source = "1\n00:00:01,000 --> 00:00:02,000\nHe wrote {quietly} to C:\\notes.\n"
subtitles = pysubs2.SSAFile.from_string(source)
check("read", subtitles[0].plaintext, "He wrote  to C:\notes.")
subtitles.shift(s=1)
lines = subtitles.to_string("srt").splitlines()
check("written as SubRip", lines[2:], ["He wrote  to C:", "otes.", ""])
check("written as WebVTT", subtitles.to_string("vtt").rstrip().splitlines()[-2:], ["He wrote  to C:", "otes."])
subtitles[0].plaintext = "see {x}"
check("plaintext, set to see {x}", subtitles[0].plaintext, "see ")
print("as recorded")
EOF
