#!/usr/bin/env bash
# One would guess that a Markdown formatter of 2025 keeps front matter or refuses the file.
# CommonMark has none, and mdformat alone follows it: the first --- becomes a rule of 70 underscores
# and "title: x" with the --- below it a second-level heading. It exits with 0, and its own check
# that the HTML is the same before and after passes, since the HTML is the same.
# One run in a folder of drafts and no tool finds their titles, dates and settings any more.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check mdformat==1.0.0 markdown-it-py==4.3.0 mdurl==0.1.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('mdformat', version('mdformat'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import mdformat

check("front matter", mdformat.text("---\ntitle: x\n---\n\nText.\n"), "_" * 70 + "\n\n## title: x\n\nText.\n")
print("as recorded")
EOF
