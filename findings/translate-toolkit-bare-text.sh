#!/usr/bin/env bash
# One would guess that a tool that prepares a page for translation gives all its words to the translator.
# Words that stand in the body without a block around them aren't there: neither before a paragraph nor
# after it. The same words in a div are. What stands in a summary or in a link right in the body is
# missing too.
# The translated page has those sentences in the old language, and nothing says so.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check translate-toolkit==3.20.4
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('translate-toolkit', version('translate-toolkit'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from translate.storage.html import htmlfile


def units(body):
    page = htmlfile()
    page.parse(f"<html><body>{body}</body></html>".encode())
    return [unit.source for unit in page.units]


check("in a div", units("<div>He came.<p>Then</p>He left.</div>"), ["He came.", "Then", "He left."])
check("in the body", units("He came.<p>Then</p>He left."), ["Then"])
check("after a span", units("<p>Then</p><span>he</span> left."), ["Then", "he"])
check("a summary", units("<details><summary>More</summary><p>Words</p></details>"), ["Words"])
check("a link", units("<p>Then</p><a href='a'>next</a>"), ["Then"])
print("as recorded")
EOF
