#!/usr/bin/env bash
# One would guess that the text of a PDF has a hyphen where a line ends in one.
# pypdfium2 joins the two lines and puts a character there that isn't text: U+FFFE from get_text_range(),
# U+0002 from get_text_bounded(). The hyphen of well-known at the end of a line goes the same way as that
# of exam-ple, so that nothing tells which words must keep theirs; and the line end is gone.
# A search for either word finds nothing, a word count has one word with a hole, and U+0002 isn't allowed
# in XML, so that an export to DOCX or EPUB fails later.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pypdfium2==5.15.2 fpdf2==2.8.9
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pypdfium2', version('pypdfium2'))
print('fpdf2', version('fpdf2'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import pypdfium2
from fpdf import FPDF

def page(*lines):
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=12)
    for number, line in enumerate(lines):
        document.text(10, 20 + 6 * number, line)
    return pypdfium2.PdfDocument(bytes(document.output()))[0].get_textpage()

text = page("Here is an exam-", "ple of a well-", "known word, well-known too.")
check("range", text.get_text_range(), "Here is an exam\ufffeple of a well\ufffeknown word, well-known too.")
check("bounded", text.get_text_bounded(), "Here is an exam\x02ple of a well\x02known word, well-known too.")
check("without hyphens", page("One line", "and one more.").get_text_range(), "One line\r\nand one more.")
print("as recorded")
EOF
