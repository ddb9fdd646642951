#!/usr/bin/env bash
# One would guess that a Japanese dash in a text stays a dash, and that Hepburn's wa, e and o are written.
# The dash is taken for the sign of a long vowel: “What――” is naniii, and Tokyo―Osaka toukyouu oosaka. The
# particles are ha, wo and he, as they are spelled, and the last may be glued to the word before. The
# greeting is konnichiha, and the country nippon.
# An interrupted sentence, as each dialogue has, is a cry in the romanized text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pykakasi==2.3.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pykakasi', version('pykakasi'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import pykakasi


def hepburn(text):
    return " ".join(part["hepburn"] for part in pykakasi.kakasi().convert(text))


check("coffee", hepburn("コーヒー"), "koohii")
check("what", hepburn("何――"), "naniii")
check("from Tokyo to Osaka", hepburn("東京―大阪"), "toukyouu oosaka")
check("I am a student", hepburn("私は学生です"), "watashi ha gakusei desu")
check("a letter to him", hepburn("彼へ手紙"), "karehe tegami")
check("hello", hepburn("今日は"), "konnichiha")
print("as recorded")
EOF
