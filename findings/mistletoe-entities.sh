#!/usr/bin/env bash
# One would guess that Markdown read and written by mistletoe's MarkdownRenderer says the same.
# It writes each entity as the character that it stands for, without a backslash: text with
# "&lt;b&gt;" comes back with the tag <b>, "&#35; 1" as a heading, "&gt;" as a quotation, "&#42;"
# as a mark of emphasis. An escaped quote in a link's title loses its backslash, and the link is text.
# A formatter built on it changes what manuals say about HTML and Markdown.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check mistletoe==1.6.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('mistletoe', version('mistletoe'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import mistletoe
from mistletoe.markdown_renderer import MarkdownRenderer


def written(text):
    with MarkdownRenderer() as renderer:
        return renderer.render(mistletoe.Document(text))


def html(text):
    return mistletoe.markdown(text).strip()


for text, again, before, after in [
    ("Write &lt;b&gt; for bold.\n", "Write <b> for bold.\n",
     "<p>Write &lt;b&gt; for bold.</p>", "<p>Write <b> for bold.</p>"),
    ("&#35; 1 in the charts\n", "# 1 in the charts\n",
     "<p># 1 in the charts</p>", "<h1>1 in the charts</h1>"),
    ("&gt; is greater than\n", "> is greater than\n",
     "<p>&gt; is greater than</p>", "<blockquote>\n<p>is greater than</p>\n</blockquote>"),
    ("&#42;sic&#42;\n", "*sic*\n", "<p>*sic*</p>", "<p><em>sic</em></p>"),
    ("Type &amp;copy; here.\n", "Type &copy; here.\n", "<p>Type &amp;copy; here.</p>", "<p>Type © here.</p>"),
    ('[x](y "a \\"b\\" c")\n', '[x](y "a "b" c")\n',
     '<p><a href="y" title="a &quot;b&quot; c">x</a></p>', '<p>[x](y "a "b" c")</p>'),
]:
    check(repr(text), written(text), again)
    check("as HTML before", html(text), before)
    check("as HTML after", html(written(text)), after)
check("a backslash stays", written("\\<b> and \\*sic\\*\n"), "\\<b> and \\*sic\\*\n")
print("as recorded")
EOF
