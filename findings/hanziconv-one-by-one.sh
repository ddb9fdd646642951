#!/usr/bin/env bash
# One would guess that a converter from simplified to traditional Chinese leaves a character alone
# that is written alike in both, unless the word asks for another.
# It converts one character after the other, and each always to the same: Taiwan becomes Typhoon Bay,
# an empress is behind an emperor, a kilometre gets the character for inside, and Mr. Fan that for a
# model.
# Half of these words needed no change at all. Whoever converts a book has many wrong words on every
# page, all of them real characters that no spell checker finds.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check hanziconv==0.3.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('hanziconv', version('hanziconv'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from hanziconv import HanziConv

traditional = HanziConv.toTraditional
check("a language", traditional("汉语"), "漢語")
check("Taiwan", traditional("台湾"), "颱灣")
check("empress, the same in both", traditional("皇后"), "皇後")
check("kilometre, the same in both", traditional("公里"), "公裏")
check("valley, the same in both", traditional("山谷"), "山榖")
check("Mr. Fan, the same in both", traditional("范先生"), "範先生")
check("cadre", traditional("干部"), "乾部")
check("hair", traditional("头发"), "頭發")
print("as recorded")
EOF
