#!/usr/bin/env bash
# One would guess that closest_supported_match() returns None rather than another language.
# The default maximum distance of 25 is within reach of what people of a region also read: Ukrainian
# is served by Russian, Basque by Spanish, Welsh by English. Yet "zh" doesn't match "zh-TW", and
# Croatian doesn't match Serbian.
# Used to pick a dictionary, it marks every word of a Welsh text as misspelled English.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check langcodes==3.5.1 language_data==1.4.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('langcodes', version('langcodes'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from langcodes import closest_supported_match

check("uk", closest_supported_match("uk", ["ru"]), "ru")
check("eu", closest_supported_match("eu", ["es", "fr"]), "es")
check("cy", closest_supported_match("cy", ["en"]), "en")
check("zh", closest_supported_match("zh", ["zh-TW"]), None)
check("hr", closest_supported_match("hr", ["sr"]), None)
print("as recorded")
EOF
