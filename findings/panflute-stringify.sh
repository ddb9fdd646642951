#!/usr/bin/env bash
# One would guess that panflute's stringify() gives the text as a reader sees it.
# It puts quotes only where their neighbour is a plain word: around emphasis both come after it. List
# items, table cells, code and a heading run into what follows, without a space. A footnote stands
# inside the sentence, and an HTML comment counts as text.
# Words counted or searched in this text aren't those of the book.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check panflute==2.3.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('panflute', version('panflute'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import panflute as pf

def cell(text):
    return pf.TableCell(pf.Plain(pf.Str(text)))

def item(text):
    return pf.ListItem(pf.Plain(pf.Str(text)))

yes = pf.Str("Yes")
check("quoted", pf.stringify(pf.Plain(pf.Quoted(yes, quote_type="DoubleQuote"))), '"Yes"')
check("quoted and emphasised", pf.stringify(pf.Plain(pf.Quoted(pf.Emph(pf.Str("Yes"))))), 'Yes""')
check("a list", pf.stringify(pf.BulletList(item("salt"), item("oil"))), "saltoil")
check("a table", pf.stringify(pf.Table(pf.TableBody(pf.TableRow(cell("one"), cell("two"))))), "onetwo")
check("a heading", pf.stringify(pf.Doc(pf.Header(pf.Str("Part")), pf.Plain(pf.Str("He")))), "PartHe")
note = pf.Note(pf.Plain(pf.Str("see")))
check("a note", pf.stringify(pf.Plain(pf.Str("left"), note, pf.Str("."))), "leftsee.")
check("a comment", pf.stringify(pf.Plain(pf.Str("a"), pf.RawInline("<!-- b -->", format="html"))), "a<!-- b -->")
print("as recorded")
EOF
