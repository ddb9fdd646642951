#!/usr/bin/env bash
# One would guess that a filter that works word by word leaves two harmless words alone.
# It also looks at neighbours without the blank between them, so that the pen is mightier than the sword
# becomes the **** mightier than the sword, and he shot a man he **** man. Both words are gone.
# A part of speech that every text has, is or a, makes the fault, and nothing says which words were there.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check better-profanity==0.7.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('better-profanity', version('better-profanity'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from better_profanity import profanity

profanity.load_censor_words()
check("pen", profanity.censor("a pen of gold"), "a pen of gold")
check("pen is", profanity.censor("The pen is mightier than the sword."), "The **** mightier than the sword.")
check("shot", profanity.censor("He shot the man."), "He shot the man.")
check("shot a", profanity.censor("He shot a man."), "He **** man.")
check("God", profanity.censor("God knows, a pot of tea"), "**** knows, a **** of tea")
print("as recorded")
EOF
