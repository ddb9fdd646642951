#!/usr/bin/env bash
# One would guess that a table of a verb's forms has a past participle for every verb, or for none.
# getAllInflections() has one where it differs from the past tense or is irregular ("gone", "read"), and none for
# regular verbs: "walked" is a past tense only. getInflection() for the same tag falls back on the past tense.
# Whoever looks a participle up in the table finds that "has walked" and "was played" have no verb in them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check lemminflect==0.2.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print("lemminflect", version("lemminflect"))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from lemminflect import getAllInflections, getInflection

for verb in ("walk", "play"):
    check(f"the table for {verb}", sorted(getAllInflections(verb, upos="VERB")), ["VB", "VBD", "VBG", "VBP", "VBZ"])
for verb in ("go", "read"):
    check(f"the table for {verb}", "VBN" in getAllInflections(verb, upos="VERB"), True)
check("walk, asked for its participle", getInflection("walk", tag="VBN"), ("walked",))
print("as recorded")
EOF
