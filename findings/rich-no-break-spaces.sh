#!/usr/bin/env bash
# One would guess that a terminal library that wraps text doesn't break the line at a no-break space.
# Rich does: it splits words with a pattern for any white space, and both the no-break space and the
# narrow one match it. A number and its unit, a title and its name, or a French word and its exclamation
# mark come apart, in plain text and in Markdown.
# Whoever put those spaces there did it against just this. wcwidth's own wrap() leaves them alone.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check rich==15.0.0 wcwidth==0.9.4
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('rich', version('rich'))
print('wcwidth', version('wcwidth'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import io

import wcwidth
from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

def wrapped(text, width):
    return [line.plain for line in Text(text).wrap(Console(), width)]

check("a unit", wrapped("about 10\u00a0km away", 8), ["about 10", "km away"])
check("a figure", wrapped("see Fig.\u00a02 now", 9), ["see Fig.\u00a0", "2 now"])
check("French, narrow", wrapped("C’est ça\u202f! Oui", 9), ["C’est ça\u202f", "! Oui"])
out = io.StringIO()
Console(width=20, file=out).print(Markdown("The road is about 10&nbsp;km long."))
check("Markdown", [line.rstrip() for line in out.getvalue().splitlines()], ["The road is about 10", "km long."])
check("wcwidth", wcwidth.wrap("about 10\u00a0km away", 8), ["about", "10\u00a0km", "away"])
print("as recorded")
EOF
