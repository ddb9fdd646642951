#!/usr/bin/env bash
# One would guess that the plain text of a wiki page is what a reader of the page sees.
# A line break leaves no blank, so two lines of a poem run together: sleepThe. A footnote is put into the
# sentence, right after the word. The page's category is printed as text, heading marks and the stars of
# a list stay, and a word in another language, {{lang|fr|bonjour}}, is gone.
# Counts, searches and language models get words that no page has, and miss some that it has.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check wikitextparser==3.0.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('wikitextparser', version('wikitextparser'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from wikitextparser import parse

check("bold and links", parse("'''Two''' [[dog]]s and [[cat|cats]]").plain_text(), 'Two dogs and cats')
check("a line break", parse('I went to sleep<br>The moon rose').plain_text(), 'I went to sleepThe moon rose')
check("a footnote", parse('He left<ref>In May.</ref> early.').plain_text(), 'He leftIn May. early.')
check("a category", parse('He left.\n[[Category:Novels]]').plain_text(), 'He left.\nCategory:Novels')
check("a heading", parse('== Youth ==\nHe left.').plain_text(), '== Youth ==\nHe left.')
check("French", parse('She said {{lang|fr|bonjour}} to him.').plain_text(), 'She said  to him.')
print("as recorded")
EOF
