#!/usr/bin/env bash
# One would guess that one capital letter in Cyrillic makes one capital in Latin where the word goes
# on in small letters, and two where it goes on in capitals.
# It is the wrong way round. Russian gives CHehov and SHHuka, whatever follows; Serbian gives NjEGOŠ
# and LjUBAV in a heading of capitals.
# And Ukrainian is called ua, the country's code: with the language's code uk, the text comes back as
# it was, in Cyrillic, and nothing is raised.
# Names in an index or a file name show it at once, a test with small letters never.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check cyrtranslit==1.2.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('cyrtranslit', version('cyrtranslit'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from cyrtranslit import to_latin

check("small letters", to_latin("чехов", "ru"), "chehov")
check("Chekhov", to_latin("Чехов", "ru"), "CHehov")
check("pike", to_latin("Щука", "ru"), "SHHuka")
check("Bulgarian", to_latin("Шумен", "bg"), "SHumen")
check("Serbian", to_latin("Његош", "sr"), "Njegoš")
check("Serbian, in capitals", to_latin("ЊЕГОШ", "sr"), "NjEGOŠ")
check("Ukrainian", to_latin("Київ", "ua"), "Kyjiv")
check("Ukrainian, by its language code", to_latin("Київ", "uk"), "Київ")
print("as recorded")
EOF
