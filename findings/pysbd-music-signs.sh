#!/usr/bin/env bash
# One would guess that a sentence segmenter keeps every sentence, as pysbd does with clean=False.
# It protects punctuation with signs of its own choice: ♭ stands for a colon, ♬ for an Arabic comma,
# ☉ for ?!. A sentence that holds such a sign isn't found in the text again and is left out: no
# "in B♭", though "in B flat" is there. With clean=True the sign is replaced: "in B:".
# A writer on music or the planets sees sentences missing from the count, the check and the index.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pysbd==0.3.4
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pysbd', version('pysbd'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import pysbd

keep = pysbd.Segmenter(language="en", clean=False)
spans = pysbd.Segmenter(language="en", clean=False, char_span=True)
clean = pysbd.Segmenter(language="en", clean=True)
flat = "It begins low. The sonata ends in B♭. We left."
check("spelled out", keep.segment(flat.replace("♭", " flat")),
      ["It begins low. ", "The sonata ends in B flat. ", "We left."])
check("with the sign", keep.segment(flat), ["It begins low. ", "We left."])
check("spans", [(span.start, span.end) for span in spans.segment(flat)], [(0, 15), (38, 46)])
check("cleaned", clean.segment(flat), ["It begins low.", "The sonata ends in B:.", "We left."])
check("♬", keep.segment("♬ La la la. ♬ He left."), [])
check("☉", keep.segment("Stars of 2 ☉ are rare. We saw one."), ["are rare. ", "We saw one."])
print("as recorded")
EOF
