#!/usr/bin/env bash
# One would guess that dumps(loads(text)) returns the text, or the same text with tidied YAML.
# The keys come back in alphabetical order and without comments, and the prose itself is stripped:
# the indent of its first line and the line feed at its end are gone. A text that had no front matter
# gets an empty one, "{}".
# A tool that sets one field of a draft changes its first and its last line.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check python-frontmatter==1.3.0 PyYAML==6.0.4
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('python-frontmatter', version('python-frontmatter'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import frontmatter

def round_trip(text):
    return frontmatter.dumps(frontmatter.loads(text))

check("keys and text", round_trip("---\ntitle: x\nauthor: y # me\n---\n\n    Indented.\n"),
      "---\nauthor: y\ntitle: x\n---\n\nIndented.")
check("no front matter", round_trip("Text.\n"), "---\n{}\n---\n\nText.")
print("as recorded")
EOF
