#!/usr/bin/env bash
# One would guess that a method that was made to match surnames takes any surname.
# match_rating_codex() raises a ValueError for O'Brien, D’Arcy and Smith-Jones, though a blank, as in
# van Berg, is fine. match_rating_comparison() says None for O'Brien and OBrien. Soundex takes Ş for S but
# leaves Ł and Ø as they are, so that Łódź and Lodz sound different.
# An index of persons stops at the first Irish name, or never finds the Polish one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check jellyfish==1.3.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('jellyfish', version('jellyfish'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from jellyfish import match_rating_codex, match_rating_comparison, soundex


def codex(name):
    try:
        return match_rating_codex(name)
    except ValueError:
        return "ValueError"


check("Smith and van Berg", [codex("Smith"), codex("van Berg")], ["SMTH", "VN BRG"])
check("others", [codex(name) for name in ("O'Brien", "D’Arcy", "Smith-Jones")], ["ValueError"] * 3)
check("compared", match_rating_comparison("O'Brien", "OBrien"), None)
check("Soundex, Şahin", [soundex("Şahin"), soundex("Sahin")], ["S500", "S500"])
check("Soundex, Łódź", [soundex("Łódź"), soundex("Lodz")], ["Ł320", "L320"])
check("Soundex, Ørsted", [soundex("Ørsted"), soundex("Orsted")], ["Ø623", "O623"])
print("as recorded")
EOF
