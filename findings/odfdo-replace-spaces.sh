#!/usr/bin/env bash
# One would guess that what a paragraph's search() finds, its replace() replaces.
# In an ODT a second blank, a tab and a line break are elements. odfdo's search() reads through them, but
# replace() looks at each piece of text alone: it finds nothing and returns 0. New text is put in as it
# is unless asked otherwise, so its double blanks, tabs and line ends are shown as one blank each.
# Replacing in all paragraphs misses some with no sign of it, and a new line of verse isn't one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check odfdo==3.27.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('odfdo', version('odfdo'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from odfdo import Paragraph

two = Paragraph("The old  cat")
check("found at", two.search("old  cat"), 4)
check("replaced", two.replace("old  cat", "new dog"), 0)
tab = Paragraph("The old\tcat")
check("found with a tab at", tab.search("old\tcat"), 4)
check("replaced with a tab", tab.replace("old\tcat", "new dog"), 0)
new = Paragraph("The old cat")
check("new text", new.replace("cat", "cat\n  and dog"), 1)
check("its XML", new.serialize(), "<text:p>The old cat\n  and dog</text:p>")
check("given to the paragraph", Paragraph("cat\nand dog").serialize(), "<text:p>cat<text:line-break/>and dog</text:p>")
print("as recorded")
EOF
