#!/usr/bin/env bash
# One would guess that a complete XHTML page given as a chapter is written as it is.
# EbookLib takes the body's children and builds a page of its own around them. The <style> of the
# head, the <title> and the attributes of <body> are gone, without a warning. Only add_item() and
# add_link() of a style sheet bring styles in.
# Verse, small caps and centred breaks that a converter put in the head look plain in the e-book.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check EbookLib==0.20 lxml==6.1.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('EbookLib', version('EbookLib'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import os
import zipfile
from ebooklib import epub

book = epub.EpubBook()
book.set_identifier("x")
book.set_title("T")
book.set_language("en")
chapter = epub.EpubHtml(title="One", file_name="one.xhtml")
chapter.content = (
    "<html><head><title>Mine</title><style>.verse { margin-left: 2em }</style></head>"
    '<body class="novel"><p class="verse">Roses</p></body></html>'
)
book.add_item(chapter)
book.toc = [chapter]
book.add_item(epub.EpubNcx())
book.add_item(epub.EpubNav())
book.spine = [chapter]
path = os.path.join(sys.argv[1], "book.epub")
epub.write_epub(path, book)
page = zipfile.ZipFile(path).read("EPUB/one.xhtml").decode()
check("paragraph kept", '<p class="verse">Roses</p>' in page, True)
check("style kept", "margin-left" in page, False)
check("title kept", "Mine" in page, False)
check("body class kept", "novel" in page, False)
print("as recorded")
EOF
