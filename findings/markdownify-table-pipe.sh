#!/usr/bin/env bash
# One would guess that a converter which writes tables with | escapes a | inside a cell.
# markdownify doesn't, unless escape_misc is set. The cell "x|y" becomes two cells, and as the row
# now has one cell more than the header, a Markdown reader drops the last one: y is gone.
# Tables of commands, phonetics or scores lose text when they are pasted.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check markdownify==1.2.3 beautifulsoup4==4.15.0 markdown-it-py==4.3.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('markdownify', version('markdownify'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from markdown_it import MarkdownIt
from markdownify import markdownify

html = "<table><tr><th>a</th></tr><tr><td>x|y</td></tr></table>"
rendered = MarkdownIt("commonmark").enable("table").render(markdownify(html))
check("markdown", markdownify(html).strip(), "| a |\n| --- |\n| x|y |")
check("cells after the round trip", [line for line in rendered.split("\n") if line.startswith("<td")], ["<td>x</td>"])
check("with escape_misc=True", markdownify(html, escape_misc=True).strip().split("\n")[-1], "| x\\|y |")
print("as recorded")
EOF
