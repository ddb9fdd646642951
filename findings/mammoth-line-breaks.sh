#!/usr/bin/env bash
# One would guess that mammoth's extract_raw_text() separates words that stand on two lines.
# A line break inside a paragraph (Shift+Enter in Word) is left out without a space: the lines of a
# poem or an address run together, "sleepThe". convert_to_html() writes it as <br />, but there too a
# page break joins the words before and after it.
# Counts, searches and checks of such a text see words that no one wrote.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check mammoth==1.13.0 python-docx==1.2.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('mammoth', version('mammoth'))
print('python-docx', version('python-docx'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from io import BytesIO

import mammoth
from docx import Document
from docx.enum.text import WD_BREAK


def converted(convert, kind):
    document = Document()
    paragraph = document.add_paragraph("Go to sleep")
    paragraph.add_run().add_break(kind)
    paragraph.add_run("The moon is up.")
    file = BytesIO()
    document.save(file)
    file.seek(0)
    return convert(file).value.strip()


check("raw, line break", converted(mammoth.extract_raw_text, WD_BREAK.LINE), "Go to sleepThe moon is up.")
check("HTML, line break", converted(mammoth.convert_to_html, WD_BREAK.LINE), "<p>Go to sleep<br />The moon is up.</p>")
check("HTML, page break", converted(mammoth.convert_to_html, WD_BREAK.PAGE), "<p>Go to sleepThe moon is up.</p>")
check("raw, page break", converted(mammoth.extract_raw_text, WD_BREAK.PAGE), "Go to sleepThe moon is up.")
print("as recorded")
EOF
