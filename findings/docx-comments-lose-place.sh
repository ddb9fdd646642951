#!/usr/bin/env bash
# One would guess that a comment stays with its paragraph when the paragraph's text is replaced, as it
# does in Word, or that it's deleted with the old text.
# python-docx 1.2 can write comments, but a comment's place is marks between the runs, and
# paragraph.text = ... and paragraph.clear() remove them. document.comments still lists the comment,
# which is now about nothing. Adding one also adds a run without text, so later runs have new numbers.
# A tool that corrects typos paragraph by paragraph cuts every remark of the reviewers loose.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check python-docx==1.2.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('python-docx', version('python-docx'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from io import BytesIO

from docx import Document

document = Document()
paragraph = document.add_paragraph("Teh ")
paragraph.add_run("house")
paragraph.add_run(" burned.")
document.add_comment(paragraph.runs[1], text="Which house?", author="Ann")


def marks():
    return paragraph._p.xml.count("<w:comment")


check("runs", [run.text for run in paragraph.runs], ["Teh ", "house", "", " burned."])
check("marks", marks(), 3)
paragraph.text = "The house burned."
check("marks after the correction", marks(), 0)
file = BytesIO()
document.save(file)
check("comments in the file", [comment.text for comment in Document(file).comments], ["Which house?"])
print("as recorded")
EOF
