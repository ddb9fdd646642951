#!/usr/bin/env bash
# One would guess that a patch made by difflib or git can be applied to the text it was made from.
# whatthepatch splits both at every character that Python's splitlines() knows, difflib and git at the
# line feed only. A form feed, a line separator or a next-line sign inside a line, as pasted text has
# them, adds a line to one count, and the patch is refused: a line does not match.
# The same text without its old page break is fine, so the fault seems to lie in the patch.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check whatthepatch==1.0.7
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('whatthepatch', version('whatthepatch'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import difflib
import whatthepatch

def applied(old, new):
    patch = list(difflib.unified_diff(old.split("\n"), new.split("\n"), "a", "b", lineterm=""))
    diff = next(whatthepatch.parse_patch("\n".join(patch)))
    try:
        return "\n".join(whatthepatch.apply_diff(diff, old)) == new
    except whatthepatch.exceptions.HunkApplyException:
        return "refused"

check("plain", applied("one\ntwo", "one\nTWO"), True)
check("form feed", applied("one\f\ntwo", "one\f\nTWO"), "refused")
check("line separator", applied("a\u2028b\nc", "a\u2028b\nC"), "refused")
check("next line", applied("a\x85b\nc", "a\x85b\nC"), "refused")
print("as recorded")
EOF
