#!/usr/bin/env bash
# One would guess that a library that reads WebVTT gives the words of a caption, as it takes off its
# tags.
# webvtt-py leaves the format's escapes in: the text of a caption is "Tom &amp; Jerry", and a caption set
# to "3 < 4" is written without the escape that the format asks for. Saved as SubRip, which has no such
# escapes, the viewer reads &amp; on the screen.
# Counting, spelling and search over the captions meet words such as amp and lt.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check webvtt-py==0.6.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('webvtt-py', version('webvtt-py'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import io

import webvtt

captions = webvtt.from_string("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Tom &amp; <i>Jerry</i>, 3 &lt; 4</v>\n")
check("text", captions[0].text, "Tom &amp; Jerry, 3 &lt; 4")
out = io.StringIO()
captions.write(out, format="srt")
check("as SubRip", out.getvalue().splitlines()[2], "Tom &amp; Jerry, 3 &lt; 4")
captions[0].text = "Tom & Jerry <3"
check("a text that is set", captions.content.splitlines()[3], "Tom & Jerry <3")
print("as recorded")
EOF
