#!/usr/bin/env bash
# One would guess that a span, which means nothing by itself, leaves the text as a browser shows it.
# Where a span begins or ends inside a word a blank is set: a chapter's drop cap makes “O nce upon a
# time”, and don’t with its apostrophe in a span is three words. Emphasis and bold don't. A list that
# starts with five is counted from one, and a term and its definition run together: TeaA drink.
# Nearly each book and many a web page has such spans, and a search for the word fails.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check inscriptis==2.7.6
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('inscriptis', version('inscriptis'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from inscriptis import get_text

check("a drop cap", get_text("<p><span>O</span>nce upon a time</p>"), "O nce upon a time\n")
check("emphasis", get_text("<p><em>O</em>nce upon a time</p>"), "Once upon a time\n")
check("an apostrophe", get_text("<p>don<span>’</span>t</p>"), "don ’ t\n")
check("from five", get_text("<ol start=5><li>Tea</li></ol>"), " 1. Tea")
check("a term", get_text("<dl><dt>Tea</dt><dd>A drink</dd></dl>"), "TeaA drink")
print("as recorded")
EOF
