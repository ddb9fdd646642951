#!/usr/bin/env bash
# One would guess that the gfm-like preset links what GitHub links: www., http:// and mail addresses.
# It links every word with a dot whose end is some country's domain. README.md is a site in Moldova,
# setup.py one in Paraguay, and where the space after a full stop is missing ("the end.In short")
# the two words become an address in India.
# In a draft's preview or export the typo turns into a live link to a stranger's site.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check markdown-it-py==4.3.0 linkify-it-py==2.2.0 mdurl==0.1.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('markdown-it-py', version('markdown-it-py'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from markdown_it import MarkdownIt

render = MarkdownIt("gfm-like").render
check("file names", render("Edit README.md or setup.py"),
      '<p>Edit <a href="http://README.md">README.md</a> or <a href="http://setup.py">setup.py</a></p>\n')
check("a missing space", render("This is the end.In short"),
      '<p>This is the <a href="http://end.In">end.In</a> short</p>\n')
print("as recorded")
EOF
