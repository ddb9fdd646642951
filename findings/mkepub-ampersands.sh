#!/usr/bin/env bash
# One would guess that a library that makes EPUB files takes a title as text.
# mkepub escapes the book's title and author in the package file only. In the table of contents the title
# and the names of the chapters are put in as they are, and in each chapter its name: with Salt & Pepper
# or <Untitled> the file isn't XML any more.
# The book is written without an error. A strict reader shows an error page instead of the contents or
# the chapter.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check mkepub==1.2.2
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('mkepub', version('mkepub'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import zipfile
from pathlib import Path
from xml.etree import ElementTree

import mkepub

def files(title, chapter):
    path = Path(sys.argv[1]) / f"{len(title)}-{len(chapter)}.epub"
    book = mkepub.Book(title=title, author="A. Writer")
    book.add_page(chapter, "<p>Once.</p>")
    book.save(path)
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in ("EPUB/package.opf", "EPUB/toc.xhtml", "EPUB/page0001.xhtml"):
            try:
                ElementTree.fromstring(archive.read(name))
                found[name[5:]] = "XML"
            except ElementTree.ParseError:
                found[name[5:]] = "not XML"
    return list(found.items())

good, bad = "XML", "not XML"
check("plain", files("Salt", "One"), [("package.opf", good), ("toc.xhtml", good), ("page0001.xhtml", good)])
check("in the title", files("Salt & Pepper", "One"), [("package.opf", good), ("toc.xhtml", bad), ("page0001.xhtml", good)])
check("in a chapter", files("Salt", "You & I"), [("package.opf", good), ("toc.xhtml", bad), ("page0001.xhtml", bad)])
print("as recorded")
EOF
