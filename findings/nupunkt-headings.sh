#!/usr/bin/env bash
# One would guess that a blank line ends a sentence, in a library made for whole documents.
# nupunkt goes by punctuation alone: a heading without a full stop, a blank line and the first
# sentence of the paragraph below are returned as one sentence. paragraphs() does cut there, but
# para_tokenize() doesn't.
# Every chapter title would be judged as the start of a run-on sentence.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check nupunkt==0.8.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('nupunkt', version('nupunkt'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import nupunkt

text = "Chapter One\n\nIt rained. We left."
check("sentences", nupunkt.sent_tokenize(text), ["Chapter One\n\nIt rained.", "We left."])
check("paragraphs()", nupunkt.paragraphs(text), ["Chapter One", "It rained. We left."])
check("para_tokenize()", nupunkt.para_tokenize(text), [text])
print("as recorded")
EOF
