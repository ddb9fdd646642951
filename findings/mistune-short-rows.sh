#!/usr/bin/env bash
# One would guess that a table follows GitHub's rule: short rows are filled up, long ones cut.
# mistune checks every row, and if one has another number of cells than the header, nothing is a
# table: header, dashes and pipes are printed as one paragraph.
# While a writer types the last row the preview of the whole table breaks, and a file that GitHub
# shows well does not export.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check mistune==3.4.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('mistune', version('mistune'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import mistune

render = mistune.create_markdown(plugins=["table"])
head = "| a | b |\n|---|---|\n"
check("full rows", render(head + "| 1 | 2 |\n").startswith("<table>"), True)
check("a row too short", render(head + "| 1 | 2 |\n| 3 |\n"), "<p>| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |</p>\n")
check("a row too long", render(head + "| 1 | 2 | 3 |\n"), "<p>| a | b |\n|---|---|\n| 1 | 2 | 3 |</p>\n")
print("as recorded")
EOF
