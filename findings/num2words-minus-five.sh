#!/usr/bin/env bash
# One would guess that a negative number has a word for minus, whatever the language.
# In Vietnamese -5 is mười lăm, which is fifteen. In Bengali it is five. In Polish, Czech and Slovak it is
# a ValueError about an invalid literal, and in Amharic a TypeError. French and Russian have their minus.
# A temperature or a debt is another number in a text that its writer can't read.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check num2words==0.5.14
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('num2words', version('num2words'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from num2words import num2words


def minus_five(language):
    try:
        return num2words(-5, lang=language)
    except (TypeError, ValueError) as error:
        return type(error).__name__


check("French", minus_five("fr"), "moins cinq")
check("Vietnamese", minus_five("vi"), "mười lăm")
check("Vietnamese, 15", num2words(15, lang="vi"), "mười lăm")
check("Bengali", [minus_five("bn"), num2words(5, lang="bn")], ["পাঁচ", "পাঁচ"])
check("others", [minus_five(language) for language in ("pl", "cs", "sk", "am")], ["ValueError"] * 3 + ["TypeError"])
print("as recorded")
EOF
