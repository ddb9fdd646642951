#!/usr/bin/env bash
# One would guess that paragraph.text is what the reader of the document sees.
# A run inside a tracked insertion isn't a child that python-docx looks at: text and runs pass over
# it. "He never left." with "never" inserted under change tracking reads "He left.", the opposite.
# It is neither the version before nor the one after, as deletions are left out too.
# Whoever imports an edited manuscript this way loses each of the editor's additions.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check python-docx==1.2.0 lxml==6.1.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('python-docx', version('python-docx'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import os
import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

document = docx.Document()
paragraph = document.add_paragraph("He ")
insertion, run, text = OxmlElement("w:ins"), OxmlElement("w:r"), OxmlElement("w:t")
insertion.set(qn("w:id"), "1")
insertion.set(qn("w:author"), "Editor")
insertion.set(qn("w:date"), "2026-01-01T00:00:00Z")
text.text = "never "
text.set(qn("xml:space"), "preserve")
run.append(text)
insertion.append(run)
paragraph._p.append(insertion)
paragraph.add_run("left.")
path = os.path.join(sys.argv[1], "tracked.docx")
document.save(path)
read = docx.Document(path).paragraphs[0]
check("text", read.text, "He left.")
check("runs", [run.text for run in read.runs], ["He ", "left."])
check("in the file", "never " in "".join(read._p.itertext()), True)
print("as recorded")
EOF
