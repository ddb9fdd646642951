#!/usr/bin/env bash
# One would guess that a converter of subtitles that knows italics in each of its forms carries them over.
# From SubRip the tags are text: WebVTT has &lt;i> and a viewer shows it. From WebVTT to SubRip they are
# dropped, and the speaker's name is put before the words. From TTML a span that ends inside a word gets a
# blank: it alic.
# Viewers read tags on the screen, and thoughts and songs look like speech.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pycaption==2.3.14
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pycaption', version('pycaption'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from pycaption import DFXPReader, SRTReader, SRTWriter, WebVTTReader, WebVTTWriter

subrip = "1\n00:00:01,000 --> 00:00:02,000\n<i>Hi</i> there\n"
check("SubRip to WebVTT", WebVTTWriter().write(SRTReader().read(subrip)).splitlines()[3], "&lt;i>Hi&lt;/i> there")
webvtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hi <i>there</i>\n"
check("WebVTT to WebVTT", WebVTTWriter().write(WebVTTReader().read(webvtt)).splitlines()[3], "Ann: Hi <i>there</i>")
check("WebVTT to SubRip", SRTWriter().write(WebVTTReader().read(webvtt)).splitlines()[2], "Ann: Hi there")
ttml = (
    '<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div><p begin="00:00:01.000" end="00:00:02.000">'
    "<span>it</span>alic</p></div></body></tt>"
)
check("TTML to SubRip", SRTWriter().write(DFXPReader().read(ttml)).splitlines()[2], "it alic")
print("as recorded")
EOF
