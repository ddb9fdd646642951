#!/usr/bin/env bash
# One would guess that omit_defaults leaves out every field that equals its default.
# It leaves out a field that *is* the default, the same object in memory, and an empty list or dict.
# A name, a fraction or a number over 256 read from a file equals the default and is another object,
# so it is written, while true, "" and 100, which Python keeps once, are left out.
# A settings file that should hold only what the user changed holds all that was ever read, and the
# defaults of the next version never reach it; no test with small values sees it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check msgspec==0.22.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('msgspec', version('msgspec'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import msgspec

class Settings(msgspec.Struct, omit_defaults=True):
    model: str = "tiny-1"
    window: int = 2048
    ratio: float = 0.5
    top: int = 100
    wrap: bool = True
    names: list[str] = []

text = b'{"model":"tiny-1","window":2048,"ratio":0.5,"top":100,"wrap":true,"names":[]}'
read = msgspec.json.decode(text, type=Settings)
check("equal to the defaults", read == Settings(), True)
check("built", msgspec.json.encode(Settings()), b"{}")
check("read", msgspec.json.encode(read), b'{"model":"tiny-1","window":2048,"ratio":0.5}')
check("read from Python", msgspec.json.encode(msgspec.convert({"window": int("2048")}, Settings)), b'{"window":2048}')
check("in a dict", msgspec.to_builtins(read), {"model": "tiny-1", "window": 2048, "ratio": 0.5})
print("as recorded")
EOF
