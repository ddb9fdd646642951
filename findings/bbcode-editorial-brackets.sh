#!/usr/bin/env bash
# One would guess that a tag without an end stays text, as on most boards.
# It takes effect up to the end. An editor's [s]he, with a letter in brackets, strikes out all the rest of
# the text, and [i]t makes it italic. [sic] stays. Two hyphens are an en dash, and (c) in a list of points
# is a copyright sign.
# A quotation with one changed letter is printed as if its writer had taken it back.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check bbcode==1.1.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('bbcode', version('bbcode'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from bbcode import render_html

check("closed", render_html('[s]he[/s] left'), '<strike>he</strike> left')
check("sic", render_html('He were [sic] there.'), 'He were [sic] there.')
check("she", render_html('"[s]he left. I stayed."'), '&quot;<strike>he left. I stayed.&quot;</strike>')
check("it", render_html('"[i]t rained", he said.'), '&quot;<em>t rained&quot;, he said.</em>')
check("hyphens", render_html('No -- he left.'), 'No &ndash; he left.')
check("points", render_html('(a) ink, (b) pens, (c) paper'), '(a) ink, (b) pens, &copy; paper')
print("as recorded")
EOF
