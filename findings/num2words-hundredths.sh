#!/usr/bin/env bash
# One would guess that the zero in 1.05 is read out or counted.
# In Bengali 1.05 and 1.5 are the same words, one point five, and in Persian one and a half. In Turkish
# and Vietnamese 1.05 is one point five too, while 1.5 is one point fifty, and 1.005 is one, in Turkish
# with a point and nothing after it. And in Azerbaijani 21000 is iyirmi min, twenty thousand.
# A price or a measure in words is ten times as much after the point, or a thousand too little.
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


def words(language, *numbers):
    return [num2words(number, lang=language) for number in numbers]


check("German", words("de", 1.05), ["eins Komma null fünf"])
check("Bengali", words("bn", 1.05, 1.5), ["এক দশমিক পাঁচ", "এক দশমিক পাঁচ"])
check("Persian", words("fa", 1.05, 1.5), ["یک و نیم", "یک و نیم"])
check("Vietnamese", words("vi", 1.05, 1.5, 1.005), ["một phẩy năm", "một phẩy năm mươi", "một"])
check("Turkish", words("tr", 1.05, 1.5, 1.005), ["birvirgülbeş", "birvirgülelli", "birvirgül"])
check("Azerbaijani", words("az", 20000, 21000), ["iyirmi min", "iyirmi min"])
print("as recorded")
EOF
