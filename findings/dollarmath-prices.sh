#!/usr/bin/env bash
# One would guess that the plugin follows pandoc, where a closing $ may not follow a space nor be
# followed by a digit, so that prices stay prices.
# Its defaults allow both. "costs $5 and then $10" loses both dollar signs and sets "5 and then " as
# mathematics. allow_space=False and allow_digits=False give pandoc's rules.
# A novel with two prices in a sentence exports as nonsense.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check markdown-it-py==4.3.0 mdit-py-plugins==0.7.0 mdurl==0.1.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('markdown-it-py', version('markdown-it-py'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

text = "It costs $5 and then $10 more."
check("defaults", MarkdownIt().use(dollarmath_plugin).render(text),
      '<p>It costs <span class="math inline">5 and then</span>10 more.</p>\n')
check("strict", MarkdownIt().use(dollarmath_plugin, allow_space=False, allow_digits=False).render(text),
      "<p>It costs $5 and then $10 more.</p>\n")
print("as recorded")
EOF
