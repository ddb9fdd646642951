#!/usr/bin/env bash
# One would guess that a text in Latin letters has letters where the Armenian had.
# The Armenian letter և, which is in the name of the capital and of its lake, becomes an ampersand:
# Er&an and S&an. It means and when it stands alone, so alone it might do.
# And detect_language() finds Russian in Ukrainian, Bulgarian and Serbian, though the library knows
# these by name and has rules for them.
# A name with & breaks an address, and looks like a fault of the page to every reader.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check transliterate==1.10.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('transliterate', version('transliterate'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from transliterate import detect_language, get_available_language_codes, translit

def latin(text, language):
    return translit(text, language, reversed=True)

check("Tbilisi, from Georgian", latin("თბილისი", "ka"), "tbilisi")
check("Yerevan", latin("Երևան", "hy"), "Er&an")
check("lake Sevan", latin("Սևան", "hy"), "S&an")
check("languages", {"uk", "bg", "sr", "ru"} <= set(get_available_language_codes()), True)
check("Ukrainian", detect_language("Їжак їде до Києва і Львова"), "ru")
check("Bulgarian", detect_language("България е красива"), "ru")
check("Serbian", detect_language("Србија је лепа"), "ru")
print("as recorded")
EOF
