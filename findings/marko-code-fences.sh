#!/usr/bin/env bash
# One would guess that Markdown which marko reads and writes again, with its own Markdown renderer,
# has the same code in it.
# The renderer writes code between one backtick, or three, whatever is inside. Code that holds
# backticks, and so was fenced with more, ends at its own first backticks; what follows becomes prose
# or a second block. A link whose address has a space loses its angle brackets and is no link.
# A formatter or link rewriter built on it breaks each text that shows how Markdown is written.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check marko==2.2.4
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('marko', version('marko'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import marko
from marko.md_renderer import MarkdownRenderer

def written(text):
    return marko.Markdown(renderer=MarkdownRenderer).convert(text)

def html(text):
    return marko.convert(text).strip()

block = "````md\n```\nx\n```\n````\n"
check("inline code", written("``a ` b``"), "`a ` b`\n")
check("read again", html(written("``a ` b``")), "<p><code>a </code> b`</p>")
check("a block", written(block), "```md\n```\nx\n```\n```\n")
check("before", html(block), '<pre><code class="language-md">```\nx\n```\n</code></pre>')
check("after", html(written(block)), '<pre><code class="language-md"></code></pre>\n<p>x</p>\n<pre><code></code></pre>')
check("a link", html(written("[x](<a b>)")), "<p>[x](a b)</p>")
check("escapes are kept", written(r"1986\. A year"), "1986\\. A year\n")
print("as recorded")
EOF
