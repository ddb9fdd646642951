#!/usr/bin/env bash
# One would guess that the plain text of a LaTeX file has all the words that are printed.
# latex_to_text() of pylatexenc leaves out verbatim text, inline or as a block, and the names LaTeX and
# TeX. \par and a quote environment make no break, so that two sentences run together; the language of
# \foreignlanguage is printed before the words; and \href raises an IndexError.
# A count, a grammar check or an index sees sentences with holes: "Use  now."
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pylatexenc==2.11
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pylatexenc', version('pylatexenc'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from pylatexenc.latex2text import LatexNodes2Text

def text(source):
    try:
        return LatexNodes2Text().latex_to_text(source)
    except Exception as error:
        return type(error).__name__

check("code in a line", text(r"Use \verb|make all| now."), "Use  now.")
check("a block of code", text("Type\n\\begin{verbatim}\nmake all\n\\end{verbatim}\nnow."), "Type\n\nnow.")
check("names", text(r"\LaTeX{} and \TeX{} are old."), " and  are old.")
check("paragraphs", text(r"One.\par Two."), "One.Two.")
check("a quotation", text(r"One.\begin{quote}Two.\end{quote}Three."), "One.Two.Three.")
check("a French word", text(r"\foreignlanguage{french}{oui}"), "frenchoui")
check("a link", text(r"see \href{https://example.org}{the page}"), "IndexError")
print("as recorded")
EOF
