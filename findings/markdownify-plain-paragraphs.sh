#!/usr/bin/env bash
# One would guess that HTML to Markdown escapes whatever Markdown would read otherwise: markdownify
# does escape * and _.
# It doesn't escape the start of a line. A paragraph "# 4 Privet Drive" becomes a heading, "1. e4"
# a list, "> 90 %" a quotation and "- 5 degrees" a list item, though HTML said paragraph.
# Text pasted from a web page changes its structure without a word changing.
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

def round_trip(html):
    return MarkdownIt("commonmark").render(markdownify(html)).replace("\n", "")

check("#", round_trip("<p># 4 Privet Drive</p>"), "<h1>4 Privet Drive</h1>")
check("1.", round_trip("<p>1. e4 wins</p>"), "<ol><li>e4 wins</li></ol>")
check(">", round_trip("<p>&gt; 90 %</p>"), "<blockquote><p>90 %</p></blockquote>")
check("-", round_trip("<p>- 5 degrees</p>"), "<ul><li>5 degrees</li></ul>")
print("as recorded")
EOF
