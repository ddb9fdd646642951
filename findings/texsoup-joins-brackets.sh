#!/usr/bin/env bash
# One would guess that a parser that keeps the source writes an unchanged document as it was.
# TexSoup takes a bracket or a group in braces after a blank for one more argument of most commands, and
# writes it without the blank: \emph{Hamlet} [sic] becomes \emph{Hamlet}[sic]. LaTeX prints both as text,
# the one with a space, the other without. After \textbf, which it knows, the blank stays.
# Editorial brackets are common in quotations. A program that changes one title changes those too.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check TexSoup==0.3.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('TexSoup', version('TexSoup'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from TexSoup import TexSoup

def again(source):
    return str(TexSoup(source))

check("a bracket", again(r"\emph{Hamlet} [sic] is here"), r"\emph{Hamlet}[sic] is here")
check("in bold", again(r"\textbf{No} [he said] again"), r"\textbf{No} [he said] again")
check("in small capitals", again(r"\textsc{No} [he said] again"), r"\textsc{No}[he said] again")
check("braces", again(r"\emph{a} {b} c"), r"\emph{a}{b} c")
check("its arguments", [str(a) for a in TexSoup(r"\emph{Hamlet} [sic] is").emph.args], ["{Hamlet}", "[sic]"])
check("parentheses", again(r"\emph{one} (two) c"), r"\emph{one} (two) c")
print("as recorded")
EOF
