#!/usr/bin/env bash
# One would guess that a program that prints screenplays in Fountain leaves out the synopses: lines with
# an equals sign are the writer's notes and are never printed.
# screenplain knows them only right below a scene heading or a section. Anywhere else, such as before the
# first scene or after a line of action, "= She waits." is printed as action, sign included. Lyrics,
# marked with a tilde, are action too.
# The script goes to its readers with the plan in it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check screenplain==0.12.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('screenplain', version('screenplain'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from io import StringIO

from screenplain.parsers import fountain

def kinds(text):
    found = []
    for part in fountain.parse(StringIO(text)):
        words = " ".join(line.to_plain() if hasattr(line, "to_plain") else str(line) for line in getattr(part, "lines", []))
        found.append((type(part).__name__, words))
    return found

check("below a heading", [kind for kind, _ in kinds("INT. ROOM\n\n= She waits.\n\nRain.\n")], ["Slug", "Action"])
later = kinds("INT. ROOM\n\nRain.\n\n= She waits.\n\nMore rain.\n")
check("after an action", [kind for kind, _ in later], ["Slug", "Action", "Action", "Action"])
check("its words", later[2][1], "= She waits.")
check("before all", [kind for kind, _ in kinds("= It begins.\n\nINT. ROOM\n")], ["Action", "Slug"])
check("lyrics", kinds("INT. ROOM\n\n~La la la\n")[1], ("Action", "~La la la"))
print("as recorded")
EOF
